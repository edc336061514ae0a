import type {Block, Document} from '../document.ts';
import {FORMATS} from '../formats.ts';
import type {RenderedFile, Renderer} from '../renderer.ts';
import {UniqueNames} from '../unique-names.ts';
import {escapeHtml} from './escape.ts';
import {STYLE, STYLE_SHA256} from './style.ts';
import {writeBlock} from './write-blocks.ts';

/** Forbids loading, running and sending anything, because a report contains text from attackers. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_SHA256}'; base-uri 'none'; form-action 'none'`;

interface Placed {
  readonly block: Block;
  readonly anchor: string;
  readonly rank: 2 | 3;
}

function render(document: Document): readonly RenderedFile[] {
  const placed = place(document.blocks);
  const contents = tableOfContents(placed);
  const content = [
    ...head(document),
    '<body>',
    '<a class="skip" href="#report">Skip to the report</a>',
    '<header>',
    `<h1>${escapeHtml(document.title)}</h1>`,
    ...(document.subtitle === '' ? [] : [`<p>${escapeHtml(document.subtitle)}</p>`]),
    '</header>',
    `<div${contents.length === 0 ? '' : ' class="beside"'}>`,
    ...contents,
    '<main id="report" tabindex="-1">',
    ...body(placed),
    '</main>',
    '</div>',
    '</body>',
    '</html>',
  ].join('\n');
  return [{path: `report.${FORMATS.html.ending}`, content: `${content}\n`}];
}

/** Writes all blocks. A folded section ends at the next heading of its rank or above; a section within it is not folded again. */
function body(placed: readonly Placed[]): string[] {
  let folded: 2 | 3 | undefined;
  const end = (): string[] => (folded === undefined ? [] : ['</details>']);
  const lines = placed.flatMap(({block, anchor, rank}) => {
    if (block.kind !== 'heading') return [writeBlock(block, anchor, rank)];
    if (folded !== undefined && rank > folded) return [writeBlock({...block, folded: false}, anchor, rank)];
    const before = end();
    folded = block.folded ? rank : undefined;
    return [...before, writeBlock(block, anchor, rank)];
  });
  return [...lines, ...end()];
}

function head(document: Document): string[] {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(document.title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
  ];
}

/** Assigns anchors and heading ranks. Tables get their anchors first, because their names are stable; no rank is skipped. */
function place(blocks: readonly Block[]): Placed[] {
  const names = new UniqueNames(['report', 'contents']);
  const tableAnchors = blocks.map(block => (block.kind === 'table' ? names.add(block.name, 'table') : ''));
  let inSection = false;
  return blocks.map((block, index) => {
    if (block.kind !== 'heading') return {block, anchor: tableAnchors[index] ?? '', rank: 2};
    const rank = block.level === 2 && inSection ? 3 : 2;
    inSection ||= block.level === 1;
    return {block, anchor: names.add(block.text, 'section'), rank};
  });
}

function tableOfContents(placed: readonly Placed[]): string[] {
  const items = placed.flatMap(({block, anchor, rank}) => {
    if (block.kind !== 'heading') return [];
    const part = rank === 3 ? ' class="part"' : '';
    return [`<li${part}><a href="#${anchor}">${escapeHtml(block.text)}</a></li>`];
  });
  if (items.length === 0) return [];
  return [
    '<nav aria-labelledby="contents">',
    '<h2 id="contents">Contents</h2>',
    '<ul>',
    ...items,
    '</ul>',
    '</nav>',
  ];
}

export const htmlRenderer = {format: 'html', render} as const satisfies Renderer;
