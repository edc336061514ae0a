import {csvRenderer} from '../../harness/document/csv/render-csv.ts';
import type {Document} from '../../harness/document/document.ts';
import {htmlRenderer} from '../../harness/document/html/render-html.ts';
import {markdownRenderer} from '../../harness/document/markdown/render-markdown.ts';
import type {Renderer, RenderOptions} from '../../harness/document/renderer.ts';
import {terminalRenderer} from '../../harness/document/terminal/render-terminal.ts';

export const renderers: readonly Renderer[] = [terminalRenderer, markdownRenderer, htmlRenderer, csvRenderer];

const uncoloured: RenderOptions = {width: 100, colour: false};

/** Everything that a format writes of a document, as one string. */
export const written = (renderer: Renderer, document: Document, options = uncoloured): string =>
  renderer
    .render(document, options)
    .map(file => file.content)
    .join('');
