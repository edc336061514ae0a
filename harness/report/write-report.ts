import type {TrialReport} from '../analysis/trial-report.ts';
import type {Document} from '../document/document.ts';
import type {RenderedFile} from '../document/renderer.ts';
import type {Format, Render, ReportFolder} from './ports.ts';
import {tellTrial} from './tell-trial.ts';

const PLAIN = {width: 120, colour: false};

/** Files of one format: the report's text, page, tables or value. */
export function reportFiles(report: TrialReport, format: Format, render: Render): readonly RenderedFile[] {
  if (format === 'json') return [{path: 'report.json', content: `${JSON.stringify(report, null, 1)}\n`}];
  const document: Document = tellTrial(report, format === 'csv');
  const files = render(format, document, PLAIN);
  return format === 'csv' ? files.map(({path, content}) => ({path: `csv/${path}`, content})) : files;
}

/** Every format into one folder: what the seal leaves for people and programs. */
export async function writeReport(report: TrialReport, render: Render, folder: ReportFolder): Promise<void> {
  const formats: readonly Format[] = ['markdown', 'html', 'csv', 'json'];
  await folder.write(formats.flatMap(format => reportFiles(report, format, render)));
}
