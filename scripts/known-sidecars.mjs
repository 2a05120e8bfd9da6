// Makes the module and the page of the well-known sidecars from server/data/.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { table } from './table.mjs';

const FOLDER = 'server/data/known-sidecars';
/** The files, in the order in which their sidecars are looked at: where two match equally well, the first one counts. */
const FILES = [
  'meshes',
  'secrets-and-identity',
  'access-proxies',
  'databases',
  'storage',
  'configuration',
  'logs',
  'metrics-and-traces',
  'exporters',
  'networks',
  'builds',
];

/** All rows of all files. */
export async function readKnownSidecars() {
  const forgotten = (await readdir(FOLDER)).filter((name) => !FILES.includes(name.replace(/\.yaml$/, '')));
  if (forgotten.length > 0)
    throw new Error(`scripts/known-sidecars.mjs lacks ${forgotten.join(', ')}: add it to FILES.`);
  const lists = await Promise.all(FILES.map((name) => readYaml(join(FOLDER, `${name}.yaml`))));
  return lists.flat().map((row) => ({ ...row, runsForever: row.runsForever ?? true }));
}

/** A module of TypeScript, so that the worker, the tests and the scripts need neither files nor a YAML parser for it. */
export async function knownSidecarsModule(sidecars) {
  const generic = await readYaml('server/data/generic-image-names.yaml');
  return `// Made from server/data/ by "npm run generate". Change the files there.
import type { KnownSidecar } from './known-sidecar';

export const KNOWN_SIDECARS: readonly KnownSidecar[] = ${lines(sidecars)};

/** Last path parts that are too common to identify an image. */
export const GENERIC_IMAGE_NAMES: readonly string[] = ${lines(generic)};
`;
}

export function knownSidecarsPage(sidecars) {
  const rows = sidecars.map(({ name, publisher, purpose, native, needs, source }) => [
    `[${name}](${source})`,
    publisher,
    purpose,
    nativeSupport(native),
    needsOf(needs),
  ]);
  return `# Well-known sidecars

Sidecar Guard recognizes these sidecars by the name of the container together with the repository of the image. The rule
[\`more-privileged-than-app\`](rules/more-privileged-than-app.md) does not report what a sidecar needs for its work. A name alone
has no effect. The rule [\`impersonates-injected-sidecar\`](rules/impersonates-injected-sidecar.md) reports a container that has
the name of an injected sidecar and another image.

${table(['Sidecar', 'Publisher', 'What it does', 'Native sidecar since', 'Needs'], rows)}
`;
}

function nativeSupport(native) {
  if (!native) return '';
  const { since, byDefaultSince, setting } = native;
  const optional = `${since}${setting ? ` with \`${setting}\`` : ''}`;
  return byDefaultSince && byDefaultSince !== since ? `${optional}, ${byDefaultSince} by default` : optional;
}

function needsOf({ capabilities = [], root, hostPaths = [], secrets, token } = {}) {
  const parts = [...capabilities, root && 'root', ...hostPaths.map((path) => `\`${path}\` of the node`)];
  return [...parts, secrets && 'secrets of the app', token && 'the service account token'].filter(Boolean).join(', ');
}

/** An array with each item on a line of its own, so that a change of one is a change of one line. */
function lines(items) {
  return `[\n${items.map((item) => `  ${JSON.stringify(item)},\n`).join('')}]`;
}

async function readYaml(file) {
  return parse(await readFile(file, 'utf8'));
}
