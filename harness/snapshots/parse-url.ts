/** Parses a URL; undefined if it is invalid. Node.js 20.19 has no `URL.parse` yet. */
export const parseUrl = (text: string, base?: URL): URL | undefined =>
  URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
