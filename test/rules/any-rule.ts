import fc from 'fast-check';

/** Strings of rules with all that is special in them, escaped. */
const string = fc
  .array(
    fc.constantFrom('a', ' ', '  ', '(', ')', ';', ',', '#', '/*', '*/', '\\"', '\\\\', '\\x41', '|00|', 'é'),
  )
  .map(parts => `"${parts.join('')}"`);

const blank = fc.constantFrom('', ' ', '\n', '\t ', ' /* "*/" ) */ ', ' # ) "\n ');

const option = fc.oneof(
  fc.tuple(fc.constantFrom('content:', 'content:!', 'rem:'), string).map(parts => parts.join('')),
  fc.tuple(string, blank).map(([text, gap]) => `content:${text}${gap},${gap}nocase,offset 4`),
  fc.constantFrom(
    'flow:to_server,established',
    'file_data',
    'pcre:"/a"b(c/i"',
    'pcre:"/a\\;b/" ',
    'bufferlen:>3',
  ),
  fc.constantFrom('metadata:policy balanced-ips drop, a (b)', 'reference:url,a.example/b#c(d):e'),
);

const header = fc.constantFrom(
  '',
  ' tcp',
  ' http',
  ' tcp [1.2.3.4, !$A] 80 -> any any',
  ' udp any any <> any',
);

/** Whole rules of any layout, from action to closing parenthesis. */
export const anyRule: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('alert', 'drop'),
    header,
    fc.array(fc.tuple(option, blank), {maxLength: 6}),
    fc.nat(9999),
  )
  .map(
    ([action, head, options, sid]) =>
      `${action}${head} (${options.map(([text, gap]) => `${gap}${text};`).join('')} sid:${sid}; )`,
  );
