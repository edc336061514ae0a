import type {Renderer} from '../document/renderer.ts';
import type {Render} from '../report/ports.ts';

/** All renderers, loaded when a document is first rendered. */
export async function renderers(): Promise<Render> {
  const {terminalRenderer} = await import('../document/terminal/render-terminal.ts');
  const {markdownRenderer} = await import('../document/markdown/render-markdown.ts');
  const {htmlRenderer} = await import('../document/html/render-html.ts');
  const {csvRenderer} = await import('../document/csv/render-csv.ts');
  const all: readonly Renderer[] = [terminalRenderer, markdownRenderer, htmlRenderer, csvRenderer];
  return (format, document, options) => {
    const renderer = all.find(candidate => candidate.format === format);
    if (!renderer) throw new Error(`no renderer for ${format}`);
    return renderer.render(document, options);
  };
}
