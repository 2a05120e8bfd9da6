import { RULES } from '../rules/index';
import { ruleUrl } from '../rules/links';
import type { Category } from '../rules/rule';
import type { Io } from './io';
import { UsageError } from './options';

/** `rules`: lists the rules by category. */
export function listRules(words: readonly string[], io: Io): number {
  const [option, format, ...rest] = words[0]?.startsWith('--format=')
    ? ['--format', words[0].slice(9), ...words.slice(1)]
    : words;
  if (option === undefined) io.stdout(asText());
  else if (option === '--format' && (format === 'json' || format === 'text') && rest.length === 0) {
    io.stdout(format === 'json' ? asJson() : asText());
  } else throw new UsageError('"rules" takes only `--format json` or `--format text`.');
  return 0;
}

function asText(): string {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const categories: readonly Category[] = [
    'sidecar',
    'refused',
    'permissions',
    'images',
    'access',
    'suppression',
    'analysis',
  ];
  const sections = categories.flatMap((category) => {
    const lines = RULES.filter((rule) => rule.category === category).map(
      ({ id, severity, title }) => `  ${id.padEnd(width)}  ${severity.padEnd(11)}  ${title}`,
    );
    return lines.length === 0 ? [] : [`${category}\n${lines.join('\n')}\n`];
  });
  return sections.join('\n');
}

function asJson(): string {
  const rules = RULES.map(({ id, category, severity, title }) => ({
    id,
    category,
    severity,
    title,
    docs: ruleUrl(id),
  }));
  return `${JSON.stringify(rules, undefined, 2)}\n`;
}
