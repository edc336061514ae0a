import {readFileSync} from 'node:fs';
import {join} from 'node:path';

const project = join(import.meta.dirname, '../..');

/** A heading and all below it up to the next heading of its level or above. */
export interface Section {
  /** 1 to 6. */
  readonly level: number;
  readonly title: string;
  /** Titles of the headings around it, the outermost first. */
  readonly within: readonly string[];
  readonly text: string;
}

export interface Fence {
  readonly language: string;
  readonly text: string;
}

export const readDoc = (path: string): string => readFileSync(join(project, path), 'utf8');

/** All sections of a page; a `#` inside a code block is no heading. */
export function sections(markdown: string): readonly Section[] {
  const lines = markdown.split('\n');
  const found: {level: number; title: string; line: number}[] = [];
  let fenced = false;
  for (const [line, text] of lines.entries()) {
    if (/^```/.test(text)) fenced = !fenced;
    const heading = fenced ? null : /^(#{1,6}) (.+)$/.exec(text);
    if (heading) found.push({level: String(heading[1]).length, title: String(heading[2]).trim(), line});
  }
  return found.map(({level, title, line}, place) => {
    const next = found.slice(place + 1).find(other => other.level <= level);
    return {
      level,
      title,
      within: around(found.slice(0, place), level),
      text: lines.slice(line + 1, next?.line).join('\n'),
    };
  });
}

function around(before: readonly {level: number; title: string}[], level: number): string[] {
  const titles: string[] = [];
  let above = level;
  for (const one of [...before].reverse()) {
    if (one.level >= above) continue;
    titles.unshift(one.title);
    above = one.level;
  }
  return titles;
}

export const fences = (markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));

/** The first cells of a table's rows, without the code quotes around them. */
export const firstCells = (markdown: string): readonly string[] =>
  markdown
    .split('\n')
    .filter(line => /^\|/.test(line))
    .map(line => (line.split('|')[1] ?? '').trim())
    .filter(cell => /^`.*`$/.test(cell))
    .map(cell => cell.slice(1, -1));

/** Targets of links to files of the project, without the anchor. */
export const linkedFiles = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^(https?:|#|mailto:)/.test(target))
    .map(target => target.split('#')[0] ?? '');
