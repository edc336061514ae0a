const elements =
  /^<(\/?)(html|head|body|title|a|header|h1|h2|h3|p|div|nav|ul|li|main|strong|details|summary|dl|dt|dd|table|caption|span|thead|tbody|tr|th|td|style|meta)((?: [a-z-]+="[^"<>]*")*)>/;

const decoded: Record<string, string> = {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'"};

/**
 * Reads HTML as our renderer writes it, and throws at whatever it does not write: other elements or attributes,
 * an unclosed element, a bare `<` or `&`, a link elsewhere. Gives the text between the tags, in order.
 */
export function readHtml(content: string): {readonly texts: string[]; readonly attributes: string[]} {
  const open: string[] = [];
  const texts: string[] = [];
  const attributes: string[] = [];
  let rest = content.replace(/^<!DOCTYPE html>\n/, '').replace(/<style>[^<]*<\/style>/, '');
  while (rest !== '') {
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      texts.push(decode(text));
      rest = rest.slice(text.length);
      continue;
    }
    const tag = elements.exec(rest);
    if (tag === null) throw new Error(`no tag of ours at: ${JSON.stringify(rest.slice(0, 60))}`);
    follow(open, tag[1] === '/', tag[2] ?? '');
    attributes.push(...readAttributes(tag[3] ?? ''));
    rest = rest.slice(tag[0].length);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`);
  return {texts, attributes};
}

function follow(open: string[], closing: boolean, name: string): void {
  if (name === 'meta') return;
  if (!closing) open.push(name);
  else if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
}

function readAttributes(given: string): string[] {
  return [...given.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => {
    const known =
      /^(lang|charset|http-equiv|content|name|class|id|role|tabindex|scope|aria-label|aria-labelledby)$/;
    if (!known.test(name) && !(name === 'href' && value.startsWith('#'))) {
      throw new Error(`no attribute of ours: ${name}="${value}"`);
    }
    return `${name}=${decode(value)}`;
  });
}

function decode(text: string): string {
  return text.replace(/&[^;]*;?/g, entity => {
    const character = decoded[entity];
    if (character === undefined) throw new Error(`a bare & or an unknown entity: ${entity}`);
    return character;
  });
}
