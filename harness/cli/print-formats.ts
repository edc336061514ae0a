import type {Argv} from 'yargs';
import type {Document} from '../document/document.ts';
import {
  FORMAT_NAMES,
  FORMATS,
  type Format,
  isRendered,
  SCREEN_FORMAT,
  WRITTEN_FORMATS,
} from '../document/formats.ts';
import type {RenderedFile} from '../document/renderer.ts';
import type {Failure} from '../domain/failure.ts';
import {joined} from '../domain/plural.ts';
import {ok, type Result} from '../domain/result.ts';
import {type CommandCall, printDocument} from './command.ts';
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

/** Prints or writes a document in the requested format. `document` creates it with a limit of rows, which CSV does not have. */
export async function printAs(
  call: CommandCall<FormatOptions>,
  name: string,
  document: (limit: number | undefined) => Document,
  value: unknown,
): Promise<Result<void, Failure>> {
  const {format, out} = call.options;
  const {ending, writes, hasEveryRow} = FORMATS[format];
  if (out !== undefined && writes === 'nothing') {
    const reason = `--out needs a --format: ${joined(WRITTEN_FORMATS, 'or')}`;
    return fail('usage', {reason, command: ''});
  }
  if (call.json || writes === 'nothing') {
    printDocument(call, document(undefined), value);
    return ok(undefined);
  }
  const files = isRendered(format)
    ? call.deps
        .render(format, document(hasEveryRow ? Number.POSITIVE_INFINITY : undefined), {
          width: 120,
          colour: false,
        })
        .map(file => ({...file, path: file.path.replace(/^report\./, `${name}.`)}))
    : [{path: `${name}.${ending}`, content: `${JSON.stringify(value, null, 1)}\n`}];
  return printOrWrite(call, files, out);
}

/** Writes files to a folder and prints its path. Without a folder, prints the files, with their names if there are several. */
export async function printOrWrite(
  {deps}: CommandCall<unknown>,
  files: readonly RenderedFile[],
  out: string | undefined,
): Promise<Result<void, Failure>> {
  if (out === undefined) {
    for (const {path, content} of files) printData(files.length > 1 ? `# ${path}\n${content}` : content);
    return ok(undefined);
  }
  const folder = deps.reportFolder(out);
  await folder.write(files);
  printData(folder.path);
  return ok(undefined);
}
