import type {RenderedFormat} from '../document/formats.ts';
import type {Renderer} from '../document/renderer.ts';
import type {Render} from '../report/ports.ts';

/** How the renderer of each format is loaded. */
const LOAD: {readonly [Format in RenderedFormat]: () => Promise<Renderer>} = {
  terminal: async () => (await import('../document/terminal/render-terminal.ts')).terminalRenderer,
  markdown: async () => (await import('../document/markdown/render-markdown.ts')).markdownRenderer,
  html: async () => (await import('../document/html/render-html.ts')).htmlRenderer,
  csv: async () => (await import('../document/csv/render-csv.ts')).csvRenderer,
};

/** Loads all renderers and returns a function that renders any format. */
export async function renderers(): Promise<Render> {
  const names = Object.keys(LOAD) as RenderedFormat[];
  const loaded = await Promise.all(names.map(async name => [name, await LOAD[name]()] as const));
  const all = Object.fromEntries(loaded) as Readonly<Record<RenderedFormat, Renderer>>;
  return (format, document, options) => all[format].render(document, options);
}
