import { RULES } from '../rules/index';
import { ruleUrl } from '../rules/links';
import type { Category } from '../rules/rule';
import type { Io } from './io';
import { chosen } from './options';
import { readWords, UsageError } from './usage/words';

/** `rules`: lists the rules by category. */
export function listRules(words: readonly string[], io: Io): number {
  const given = readWords('rules', words);
  if (given.paths.length > 0) throw new UsageError('"rules" takes only `--format json` or `--format text`.');
  io.stdout(chosen(given, 'format', ['text', 'json'], 'text') === 'json' ? asJson() : asText());
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
