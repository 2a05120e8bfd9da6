import { describe, expect, it } from 'vitest';
import { ROOMS } from './rooms';
import { SOURCES, type Source } from './sources';

const SERVER = 'server/src/';
/** Rooms with the longest paths first: the first that a file is in is its own. */
const NAMES = Object.keys(ROOMS).sort((a, b) => b.length - a.length);
const ENGINES = 'gating/engines';

/** The room of the server that a file is in; `undefined` for what may import everything: the ways in, and what is theirs. */
function roomOf(path: string): string | undefined {
  const own = path.slice(SERVER.length).replace(/\.ts$/, '');
  return path.startsWith(SERVER) ? NAMES.find((room) => own === room || own.startsWith(`${room}/`)) : undefined;
}

/** What a file imports that is not in its own room: a room, or a file that is in none. */
function roomsOf({ path, files }: Source): string[] {
  return files.map((file) => roomOf(file) ?? file).filter((room) => room !== roomOf(path));
}

/** The list of engines names them all. */
function mayImport(room: string, target: string): boolean {
  return ROOMS[room]?.includes(target) === true || (room === ENGINES && target.startsWith(`${ENGINES}/`));
}

it.each(Object.keys(ROOMS))('%s imports only what it may', (room) => {
  const own = SOURCES.filter(({ path }) => roomOf(path) === room);
  expect(own).not.toEqual([]);
  const foreign = own.flatMap((source) =>
    [...roomsOf(source), ...source.packages]
      .filter((target) => !mayImport(room, target))
      .map((target) => `${source.path} imports ${target}`),
  );
  expect(foreign).toEqual([]);
});

it('no file imports itself, on whatever way round', () => {
  expect(circlesAmong(new Map(SOURCES.map(({ path, files }) => [path, files])))).toEqual([]);
});

describe('the client', () => {
  const imports = SOURCES.filter(({ path }) => path.startsWith('client/')).flatMap(({ path, files }) =>
    files.filter((file) => file.startsWith(SERVER)).map((file) => ({ path, file: file.slice(SERVER.length) })),
  );

  it('imports nothing of the server but the protocol, the cluster, how programs are found, and what is made of text', () => {
    const types = ['audit/running.ts'];
    const own = /^(?:protocol(?:\.ts$|\/)|workspace\/paths\.ts$|(?:cluster|programs|text)\/)/;
    const foreign = imports.filter(({ file }) => !own.test(file) && !types.includes(file));
    expect(foreign).toEqual([]);
  });

  it('is imported by nothing of the server', () => {
    const foreign = SOURCES.filter(({ path }) => path.startsWith(SERVER)).flatMap(({ path, files }) =>
      files.filter((file) => !file.startsWith(SERVER)).map((file) => `${path} imports ${file}`),
    );
    expect(foreign).toEqual([]);
  });
});

/** Groups of files that import each other, each in the order of its way round. */
function circlesAmong(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    const start = way.indexOf(file);
    if (start !== -1) circles.push(way.slice(start));
    if (done.has(file)) return;
    done.add(file);
    way.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    way.pop();
  };
  for (const file of imports.keys()) visit(file);
  return circles;
}
