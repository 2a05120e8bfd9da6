import { readdirSync } from 'node:fs';

const ENGINES = 'gating/engines';
const KYVERNO = `${ENGINES}/kyverno`;
/** What every engine may import beside its own folder. */
const FOR_ENGINES = [
  ...['text', 'cause', 'manifest', 'image', 'pod', 'cel', 'admission'],
  ...['gating', 'gating/words', 'gating/weaknesses', 'gating/mutators'],
];
/** The folders of engines: one more needs no line here, unless it imports another engine. */
const OF_ENGINES = readdirSync(`server/src/${ENGINES}`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `${ENGINES}/${name}`);
/** What Kyverno's rooms may import beside each other. */
const FOR_KYVERNO = [...FOR_ENGINES, `${ENGINES}/validating-admission-policy`];

/**
 * What each room of the server may import: other rooms, packages, and Node's modules as `node`. A room is a folder with
 * what is in it; a folder in it with a line of its own is a room of its own.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  text: [],
  cause: [],
  'gating/words': ['cause'],
  manifest: ['text'],
  fixes: ['text', 'manifest'],
  image: ['text'],
  pod: ['text', 'manifest', 'image', 'unbash'],
  cel: ['text', 'cause', 'manifest', 'pod', 're2js'],
  admission: ['text', 'cause', 'manifest', 'image', 'pod'],
  gating: ['text', 'cause', 'manifest', 'image', 'pod', 'admission', 'gating/mutators', ENGINES],
  'gating/weaknesses': ['text', 'manifest', 'image', 'pod', 'cel', 'gating'],
  'gating/mutators': ['text', 'cause', 'manifest', 'pod', 'admission', 'gating'],
  'gating/new-gate': ['text', 'manifest', 'image', 'gating', ENGINES],
  ...Object.fromEntries(OF_ENGINES.map((room) => [room, FOR_ENGINES])),
  [`${ENGINES}/mutating-admission-policy`]: [...FOR_ENGINES, `${ENGINES}/validating-admission-policy`],
  // Gatekeeper asks it, by a constraint.
  [`${ENGINES}/ratify`]: [...FOR_ENGINES, `${ENGINES}/gatekeeper`],
  // The list of engines, which names them all.
  [ENGINES]: ['gating'],
  [KYVERNO]: [
    ...FOR_KYVERNO,
    ...['expression', 'decision', 'pattern', 'usage', 'match', 'cel', 'rule'].map((room) => `${KYVERNO}/${room}`),
    // Kyverno has policies of expressions, too, that change what is admitted.
    `${ENGINES}/mutating-admission-policy`,
  ],
  [`${KYVERNO}/expression`]: [...FOR_KYVERNO, 're2js'],
  [`${KYVERNO}/decision`]: [...FOR_KYVERNO, `${KYVERNO}/expression`],
  [`${KYVERNO}/pattern`]: [...FOR_KYVERNO, `${KYVERNO}/expression`],
  [`${KYVERNO}/usage`]: [...FOR_KYVERNO, `${KYVERNO}/expression`, `${KYVERNO}/decision`],
  [`${KYVERNO}/match`]: [...FOR_KYVERNO, `${KYVERNO}/expression`, `${KYVERNO}/decision`],
  [`${KYVERNO}/cel`]: [...FOR_KYVERNO, ...['expression', 'decision', 'match'].map((room) => `${KYVERNO}/${room}`)],
  [`${KYVERNO}/rule`]: [
    ...FOR_KYVERNO,
    ...['expression', 'decision', 'pattern', 'usage', 'match', 'cel'].map((room) => `${KYVERNO}/${room}`),
  ],
  workspace: ['text', 'cause', 'manifest', 'image', 'pod', 'admission', 'gating', 'gating/mutators', 'gating/new-gate'],
  audit: ['text', 'manifest', 'image', 'pod', 'admission', 'workspace'],
  rules: ['text', 'cause', 'gating/words', 'manifest', 'fixes', 'image', 'pod', 'gating', ENGINES, 'workspace'],
  map: ['text', 'manifest', 'pod', 'workspace', 'rules', '@dagrejs/dagre'],
  baseline: ['text', 'manifest', 'image', 'rules'],
  programs: ['text', 'node'],
  search: ['text', 'workspace', 'report', 'ignore', 'node'],
  registry: ['text', 'image', 'programs', 'node'],
  cluster: ['text', 'pod', 'audit', 'programs', 'protocol', 'node'],
  configuration: ['text', 'fixes', 'rules', 'workspace', 'yaml'],
  report: [
    'baseline',
    'text',
    'cause',
    'gating/words',
    'manifest',
    'fixes',
    'pod',
    'admission',
    'gating',
    'workspace',
    'audit',
    'rules',
    'picocolors',
  ],
  protocol: ['audit'],
  'library-types': [],
  mcp: [
    'library-types',
    'programs',
    '@modelcontextprotocol/server',
    '@modelcontextprotocol/server/stdio',
    'zod',
    'node',
  ],
};
