import fc from 'fast-check';
import type {Block, Cell, CellType, Column, Document, Table} from '../../harness/document/document.ts';

/** Words that attackers write into logs, each against a format. */
export const hostile: readonly string[] = [
  '</style><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&lt;b&gt; &amp; &#60;',
  "=cmd|' /C calc'!A0",
  '-1+1',
  '@SUM(1)',
  '\u001b[31mred\u001b[0m \u009b2J \u001b]8;;http://example.com\u0007link',
  'a|b\\|c`d``e',
  '[x](javascript:alert(1)) ![i](http://example.com/i.png) <http://example.com>',
  'http://a|b\\|`c`.example www.example.com root@example.com',
  '# no heading',
  '- no item',
  '1. no item',
  '\u202eevil\u202c \u2066isolate\u2069 \u200f',
  'first\nsecond\r\nthird\tfourth\u2028fifth',
  'long'.repeat(60),
  'ZWJ 👩‍👩‍👧‍👦 flag 🇩🇪 keycap 1️⃣ 日本語の規則 한국어',
  `tower e${'\u0301'.repeat(30)}`,
  '\u0301starts with a mark',
  '\ud800 lone \udc00',
  '\ue000\u{f0000}\u{f0001}',
];

const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({unit: 'grapheme', maxLength: 60}),
  fc.string({unit: 'binary', maxLength: 30}),
  fc.lorem({maxCount: 12}),
);

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.double({min: 0, max: 1}),
  fc.integer({min: 0, max: 4e15}),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY),
);

const types: readonly CellType[] = ['text', 'count', 'share', 'seconds', 'bytes', 'at', 'decimal'];
const anyType = fc.constantFrom(...types);
const anyKey = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/);

/** Made once: to make an arbitrary costs more than to draw a value from it. */
const cells = new Map<CellType, fc.Arbitrary<Cell>>(
  types.map(type => [
    type,
    type === 'text'
      ? fc.option(anyText, {nil: undefined}).map(value => ({type, value}))
      : fc.option(anyNumber, {nil: undefined}).map(value => ({type, value})),
  ]),
);
const anyCell = (type: CellType): fc.Arbitrary<Cell> =>
  cells.get(type) ?? fc.constant({type: 'text', value: ''});
const columns = new Map<CellType, fc.Arbitrary<Column>>(
  types.map(type => [type, fc.record({key: anyKey, label: anyText, type: fc.constant(type)})]),
);
const anyColumn = (type: CellType): fc.Arbitrary<Column> =>
  columns.get(type) ?? fc.constant({key: 'k', label: '', type: 'text'});

export const anyTable: fc.Arbitrary<Table> = fc.array(anyType, {minLength: 1, maxLength: 12}).chain(chosen =>
  fc.record({
    kind: fc.constant('table' as const),
    name: fc.oneof(anyText, fc.constantFrom('arms', 'facts', 'tables')),
    caption: anyText,
    columns: fc.tuple(...chosen.map(anyColumn)),
    rows: fc.array(fc.tuple(...chosen.map(anyCell)), {maxLength: 5}),
  }),
);

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({
    kind: fc.constant('heading' as const),
    level: fc.constantFrom<1 | 2>(1, 2),
    text: anyText,
    folded: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    tone: fc.constantFrom('plain' as const, 'note' as const, 'warning' as const, 'good' as const),
    text: anyText,
  }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({name: anyText, cell: anyType.chain(anyCell)}), {maxLength: 5}),
  }),
  anyTable,
);

export const anyDocument: fc.Arbitrary<Document> = fc.record({
  title: anyText,
  subtitle: anyText,
  blocks: fc.array(anyBlock, {maxLength: 8}),
});

/** The same documents on every machine and day. */
export const REPEATABLE = {seed: 20_260_601, numRuns: 300};

/** Every text of a document, wherever it stands. */
export function textsOf(document: Document): string[] {
  const ofCell = (cell: Cell) => (cell.type === 'text' && cell.value !== undefined ? [cell.value] : []);
  const ofBlock = (block: Block): string[] => {
    if (block.kind === 'facts') return block.facts.flatMap(({name, cell}) => [name, ...ofCell(cell)]);
    if (block.kind !== 'table') return [block.text];
    return [block.caption, ...block.columns.map(({label}) => label), ...block.rows.flat().flatMap(ofCell)];
  };
  return [document.title, document.subtitle, ...document.blocks.flatMap(ofBlock)];
}

/** A document that holds `words` in every place where text can stand. */
export const everywhere = (words: string): Document => ({
  title: words,
  subtitle: words,
  blocks: [
    {kind: 'heading', level: 1, text: words},
    {kind: 'text', tone: 'warning', text: words},
    {kind: 'text', tone: 'plain', text: words},
    {kind: 'facts', facts: [{name: words, cell: {type: 'text', value: words}}]},
    {
      kind: 'table',
      name: 'words',
      caption: words,
      columns: [
        {key: 'words', label: words, type: 'text'},
        {key: 'number', label: words, type: 'count'},
      ],
      rows: [
        [
          {type: 'text', value: words},
          {type: 'count', value: -5},
        ],
      ],
    },
  ],
});
