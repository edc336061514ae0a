/** SHA-256 of `STYLE`, since the policy allows only this style. After a change, a test prints the new hash. */
export const STYLE_SHA256 = 'vc9NsZNyufmPu4ufEKAYQ/qQJVjvcZglGjza+B3KZBQ=';

/** The style of a report, for both colour schemes, narrow and wide windows, and print. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c2126; --soft: #55606b; --line: #d5dbe1; --band: #f5f7f9; --link: #0a53be;
  --warn-paper: #fff5d9; --warn-line: #9a6700; --good-paper: #e8f5ec; --good-line: #1a7f37;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --ink: #e3e7eb; --soft: #a3adb7; --line: #353d45; --band: #1c2228; --link: #8ab8ff;
    --warn-paper: #372b0b; --warn-line: #e3b341; --good-paper: #102b1b; --good-line: #56c271;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 84rem; overflow-wrap: anywhere;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1, h2, h3 { line-height: 1.25; margin: 0; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.3rem; margin-top: 2.75rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin-top: 2rem; }
main > :first-child { margin-top: 0; }
summary { cursor: pointer; margin-top: 2rem; }
summary > * { display: inline; margin: 0; border: 0; }
details > :last-child { margin-bottom: 0; }
p { margin: 1rem 0; max-width: 46rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--paper); }
header p, .note, .rows { color: var(--soft); }
header p { margin: .4rem 0 0; max-width: none; }
header { padding-bottom: 1.25rem; }
nav { font-size: .9rem; padding: .9rem 1rem; background: var(--band); border-radius: .4rem; margin-bottom: 2rem; }
nav h2 { font-size: .9rem; margin: 0 0 .4rem; padding: 0; border: 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { margin: .3rem 0; line-height: 1.35; }
nav .part { padding-left: 1rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.note { font-size: .92rem; }
.callout { padding: .65rem .9rem; border-left: .25rem solid; border-radius: .2rem; }
.warning { background: var(--warn-paper); border-color: var(--warn-line); }
.good { background: var(--good-paper); border-color: var(--good-line); }
.facts { margin: 1.25rem 0; display: grid; gap: 0; max-width: 46rem; }
.facts div { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 1rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.table { margin: 1.5rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(100%, 28rem); font-size: .9rem; line-height: 1.4; overflow-wrap: break-word; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
caption span { display: inline-block; position: sticky; left: 0; max-width: min(100%, calc(100vw - 2rem)); }
th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; max-width: 26rem; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
thead th { vertical-align: bottom; border-bottom: 2px solid var(--line); background: var(--band); }
tbody tr:hover > * { background: var(--band); }
.number { text-align: right; }
td.number, .time { white-space: nowrap; }
[id] { scroll-margin-top: 1rem; }
tbody th, thead th:first-child:not(.number) { position: sticky; left: 0; background: var(--paper); }
thead th:first-child:not(.number) { background: var(--band); }
.rows { font-size: .85rem; margin: .4rem 0 0; }
@media screen and (max-width: 40rem) {
  th:first-child { max-width: 9rem; }
}
@media (min-width: 64rem) {
  body { padding: 2.5rem 2rem 5rem; }
  .facts div { grid-template-columns: 13rem minmax(0, 1fr); }
  .beside { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 3rem; align-items: start; }
  nav { position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow-y: auto; }
}
@media print {
  @page { margin: 15mm; }
  @page across { size: landscape; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .skip { display: none; }
  .beside { display: block; }
  nav { position: static; max-height: none; overflow: visible; padding: 0; background: none; break-inside: avoid; }
  a { color: inherit; }
  h2, h3, summary, caption { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .callout, .facts div, tr { break-inside: avoid; }
  .callout { border: 1px solid; border-left-width: .25rem; }
  p { orphans: 3; widows: 3; }
  .scroll { overflow: visible; }
  .wide, .widest { page: across; }
  table { width: 100%; font-size: 8pt; }
  .wide table { font-size: 7.5pt; }
  .widest table { font-size: 6.5pt; overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  th, td { padding: .2rem .35rem; max-width: 16em; }
  tbody th, thead th:first-child:not(.number) { position: static; }
  .widest td.number, .widest .time { white-space: normal; }
  caption span { position: static; max-width: none; }
}
`;
