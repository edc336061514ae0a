import {type ArmDeclaration, armName} from '../declarations/schedule.ts';
import type {ArmFailure} from './failures.ts';
import type {Reading} from './read-declared.ts';

/** Returns a failure if two arms have the same name, or if the baseline is not the name of an arm. */
export function wrongNames(
  name: string,
  {
    value,
    lineOf,
  }: {
    value: {arms: readonly ArmDeclaration[]; baseline?: string | undefined};
    lineOf(path: readonly PropertyKey[]): number;
  },
  {declarations}: Reading,
): ArmFailure | undefined {
  const file = declarations.file('schedule', name);
  const names = value.arms.map(armName);
  const duplicate = names.findIndex((arm, index) => names.indexOf(arm) !== index);
  if (duplicate >= 0)
    return {kind: 'arm-twice', file, line: lineOf(['arms', duplicate]), arm: names[duplicate] ?? ''};
  const {baseline} = value;
  if (baseline === undefined || names.includes(baseline)) return undefined;
  return {kind: 'baseline-missing', file, line: lineOf(['baseline']), baseline, arms: names};
}
