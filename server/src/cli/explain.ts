import { findRule } from '../rules/index';
import { ruleMarkdown } from '../rules/markdown';
import type { Io } from './io';
import { UsageError } from './options';

const WIDTH = 100;

/** `explain RULE`: its page, wrapped for a terminal. */
export function explain(words: readonly string[], io: Io): number {
  const [id, ...rest] = words;
  if (id === undefined || rest.length > 0)
    throw new UsageError('"explain" takes one rule; "sidecar-guard rules" lists them.');
  const rule = findRule(id);
  if (!rule) throw new UsageError(`There is no rule "${id}"; "sidecar-guard rules" lists them.`);
  io.stdout(wrap(ruleMarkdown(rule)));
  return 0;
}

/** Breaks long lines of prose; code and tables stay as they are. */
function wrap(markdown: string): string {
  let isCode = false;
  return markdown
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) isCode = !isCode;
      return isCode || line.startsWith('|')
        ? line
        : line.replace(new RegExp(`(.{1,${WIDTH}})(?: +|$)`, 'g'), '$1\n').trimEnd();
    })
    .join('\n');
}
