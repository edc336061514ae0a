import {CHANGING, HASHING, JOINING, LAYERS, PURE_LIBRARIES, PURE_NODE, REACHING, SERVING} from './rooms.ts';
import type {Import, Source} from './sources.ts';

/** A rule of the house: all that breaks it, each with what to do about it. */
export type Rule = (sources: readonly Source[]) => readonly string[];

export const MAX_FILE_LINES = 200;
export const MAX_FUNCTION_LINES = 60;

/** Where a file of the harness stands. */
interface Place {
  readonly room: string;
  /** The outside thing: a sub-folder of a room that is not itself outside. */
  readonly outside: string | undefined;
  readonly layer: number;
}

function placeOf(path: string): Place | undefined {
  const [top, room, ...below] = path.split('/');
  if (top !== 'harness' || room === undefined) return undefined;
  const outside = below.length > 1 && !JOINING.includes(room) ? below[0] : undefined;
  return {room, outside, layer: LAYERS.findIndex(rooms => rooms.includes(room))};
}

const title = ({room, outside}: Place): string => (outside ? `${room}/${outside}/` : room);

/** Files of the harness with each of their imports of other files of the harness. */
function* inside(
  sources: readonly Source[],
): Generator<{source: Source; one: Import; from: Place; to: Place}> {
  for (const source of sources) {
    const from = placeOf(source.path);
    for (const one of source.imports) {
      const to = placeOf(one.to);
      if (from && to) yield {source, one, from, to};
    }
  }
}

/** May touch the system: an outside thing, or a room that joins or serves. */
const mayReach = (place: Place): boolean => place.outside !== undefined || JOINING.includes(place.room);

/** Top files of rooms, where nothing outside may be touched. */
const pureFiles = (sources: readonly Source[]): readonly Source[] =>
  sources.filter(({path}) => {
    const place = placeOf(path);
    return place !== undefined && !mayReach(place);
  });

const everyRoomHasALayer: Rule = sources => {
  const rooms = new Set(sources.flatMap(({path}) => placeOf(path)?.room ?? []));
  return [...rooms]
    .filter(room => !LAYERS.flat().includes(room))
    .map(
      room => `harness/${room} has no layer. Give it one in test/architecture/rooms.ts and harness/README.md`,
    );
};

const onlyLowerLayers: Rule = sources =>
  [...inside(sources)].flatMap(({source, one, from, to}) => {
    if (to.room === from.room || to.layer < from.layer) return [];
    const why =
      to.layer === from.layer
        ? 'rooms of one layer never import each other'
        : 'a room may import only lower layers';
    return [
      `${source.path}:${one.line} imports ${one.to}: ${why}. Pass the value in, or move the type to the room that makes it`,
    ];
  });

/** Types count as well: two files that need each other's types are one idea in two places. */
const noImportCircles: Rule = sources => {
  const importsOf = new Map(
    sources.map(({path, imports}) => [path, [...new Set(imports.map(({to}) => to))].sort()]),
  );
  const [done, found] = [new Set<string>(), [] as string[]];
  const walk = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push([...way.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    for (const to of importsOf.get(path) ?? []) walk(to, [...way, path]);
    done.add(path);
  };
  for (const {path} of sources) walk(path, []);
  return found.map(
    circle => `${circle} is a circle of imports. Move what both ends need into a file that imports neither`,
  );
};

const outsideThingsStandAlone: Rule = sources =>
  [...inside(sources)].flatMap(({source, one, from, to}) => {
    if (to.outside === undefined || from.room === 'wiring') return [];
    if (to.room === from.room && to.outside === from.outside) return [];
    return [
      `${source.path}:${one.line} imports ${one.to}: only wiring/ knows the outside thing ${title(to)}. ` +
        `Let ${to.room}/ports.ts say what is wanted, and let wiring/ hand it in`,
    ];
  });

const wiringLoadsLate: Rule = sources =>
  [...inside(sources)].flatMap(({source, one, from, to}) => {
    const outside = to.outside !== undefined || SERVING.includes(to.room);
    if (from.room !== 'wiring' || !outside || one.how !== 'value') return [];
    return [
      `${source.path}:${one.line} loads ${one.to} at once: outside things are loaded when they are needed. ` +
        `Write: await import('...')`,
    ];
  });

const mainLoadsLate: Rule = sources =>
  [...inside(sources)].flatMap(({source, one, from}) =>
    from.room === 'main.ts' && one.how === 'value'
      ? [
          `${source.path}:${one.line} loads ${one.to} at once, so --version loads it as well. Write: await import('...')`,
        ]
      : [],
  );

const roomsTouchNothingOutside: Rule = sources =>
  pureFiles(sources).flatMap(({path, imports}) =>
    imports
      .filter(({to}) => !to.startsWith('harness/') && !to.startsWith('demo/'))
      .flatMap(({to, line, names}) => {
        const chance = to === 'node:crypto' && names.some(name => !HASHING.includes(name));
        const library = to.split('/')[0] ?? to;
        if (!chance && (PURE_NODE.includes(to) || PURE_LIBRARIES.includes(library))) return [];
        return [
          `${path}:${line} imports ${to}: I/O stands only in outside things, cli/ and wiring/. Ask for it through a ` +
            'port; a library without I/O is named in PURE_LIBRARIES of test/architecture/rooms.ts',
        ];
      }),
  );

const roomsUseNoReachingGlobals: Rule = sources =>
  pureFiles(sources).flatMap(({path, globals}) =>
    globals
      .filter(({name}) => REACHING.includes(name.split('.')[0] ?? ''))
      .map(
        ({name, line}) =>
          `${path}:${line} uses ${name}: a room reaches nothing outside. Take it as an argument`,
      ),
  );

/** Rooms, and the demo's traffic, which must be the same bytes each time; its two programs may look at the clock. */
const roomsHaveNoClockAndNoChance: Rule = sources =>
  [...pureFiles(sources), ...sources.filter(({path}) => /^demo\/(?!make-)/.test(path))].flatMap(
    ({path, globals}) =>
      globals
        .filter(({name}) => CHANGING.includes(name))
        .map(
          ({name, line}) =>
            `${path}:${line} uses ${name}: rooms have no clock and no chance. Take a Clock, a time or a seed as an argument`,
        ),
  );

const onlyTheConsolePrints: Rule = sources =>
  sources
    .filter(({path}) => path.startsWith('harness/') && !PRINTERS.includes(path))
    .flatMap(({path, globals}) =>
      globals
        .filter(({name}) => /^(console\.|process\.std(out|err)\.write$)/.test(name))
        .map(
          ({name, line}) =>
            `${path}:${line} uses ${name}: only cli/console.ts prints. Return it, or say a notice`,
        ),
    );

/** main.ts prints the version by itself, since it loads nothing for that. */
const PRINTERS = ['harness/cli/console.ts', 'harness/main.ts'];

const theDemoStandsApart: Rule = sources =>
  sources.flatMap(({path, imports}) =>
    imports
      .filter(({to}) => to.startsWith('demo/') !== path.startsWith('demo/') && /^(demo|harness)\//.test(to))
      .map(
        ({to, line}) =>
          `${path}:${line} imports ${to}: the demo's generator and the harness know nothing of each other. ` +
          'Read the demo as files',
      ),
  );

const failuresAreTyped: Rule = sources =>
  sources.flatMap(({path, casts}) =>
    casts
      .filter(({to = ''}) => to === 'never' || to.endsWith('Failure'))
      .map(
        ({line, to}) =>
          `${path}:${line} casts to ${to}: a wrong kind or a missing fact would pass. ` +
          "Make the failure by `fail` or `failure` of its room's failures.ts",
      ),
  );

const filesAreShort: Rule = sources =>
  sources
    .filter(({lines}) => lines > MAX_FILE_LINES)
    .map(
      ({path, lines}) =>
        `${path} has ${lines} lines; ${MAX_FILE_LINES} at most. Take one idea out into its own file`,
    );

const functionsAreShort: Rule = sources =>
  sources.flatMap(({path, functions}) =>
    functions
      .filter(({lines}) => lines > MAX_FUNCTION_LINES)
      .map(
        ({name, line, lines}) =>
          `${path}:${line} ${name} has ${lines} lines; ${MAX_FUNCTION_LINES} at most. Name its parts`,
      ),
  );

const DRAWERS = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service', 'services', 'misc'];

const filesAreNamedForWhatTheyHold: Rule = sources =>
  sources.flatMap(({path}) => {
    const name = path.replace(/\.ts$/, '');
    const drawer = name.split(/[/.-]/).find(word => DRAWERS.includes(word));
    if (drawer) return [`${path}: "${drawer}" says nothing of what is in it. Name the idea`];
    return /^[a-z0-9]+([-/][a-z0-9]+)*$/.test(name)
      ? []
      : [`${path} is not kebab-case. Write small letters, digits and "-"`];
  });

/** Every rule by its claim. */
export const houseRules = {
  'has a layer for every room': everyRoomHasALayer,
  'lets a room import only lower layers': onlyLowerLayers,
  'has no circle of imports, types included': noImportCircles,
  'lets no room but wiring know an outside thing': outsideThingsStandAlone,
  'loads outside things only when they are needed': wiringLoadsLate,
  'loads nothing for --version': mainLoadsLate,
  'keeps I/O and its libraries out of the rooms': roomsTouchNothingOutside,
  'keeps process, timers and the network out of the rooms': roomsUseNoReachingGlobals,
  'keeps clock and chance out of the rooms': roomsHaveNoClockAndNoChance,
  'prints in one place': onlyTheConsolePrints,
  'keeps the demo and the harness apart': theDemoStandsApart,
  'makes failures without a cast': failuresAreTyped,
  'has no file longer than 200 lines': filesAreShort,
  'has no function longer than 60 lines': functionsAreShort,
  'names files for what they hold': filesAreNamedForWhatTheyHold,
} as const satisfies Readonly<Record<string, Rule>>;
