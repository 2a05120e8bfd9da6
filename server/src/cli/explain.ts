import { findRule } from '../rules/index';
import { ruleUrl } from '../rules/links';
import type { Rule } from '../rules/rule';
import { didYouMean } from '../rules/similar-rule';
import type { Io } from './io';
import { UsageError } from './usage/words';

/** The width of text, in columns. */
const WIDTH = 100;

/**
 * `explain RULE`: the page of a rule, laid out for a terminal.
 * @throws UsageError
 */
export function runExplain(words: readonly string[], io: Io): number {
  const [id, ...rest] = words;
  if (id === undefined || rest.length > 0)
    throw new UsageError('"explain" takes one rule; run "sidecar-guard rules" to list the rules.');
  const rule = findRule(id);
  if (!rule)
    throw new UsageError(`There is no rule "${id}"; run "sidecar-guard rules" to list the rules.${didYouMean(id)}`);
  io.stdout(describe(rule));
  return 0;
}

function describe(rule: Rule): string {
  const { id, title, category, severity, why, fix, options = [], examples, references } = rule;
  const page = ruleUrl(id);
  const peers = Object.entries(rule.peers ?? {}).map(([tool, ids]) => `${tool}: ${ids.join(', ')}`);
  const parts = [
    `${id}\n${wrap(`${title}.`)}\nCategory: ${category}. Default severity: ${severity}.`,
    section('Why it matters', wrap(why, '  ')),
    section('What to do', wrap(fix, '  ')),
    section('Found', indent(examples.bad)),
    section('Fine', indent(examples.good)),
    ...(options.length > 0
      ? [
          section(
            'Options',
            options.map(({ name, description }) => wrap(`${name}: ${description}`, '  ', '    ')).join('\n'),
          ),
        ]
      : []),
    section('Silence it', `  # sidecar-guard-disable-next-line ${id} -- why it is all right here`),
    section('References', references.map((reference) => `  ${reference.title}\n    ${reference.url}`).join('\n')),
    ...(peers.length > 0 ? [section('In other tools', peers.map((peer) => wrap(peer, '  ', '    ')).join('\n'))] : []),
    ...(page === undefined ? [] : [section('Page', `  ${page}`)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(heading: string, body: string): string {
  return `${heading}\n\n${body}`;
}

/** Breaks text between words; a word is never broken. */
function wrap(text: string, first = '', others = first): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = others + word;
    } else line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** An example keeps its lines, even long ones. */
function indent(yaml: string): string {
  return yaml.trimEnd().replace(/^(?=.)/gm, '  ');
}
