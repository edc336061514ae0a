import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, posix, sep} from 'node:path';
import {parseSync} from 'oxc-parser';

export const projectFolder = join(import.meta.dirname, '../..');

/** One import: how it is written and what it names. */
export interface Import {
  readonly line: number;
  /** `value`: loaded with the file. `type`: erased by the compiler. `later`: loaded by `import()` when it is reached. */
  readonly how: 'value' | 'type' | 'later';
  /** Path of a file of the project, such as `harness/domain/time.ts`; else the package or `node:` module. */
  readonly to: string;
  /** What is taken of it; empty for a whole module. */
  readonly names: readonly string[];
}

/** One function, method or arrow function. */
export interface SizedFunction {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** A use of something that every program can reach without an import: `process`, `Date.now`. */
export interface GlobalUse {
  readonly line: number;
  /** The dotted name as far as it is written: `process.stderr.write`; `new Date()` and `Date()` without an argument. */
  readonly name: string;
}

/** A cast: `value as Type`. */
export interface Cast {
  readonly line: number;
  /** The type's name, or the keyword `never`; undefined: any other type. */
  readonly to: string | undefined;
}

export interface Source {
  /** Relative to the project, forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly functions: readonly SizedFunction[];
  readonly globals: readonly GlobalUse[];
  readonly casts: readonly Cast[];
  /** Every identifier: of variables, functions, parameters, properties and types. */
  readonly identifiers: ReadonlySet<string>;
  /** Every string, in values and in types; of a template each part between its values. Paths of imports are none. */
  readonly strings: readonly string[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Every TypeScript file of the harness and of the demo. */
export function readSources(): readonly Source[] {
  const paths = ['harness', 'demo'].flatMap(filesBelow).sort();
  return paths.map(path => readSource(path, readFileSync(join(projectFolder, path), 'utf8')));
}

const filesBelow = (top: string): string[] =>
  readdirSync(join(projectFolder, top), {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts'))
    .map(name => `${top}/${name.split(sep).join('/')}`);

export function readSource(path: string, text: string): Source {
  const {program, errors} = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found = {
    imports: [] as Import[],
    functions: [] as SizedFunction[],
    globals: [] as GlobalUse[],
    casts: [] as Cast[],
    identifiers: new Set<string>(),
    strings: [] as string[],
  };
  visit(program as unknown as Node, undefined, (node, parent) => {
    const line = lineAt(node.start);
    found.imports.push(...importsOf(node, path, line));
    if (FUNCTIONS.has(node.type)) {
      found.functions.push({
        name: nameOf(node, parent),
        line,
        lines: lineAt(node.end) - line + 1,
      });
    }
    if (CASTS.has(node.type)) found.casts.push({line, to: typeNameOf(node.typeAnnotation)});
    if (node.type === 'Identifier') found.identifiers.add(String(node.name));
    found.strings.push(...stringsOf(node, parent));
    const used = globalOf(node, parent);
    if (used) found.globals.push({line, name: used});
  });
  return {path, lines: text.trimEnd().split('\n').length, ...found};
}

function stringsOf(node: Node, parent: Node | undefined): string[] {
  if (node.type === 'TemplateElement') return [String((node.value as {cooked?: string}).cooked ?? '')];
  const isImport = parent?.source === node || parent?.type === 'TSImportType';
  return node.type === 'Literal' && typeof node.value === 'string' && !isImport ? [node.value] : [];
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const CASTS = new Set(['TSAsExpression', 'TSTypeAssertion']);

function typeNameOf(type: unknown): string | undefined {
  if (!isNode(type)) return undefined;
  if (type.type === 'TSNeverKeyword') return 'never';
  const name = isNode(type.typeName) ? type.typeName.name : undefined;
  return typeof name === 'string' ? name : undefined;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function visit(
  node: Node,
  parent: Node | undefined,
  see: (node: Node, parent: Node | undefined) => void,
): void {
  see(node, parent);
  for (const value of Object.values(node)) {
    if (isNode(value)) visit(value, node, see);
    else if (Array.isArray(value)) for (const one of value) if (isNode(one)) visit(one, node, see);
  }
}

function importsOf(node: Node, path: string, line: number): Import[] {
  const source = node.source ?? node.argument;
  const to = isNode(source) ? (source.value ?? (source.literal as Node | undefined)?.value) : undefined;
  if (typeof to !== 'string') return [];
  const target = to.startsWith('.') ? posix.normalize(posix.join(dirname(path), to)) : to;
  switch (node.type) {
    case 'ImportExpression':
      return [{line, how: 'later', to: target, names: []}];
    case 'TSImportType':
      return [{line, how: 'type', to: target, names: []}];
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return [{line, how: howOf(node), to: target, names: namesOf(node)}];
    default:
      return [];
  }
}

const specifiersOf = (node: Node): readonly Node[] => (Array.isArray(node.specifiers) ? node.specifiers : []);

function howOf(node: Node): 'value' | 'type' {
  if (node.importKind === 'type' || node.exportKind === 'type') return 'type';
  const specifiers = specifiersOf(node);
  const erased =
    specifiers.length > 0 && specifiers.every(one => (one.importKind ?? one.exportKind) === 'type');
  return erased ? 'type' : 'value';
}

const namesOf = (node: Node): string[] =>
  specifiersOf(node).flatMap(({imported, local}) =>
    [imported ?? local].flatMap(name => (isNode(name) && typeof name.name === 'string' ? [name.name] : [])),
  );

function nameOf(node: Node, parent: Node | undefined): string {
  for (const named of [node.id, parent?.id, parent?.key])
    if (isNode(named) && typeof named.name === 'string') return named.name;
  return 'a function without a name';
}

/** Names that reach outside, or differ from one run to the next. */
const GLOBALS = new Set(
  'process console fetch setTimeout setInterval setImmediate performance WebSocket Date Math crypto'.split(
    ' ',
  ),
);

/** The whole dotted name at its outermost member, so that each use is told once. */
function globalOf(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const callee = isNode(node.callee) ? node.callee : undefined;
    const none = Array.isArray(node.arguments) && node.arguments.length === 0;
    if (callee?.type === 'Identifier' && callee.name === 'Date' && (none || node.type === 'CallExpression'))
      return node.type === 'NewExpression' ? 'new Date()' : 'Date()';
    return undefined;
  }
  if (parent?.type === 'MemberExpression' && parent.object === node) return undefined;
  const dotted = dottedName(node);
  if (dotted === undefined || !GLOBALS.has(dotted.split('.')[0] ?? '')) return undefined;
  if (node.type === 'Identifier' && !standsAlone(node, parent)) return undefined;
  return dotted;
}

/** An identifier that is read, and does not only name a key, a parameter or a member. */
function standsAlone(node: Node, parent: Node | undefined): boolean {
  if (!parent || parent.type.startsWith('TS')) return false;
  if (parent.type === 'MemberExpression') return parent.object === node;
  if (parent.type === 'Property') return parent.value === node && parent.shorthand !== true;
  return !['MethodDefinition', 'PropertyDefinition', 'ImportSpecifier', 'ExportSpecifier'].includes(
    parent.type,
  );
}

function dottedName(node: Node): string | undefined {
  if (node.type === 'Identifier') return String(node.name);
  if (node.type !== 'MemberExpression' || node.computed === true) return undefined;
  const object = isNode(node.object) ? dottedName(node.object) : undefined;
  const property = node.property as Node;
  return object === undefined ? undefined : `${object}.${String(property.name)}`;
}
