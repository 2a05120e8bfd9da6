import { ruleUrl } from './links';
import type { Rule } from './rule';

/** A rule's page: the same text in `docs/rules`, in the editor and, more plainly, on the command line. */
export function ruleMarkdown(rule: Rule): string {
  const peers = Object.entries(rule.peers ?? {}).map(
    ([tool, ids]) => `| ${tool} | ${ids.map((id) => `\`${id}\``).join(', ')} |`,
  );
  return [
    `# ${rule.id}`,
    '',
    `${rule.title}.`,
    '',
    `Category: ${rule.category} · Default severity: ${rule.severity} · <${ruleUrl(rule.id)}>`,
    '',
    '## Why it matters',
    '',
    rule.why,
    '',
    '## What to do',
    '',
    rule.fix,
    '',
    '## Found',
    '',
    fence(rule.examples.bad),
    '',
    '## Fine',
    '',
    fence(rule.examples.good),
    '',
    ...optionsOf(rule),
    '## Silence it',
    '',
    'Above the line:',
    '',
    fence(`# sidecar-guard-disable-next-line ${rule.id} -- why it is all right here`),
    '',
    `Everywhere, in the editor's settings or on the command line: \`"sidecarGuard.rules": { "${rule.id}": "off" }\`, \`--rule ${rule.id}=off\`.`,
    '',
    '## References',
    '',
    ...rule.references.map(({ title, url }) => `- [${title}](${url})`),
    ...(peers.length > 0 ? ['', '## In other tools', '', '| Tool | Rule |', '| --- | --- |', ...peers] : []),
    '',
  ].join('\n');
}

function optionsOf({ options = [] }: Rule): string[] {
  if (options.length === 0) return [];
  const rows = options.map(
    ({ name, description, default: value }) => `| \`${name}\` | ${description} | \`${value}\` |`,
  );
  return ['## Options', '', '| Option | Meaning | Default |', '| --- | --- | --- |', ...rows, ''];
}

function fence(yaml: string): string {
  return `\`\`\`yaml\n${yaml.trimEnd()}\n\`\`\``;
}
