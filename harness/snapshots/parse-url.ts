/** Undefined for what is no address. `URL.parse` is too young for Node.js 20.19. */
export const parseUrl = (text: string, base?: URL): URL | undefined =>
  URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
