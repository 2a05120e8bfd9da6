import { Markdown } from '../text/markdown';
import type { Rule } from './rule';

/** What each severity is for. */
const MEANINGS: Readonly<Record<Rule['severity'], string>> = {
  error:
    'An error is what the API server, the kubelet, a policy or a Pod Security level in force refuses, or what attackers run.',
  warning: 'A warning is what a reviewer would block a change for.',
  information: 'Information is worth knowing once.',
  hint: 'A hint is an opinion.',
  off: 'It is an opinion that few share, so it is off until you turn it on.',
};

/** The page of a rule, for `docs/rules` and the editor. */
export function ruleMarkdown(rule: Rule): Markdown {
  const peers = Object.entries(rule.peers ?? {}).map(
    ([tool, ids]) => `| ${tool} | ${ids.map((id) => `\`${id}\``).join(', ')} |`,
  );
  const lines = [
    `# ${rule.id}`,
    '',
    `${rule.title}.`,
    '',
    `Category: ${rule.category} · Default severity: ${rule.severity}`,
    '',
    [MEANINGS[rule.severity], ...(rule.severities ? [rule.severities] : [])].join(' '),
    '',
    '## Why it matters',
    '',
    rule.why,
    '',
    '## What to do',
    '',
    rule.fix,
    '',
    '## Example with this finding',
    '',
    fence(rule.examples.bad),
    '',
    '## Example without it',
    '',
    fence(rule.examples.good),
    '',
    ...optionsOf(rule),
    '## Silence it',
    '',
    'With a comment above the line:',
    '',
    fence(`# sidecar-guard-disable-next-line ${rule.id} -- the reason`),
    '',
    `Everywhere, in the settings of the editor or on the command line: \`"sidecarGuard.rules": { "${rule.id}": "off" }\`, \`--rule ${rule.id}=off\`.`,
    '',
    '## References',
    '',
    ...rule.references.map(({ title, url }) => `- [${title}](${url})`),
    ...(peers.length > 0 ? ['', '## In other tools', '', '| Tool | Rule |', '| --- | --- |', ...peers] : []),
    '',
  ];
  return Markdown.ours(lines.join('\n'));
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
