import type {TrialReport} from '../analysis/trial-report.ts';
import {type Block, heading, text} from '../document/document.ts';
import {acrossSection} from './tell-across.ts';
import {armsSection} from './tell-arms.ts';
import {captureSection} from './tell-captures.ts';
import {firedSection} from './tell-fired.ts';
import {listedSection} from './tell-listed.ts';

/** The recorded traffic of a live trial through every arm: told as any replay, its tables named `paired-`. */
export function pairedSection({paired}: TrialReport, limit: number, times: boolean): Block[] {
  if (!paired) return [];
  const sections = [
    ...armsSection(paired),
    ...acrossSection(paired, limit),
    ...firedSection(paired, times ? limit : 10, times),
    ...listedSection(paired, limit),
    ...captureSection(paired, limit),
  ];
  return [
    heading(1, 'The same traffic through every arm'),
    text(
      'note',
      'What was recorded in the slots went through every arm: here each ruleset answers for all of it.',
    ),
    ...paired.flags.map(flag => text(flag.severity, flag.text)),
    ...sections.map(pairedBlock),
  ];
}

/** Names and captions of tables are unique in a document; sections of the paired answer are parts of one. */
function pairedBlock(block: Block): Block {
  if (block.block === 'table')
    return {...block, name: `paired-${block.name}`, caption: `${block.caption} (the same traffic)`};
  return block.block === 'heading' ? {...block, level: 2} : block;
}
