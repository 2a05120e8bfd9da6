import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestDocument } from '../../server/src/manifest/document';
import { ManifestFile } from '../../server/src/manifest/file';
import { RULES } from '../../server/src/rules/index';

/** A manifest that is in the repository, as a whole file. */
export interface Manifest {
  /** Where it is: a path, or a rule with `good` or `bad`. */
  readonly name: string;
  readonly text: string;
}

/** Inputs that are odd on purpose, each with what is right about it. */
const CASES = join('test', 'fixtures', 'cases', '/');

/** The manifests of fixtures and examples, and the examples of all rules. */
export function allManifests(): Manifest[] {
  const fixtures = manifestsIn('test/fixtures').filter(({ name }) => !name.startsWith(CASES));
  return [...fixtures, ...manifestsIn('examples'), ...ruleExamples()];
}

function ruleExamples(): Manifest[] {
  return RULES.flatMap(({ id, examples }) => [
    { name: `${id} bad`, text: examples.bad },
    { name: `${id} good`, text: examples.good },
  ]);
}

/** The documents of a manifest that have one resource each, and no template expressions. */
export function plainDocuments({ text }: Manifest): ManifestDocument[] {
  const { isTemplate, documents } = ManifestFile.read(text);
  const single = documents.filter(({ document }) => document.resources[0]?.value === document.root);
  return isTemplate ? [] : single.map(({ document }) => document);
}

function manifestsIn(folder: string): Manifest[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name: join(folder, name), text: withValidName(readFileSync(join(folder, name), 'utf8')) }));
}

/** The fixtures of Pod Security are named after its checks, with `_`, which no server takes as a name. */
function withValidName(text: string): string {
  return text.replace(/^ {2}name: \S+_\S+$/gm, (line) => line.replaceAll('_', '-'));
}
