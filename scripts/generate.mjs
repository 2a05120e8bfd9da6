// Writes what is made from the rules: their pages, the README's tables, the settings in package.json, and the schema of
// configuration files; and the pages of the well-known sidecars and of other tools' rules.
// With --check it writes nothing and fails if something is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from './load.mjs';

const FOLDER = 'docs/rules';
const SCHEMA = 'schemas/sidecar-guard.schema.json';
const { RULES } = await load('server/src/rules/index.ts');
const { ruleMarkdown } = await load('server/src/rules/markdown.ts');
const { KNOWN_SIDECARS } = await load('server/src/pod/known-sidecars-table.ts');
const isCheck = process.argv.includes('--check');
const stale = [];

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const settings = manifest.contributes.configuration.properties;
settings['sidecarGuard.rules'].properties = Object.fromEntries(RULES.map((rule) => [rule.id, severitySetting(rule)]));
manifest.contributes.yamlValidation = [{ fileMatch: '.sidecar-guard.yaml', url: `./${SCHEMA}` }];
await put('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);

await put(SCHEMA, `${JSON.stringify(configurationSchema(), undefined, 2)}\n`);

await mkdir(FOLDER, { recursive: true });
for (const rule of RULES) await put(join(FOLDER, `${rule.id}.md`), ruleMarkdown(rule));
for (const name of await readdir(FOLDER)) {
  if (!RULES.some(({ id }) => name === `${id}.md`)) await remove(join(FOLDER, name));
}

await put('docs/known-sidecars.md', knownSidecarsPage());
await put('docs/other-tools.md', otherToolsPage());

let readme = await readFile('README.md', 'utf8');
readme = section(readme, 'rules', ruleTable());
readme = section(readme, 'commands', commandTable());
readme = section(readme, 'settings', settingTable());
readme = section(readme, 'snippets', await snippetTable());
await put('README.md', readme);

if (stale.length > 0) {
  console.error(`Stale, run "npm run generate": ${stale.join(', ')}`);
  process.exitCode = 1;
}

/** What other tools call what a rule finds, and what none of them finds. */
function otherToolsPage() {
  const tools = ['PSS', 'kube-linter', 'Checkov', 'Trivy', 'Kubescape', 'Polaris', 'Kyverno'];
  const known = RULES.filter(({ peers }) => peers);
  const rows = known.map(({ id, peers }) => [
    `[\`${id}\`](rules/${id}.md)`,
    ...tools.map((tool) => (peers[tool] ?? []).map((name) => (tool === 'PSS' ? name : `\`${name}\``)).join(', ')),
  ]);
  const others = RULES.filter(({ peers }) => !peers).map(({ id }) => `[\`${id}\`](rules/${id}.md)`);
  return `# Rules of other tools

Where a rule has a counterpart, for those who come from another tool. PSS are the controls of the Pod Security Standards. The
counterparts rarely find exactly the same: each rule's page says what ours finds.

${table(['Rule', ...tools], rows)}

We know of no counterpart of ${others.join(', ')}.
`;
}

/** What `.sidecar-guard.yaml` may say: the same as the settings of these names. */
function configurationSchema() {
  const names = ['rules', 'kubernetesVersion', 'podSecurity', 'images.allowedRegistries'];
  const properties = Object.fromEntries(
    names.map((name) => {
      const { markdownDescription, default: _, scope, ...setting } = settings[`sidecarGuard.${name}`];
      return [name.split('.').pop(), { description: markdownDescription, ...setting }];
    }),
  );
  properties.rules.additionalProperties = false;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Sidecar Guard',
    description: 'What CI and editors agree on about the manifests below this folder.',
    type: 'object',
    additionalProperties: false,
    properties,
  };
}

function severitySetting({ severity, title }) {
  return {
    type: 'string',
    enum: ['error', 'warning', 'information', 'hint', 'off'],
    default: severity,
    description: `${title}.`,
  };
}

function ruleTable() {
  const rows = RULES.map(({ id, category, severity, title }) => [
    `[\`${id}\`](docs/rules/${id}.md)`,
    category,
    severity,
    title,
  ]);
  return table(['Rule', 'About', 'Severity', 'Finds'], rows);
}

function knownSidecarsPage() {
  const rows = KNOWN_SIDECARS.map(({ name, publisher, purpose, native, needs, source }) => [
    `[${name}](${source})`,
    publisher,
    purpose,
    nativeSupport(native),
    needsOf(needs),
  ]);
  return `# Well-known sidecars

Sidecar Guard knows these by the name of the container together with the repository of the image. What one of them needs
for its work is no finding of [\`more-privileged-than-app\`](rules/more-privileged-than-app.md); a name alone exempts nothing,
and the name of an injected one with another image is a finding of
[\`impersonates-injected-sidecar\`](rules/impersonates-injected-sidecar.md).

${table(['Sidecar', 'Publisher', 'What it does', 'Native sidecar since', 'Needs'], rows)}
`;
}

function nativeSupport(native) {
  if (!native) return '';
  const { since, byDefaultSince, setting } = native;
  const optional = `${since}${setting ? ` with \`${setting}\`` : ''}`;
  return byDefaultSince && byDefaultSince !== since ? `${optional}, ${byDefaultSince} by default` : optional;
}

function needsOf({ capabilities = [], root, hostPaths = [], secrets } = {}) {
  const parts = [...capabilities, root && 'root', ...hostPaths.map((path) => `\`${path}\` of the node`)];
  return [...parts, secrets && 'secrets of the app'].filter(Boolean).join(', ');
}

function commandTable() {
  const rows = manifest.contributes.commands.map(({ title, category, command }) => [
    `${category}: ${title}`,
    `\`${command}\``,
  ]);
  return table(['In the command palette', 'For key bindings'], rows);
}

function settingTable() {
  const rows = Object.entries(settings).map(([name, { markdownDescription }]) => [`\`${name}\``, markdownDescription]);
  return table(['Setting', 'Meaning'], rows);
}

async function snippetTable() {
  const snippets = JSON.parse(await readFile('snippets/kubernetes.code-snippets', 'utf8'));
  const rows = Object.values(snippets).map(({ prefix, description }) => {
    return [
      [prefix]
        .flat()
        .map((word) => `\`${word}\``)
        .join(', '),
      description,
    ];
  });
  return table(['Prefix', 'Inserts'], rows);
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ').replace(/\n/g, ' ')} |`);
  return lines.join('\n');
}

/** Replaces what stands between a section's two marks. */
function section(text, name, content) {
  const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md lacks the marks "${start}" and "${end}"; put them back.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

async function put(file, text) {
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present === text) return;
  if (isCheck) stale.push(file);
  else await writeFile(file, text);
}

async function remove(file) {
  if (isCheck) stale.push(file);
  else await rm(file);
}
