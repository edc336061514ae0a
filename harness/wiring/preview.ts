import {previewSchedule, type SchedulePreview} from '../arms/preview-schedule.ts';
import {describeFailure} from '../cli/all-failures.ts';
import type {Settings} from '../cli/command-deps.ts';
import {catchSystemFailures} from '../cli/system-failures.ts';
import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {openCatalogueAnswers} from './answers.ts';
import {declarationsHere} from './declarations.ts';
import {fileTextHere} from './file-text.ts';
import {readMachineFacts} from './machine-facts.ts';
import {previewSourcesHere} from './snapshots.ts';
import {systemClock} from './system-clock.ts';

/** Previews a live schedule without the lock, since a daemon may be running. Without a catalogue, no arm has a snapshot. */
export async function previewIn(
  settings: Settings,
  schedule: string,
): Promise<Result<SchedulePreview, Failure>> {
  const catalogue = await catchSystemFailures(settings.stateDir, () => openCatalogueAnswers(settings));
  if (!catalogue.ok && catalogue.failure.kind !== 'catalogue-missing') return catalogue;
  try {
    return await previewSchedule(schedule, {
      ...(await declarationsHere(settings)),
      sources: await previewSourcesHere(),
      fileText: fileTextHere,
      snapshots: catalogue.ok ? catalogue.value.snapshots() : [],
      machine: () => readMachineFacts(settings),
      messageOf: failure => describeFailure(failure).message,
      clock: systemClock,
    });
  } finally {
    if (catalogue.ok) catalogue.value.close();
  }
}
