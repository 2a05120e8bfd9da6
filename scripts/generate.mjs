// Generates files from the rules: the pages of rules, the tables in the README, the settings in package.json, the schema of
// configuration files, and the pages about well-known sidecars, rules of other tools, and what was checked against Kubernetes.
// With --check it writes nothing, and fails if a file is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkedClaimsPage } from './checked-claims.mjs';
import { knownSidecarsModule, knownSidecarsPage, readKnownSidecars } from './known-sidecars.mjs';
import { load } from './load.mjs';
import { inWords, WORDS } from './manifest.mjs';
import { manualPage } from './manual.mjs';
import { bundledPackages, noticesText } from './notices.mjs';
import { table } from './table.mjs';

const FOLDER = 'docs/rules';
const SCHEMA = 'schemas/sidecar-guard.schema.json';
const isCheck = process.argv.includes('--check');
const stale = [];

// First, because the rules are loaded with it.
const sidecars = await readKnownSidecars();
await put('server/src/pod/known-sidecars.generated.ts', await knownSidecarsModule(sidecars));
await put('docs/known-sidecars.md', knownSidecarsPage(sidecars));

const { RULES } = await load('server/src/rules/index.ts');
const { ruleMarkdown } = await load('server/src/rules/markdown.ts');
const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const words = JSON.parse(await readFile(WORDS, 'utf8'));
for (const key of Object.keys(words)) if (key.startsWith('rule.')) delete words[key];
for (const { id, title } of RULES) words[`rule.${id}`] = `${title}.`;
await put(WORDS, `${JSON.stringify(words, undefined, 2)}\n`);
const settings = manifest.contributes.configuration.properties;
settings['sidecarGuard.rules'].properties = Object.fromEntries(RULES.map((rule) => [rule.id, severitySetting(rule)]));
manifest.contributes.yamlValidation = [{ fileMatch: '.sidecar-guard.yaml', url: `./${SCHEMA}` }];
await put('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);

await put(SCHEMA, `${JSON.stringify(configurationSchema(), undefined, 2)}\n`);

await mkdir(FOLDER, { recursive: true });
for (const rule of RULES) await put(join(FOLDER, `${rule.id}.md`), ruleMarkdown(rule).source);
for (const name of await readdir(FOLDER)) {
  if (!RULES.some(({ id }) => name === `${id}.md`)) await remove(join(FOLDER, name));
}

await put('THIRD-PARTY-NOTICES', noticesText(await bundledPackages()));
const { helpText } = await load('server/src/cli/usage/help.ts');
await put('docs/sidecar-guard.1', manualPage(manifest.version, await load('server/src/cli/usage/commands.ts')));
await put('docs/other-tools.md', otherToolsPage());
await put('docs/checked-against-kubernetes.md', await checkedClaimsPage());

let readme = await readFile('README.md', 'utf8');
readme = section(readme, 'rules', ruleTable());
readme = section(readme, 'commands', commandTable());
readme = section(readme, 'settings', settingTable());
readme = section(readme, 'command-line', `\`\`\`\n${helpText()}\`\`\``);
readme = section(readme, 'snippets', await snippetTable());
await put('README.md', readme);

if (stale.length > 0) {
  console.error(`Stale, run "npm run generate": ${stale.join(', ')}`);
  process.exitCode = 1;
}

/** The page with the matching rules of other tools. */
function otherToolsPage() {
  const tools = ['PSS', 'kube-linter', 'Checkov', 'Trivy', 'Kubescape', 'Polaris', 'Kyverno'];
  const known = RULES.filter(({ peers }) => peers);
  const rows = known.map(({ id, peers }) => [
    `[\`${id}\`](rules/${id}.md)`,
    ...tools.map((tool) => (peers[tool] ?? []).map((name) => (tool === 'PSS' ? name : `\`${name}\``)).join(', ')),
  ]);
  const others = RULES.filter(({ peers }) => !peers).map(({ id }) => `[\`${id}\`](rules/${id}.md)`);
  return `# Rules of other tools

The rules of other tools that match a rule of Sidecar Guard. PSS are the controls of the Pod Security Standards. Matching rules
rarely find exactly the same: the page of each rule says what it finds.

${table(['Rule', ...tools], rows)}

No matching rules are known for ${others.join(', ')}.
`;
}

/** The schema of `.sidecar-guard.yaml`: its keys are the same as the settings of these names. */
function configurationSchema() {
  const names = ['rules', 'kubernetesVersion', 'podSecurity', 'images.allowedRegistries', 'images.requireDigest'];
  const properties = Object.fromEntries(
    names.map((name) => {
      const { markdownDescription, default: _, scope, ...setting } = spoken(settings[`sidecarGuard.${name}`]);
      return [name.split('.').pop(), { description: markdownDescription, ...setting }];
    }),
  );
  properties.rules.additionalProperties = false;
  Object.assign(properties, fileOnlyProperties());
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Sidecar Guard',
    description: 'The settings that CI and editors share for the manifests below this folder.',
    type: 'object',
    additionalProperties: false,
    properties,
  };
}

/** The keys that are no settings of an editor. */
function fileOnlyProperties() {
  const texts = (description) => ({
    description,
    anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
  });
  return {
    exclude: texts(
      'Globs of files that are not checked, relative to this folder. `*` stands for text in a name, `**` for any folders; a glob without a slash names files and folders at any depth.',
    ),
    extends: texts('The path of another configuration file in this repository, which this file adds to.'),
    ignore: {
      description: 'Findings that are accepted.',
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['reason'],
        properties: {
          path: texts('Globs of files, relative to this folder; by default, all files.'),
          rule: texts('Rules; by default, all rules.'),
          resource: texts('Resources as `name`, `Kind/name` or `Kind/namespace/name`; `*` stands for any text.'),
          container: texts('Names of containers; `*` stands for any text.'),
          reason: { description: 'Why the findings are accepted.', type: 'string', minLength: 1 },
          until: {
            description: 'The last day on which they are accepted, such as 2027-03-31.',
            type: 'string',
            pattern: '^\\d{4}-\\d\\d-\\d\\d$',
          },
        },
      },
    },
  };
}

function severitySetting({ id, severity }) {
  return {
    type: 'string',
    enum: ['error', 'warning', 'information', 'hint', 'off'],
    default: severity,
    description: `%rule.${id}%`,
  };
}

/** A part of package.json in English. */
function spoken(part) {
  return inWords(part, words);
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

/** The commands that the palette offers. Menus of views have commands of their own. */
function commandTable() {
  const { commands, menus, keybindings = [] } = manifest.contributes;
  const hidden = menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command);
  const rows = commands
    .filter(({ command }) => !hidden.includes(command))
    .map(({ title, category, command }) => [
      `${category}: ${spoken(title)}`,
      keybindings
        .filter((binding) => binding.command === command)
        .map(({ key }) => `\`${keyName(key)}\``)
        .join(', '),
      `\`${command}\``,
    ]);
  return table(['In the command palette', 'Key', 'For key bindings'], rows);
}

/** `ctrl+k x` as people write it: `Ctrl+K X`. */
function keyName(key) {
  return key.replace(/[a-z]+/g, (word) => word[0].toUpperCase() + word.slice(1));
}

function settingTable() {
  const rows = Object.entries(settings).map(([name, { markdownDescription }]) => [
    `\`${name}\``,
    spoken(markdownDescription),
  ]);
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

/** Replaces what stands between a section's two marks. */
function section(text, name, content) {
  const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md does not have the marks "${start}" and "${end}"; add them.`);
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
