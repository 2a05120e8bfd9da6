import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const SERVER = 'server/src';

/** What the files of each folder may import from: folders of the server, packages, and Node's modules as `node`. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  manifest: ['yaml'],
  fixes: ['manifest', 'yaml'],
  pod: ['manifest', 'unbash'],
  gating: ['manifest', 'pod', '@marcbachmann/cel-js', 're2js'],
  workspace: ['manifest', 'pod', 'gating'],
  audit: ['manifest', 'pod', 'gating', 'workspace'],
  rules: ['manifest', 'pod', 'gating', 'workspace', 'fixes'],
  registry: ['gating', 'node'],
  configuration: ['rules', 'workspace', 'yaml'],
  report: ['manifest', 'pod', 'gating', 'workspace', 'audit', 'rules', 'fixes', 'picocolors'],
};

it.each(Object.keys(ALLOWED))('%s imports only what lies below it', (folder) => {
  const foreign = filesBelow(join(SERVER, folder)).flatMap((file) =>
    importsOf(file)
      .filter((target) => target !== folder && !ALLOWED[folder]?.includes(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(foreign).toEqual([]);
});

it('the client imports nothing of the server but the protocol', () => {
  const foreign = filesBelow('client/src').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/from '([^']*\/server\/[^']*)'/g)]
      .map(([, target = '']) => target)
      .filter((target) => target.startsWith('.') && !target.endsWith('server/src/protocol')),
  );
  expect(foreign).toEqual([]);
});

it('the command line alone imports of the client, and only what runs kubectl', () => {
  const foreign = filesBelow(SERVER).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/from '([^']*\/client\/[^']*)'/g)]
      .filter(([, target = '']) => !file.startsWith(join(SERVER, 'cli')) || !target.includes('/client/src/kubectl/'))
      .map(([, target = '']) => `${file} imports ${target}`),
  );
  expect(foreign).toEqual([]);
});

it('what runs kubectl needs no editor', () => {
  const foreign = filesBelow('client/src/kubectl').filter((file) =>
    /from '(?:vscode|\.\.\/(?!\.\.\/\.\.\/server\/))/.test(readFileSync(file, 'utf8')),
  );
  expect(foreign).toEqual([]);
});

/** The folder of the server, or the package, of each import. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)].map(
    ([, target = '']) => {
      if (!target.startsWith('.')) return target.replace(/^node:.*/, 'node');
      return relative(SERVER, join(dirname(file), target)).split('/')[0] ?? '';
    },
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
