import type {Argv} from 'yargs';
import type {Document} from '../document/document.ts';
import {
  FORMAT_NAMES,
  FORMATS,
  type Format,
  isRendered,
  namesOf,
  SCREEN_FORMAT,
  WRITTEN_FORMATS,
} from '../document/formats.ts';
import type {RenderedFile} from '../document/renderer.ts';
import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {type Called, printDocument} from './command.ts';
import {printData} from './console.ts';
import {fail} from './failures.ts';

export interface FormatOptions {
  readonly format: Format;
  readonly out: string | undefined;
}

/** Adds `--format` and `--out`, which are the same for every command that prints a document. */
export const formatOptions = (yargs: Argv): Argv<FormatOptions> =>
  yargs
    .option('format', {choices: FORMAT_NAMES, default: SCREEN_FORMAT, describe: 'output format'})
    .option('out', {
      type: 'string',
      describe: 'folder to write to; default: standard output',
    }) as Argv<FormatOptions>;

/** Prints or writes a document in the requested format. `document` makes it with a limit of rows, which CSV does not have. */
export async function printAs(
  called: Called<FormatOptions>,
  name: string,
  document: (limit: number | undefined) => Document,
  value: unknown,
): Promise<Result<void, Failure>> {
  const {format, out} = called.options;
  const {ending, writes, hasEveryRow} = FORMATS[format];
  if (out !== undefined && writes === 'nothing') {
    const reason = `--out needs a --format: ${namesOf(WRITTEN_FORMATS)}`;
    return fail('usage', {reason, command: ''});
  }
  if (called.json || writes === 'nothing') {
    printDocument(called, document(undefined), value);
    return ok(undefined);
  }
  const files = isRendered(format)
    ? called.deps
        .render(format, document(hasEveryRow ? Number.POSITIVE_INFINITY : undefined), {
          width: 120,
          colour: false,
        })
        .map(file => ({...file, path: file.path.replace(/^report\./, `${name}.`)}))
    : [{path: `${name}.${ending}`, content: `${JSON.stringify(value, null, 1)}\n`}];
  return giveOut(called, files, out);
}

/** Writes files into a folder and prints its place; without one prints them, each under its name where they are several. */
export async function giveOut(
  {deps}: Called<unknown>,
  files: readonly RenderedFile[],
  out: string | undefined,
): Promise<Result<void, Failure>> {
  if (out === undefined) {
    for (const {path, content} of files) printData(files.length > 1 ? `# ${path}\n${content}` : content);
    return ok(undefined);
  }
  const place = deps.reportFolder(out);
  await place.write(files);
  printData(place.path);
  return ok(undefined);
}
