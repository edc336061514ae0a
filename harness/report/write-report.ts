import type {TrialReport} from '../analysis/trial-report.ts';
import {FORMATS, type Format, isRendered, WRITTEN_FORMATS} from '../document/formats.ts';
import type {RenderedFile} from '../document/renderer.ts';
import type {Render, ReportFolder} from './ports.ts';
import {trialDocument} from './trial-document.ts';

const PLAIN = {width: 120, colour: false};

/** Makes the files of a report in one format. */
export function reportFiles(report: TrialReport, format: Format, render: Render): readonly RenderedFile[] {
  const {ending, writes, hasEveryRow} = FORMATS[format];
  if (!isRendered(format))
    return [{path: `report.${ending}`, content: `${JSON.stringify(report, null, 1)}\n`}];
  const files = render(format, trialDocument(report, hasEveryRow), PLAIN);
  return writes === 'tables' ? files.map(({path, content}) => ({path: `${format}/${path}`, content})) : files;
}

/** Writes a report in every format into one folder, as is done when a trial is sealed. */
export async function writeReport(report: TrialReport, render: Render, folder: ReportFolder): Promise<void> {
  await folder.write(WRITTEN_FORMATS.flatMap(format => reportFiles(report, format, render)));
}
