import type {PartFigures} from '../answers/figures.ts';
import type {FlowFigures} from '../answers/flow-figures.ts';
import {plural} from '../domain/plural.ts';
import type {Comparison} from './comparison.ts';

/**
 * Compares each arm with the baseline on the same traffic. Captures that a person picked are a sample of nothing, so these are
 * facts about them, and no test is made.
 */
export function judgeSameTraffic(part: PartFigures): Comparison[] {
  const {flows, plan} = part;
  const baseline = flows.find(({arm}) => arm === plan.baseline);
  if (!baseline) return [];
  return flows
    .filter(row => row !== baseline)
    .map(row => ({arm: row.arm, baseline: baseline.arm, ...compare(row, baseline, part)}));
}

function compare(
  arm: FlowFigures,
  baseline: FlowFigures,
  {captures, identical}: PartFigures,
): Pick<Comparison, 'status' | 'sentence' | 'flows'> {
  const names = `${arm.arm} and ${baseline.arm}`;
  const capturesOf = (name: string) => captures.filter(row => row.arm === name);
  const own = new Set(capturesOf(arm.arm).map(({capture}) => capture));
  if (!capturesOf(baseline.arm).some(({capture}) => own.has(capture)))
    return {status: 'no-data', sentence: `${names} have read no capture in common yet.`};
  const alerts = [arm.arm, baseline.arm].flatMap(capturesOf).reduce((sum, row) => sum + row.alerts, 0);
  if (alerts === 0)
    return {status: 'no-data', sentence: `Neither ${arm.arm} nor ${baseline.arm} raised an alert.`};
  if (identical.includes(arm.arm))
    return {status: 'identical', sentence: `${names} raised the same alerts, field by field.`};
  const counts = {
    both: arm.withBaseline,
    onlyArm: arm.flows - arm.withBaseline,
    onlyBaseline: baseline.flows - arm.withBaseline,
  };
  return {status: 'differs', sentence: sentenceOf(arm, baseline, counts), flows: counts};
}

function sentenceOf(
  {arm, flows}: FlowFigures,
  baseline: FlowFigures,
  {both, onlyArm, onlyBaseline}: NonNullable<Comparison['flows']>,
): string {
  if (onlyArm + onlyBaseline === 0)
    return `${arm} and ${baseline.arm} alerted on the same ${both === 1 ? 'flow' : `${both} flows`}, but not with the same alerts.`;
  return `${arm} alerted on ${plural(flows, 'flow')}, ${baseline.arm} on ${baseline.flows}: ${both} in common, ${onlyArm} only by ${arm}, ${onlyBaseline} only by ${baseline.arm}.`;
}
