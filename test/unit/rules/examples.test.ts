import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/src/rules/index';
import { analyse, see } from '../analyse';
import { fixed } from '../fixing';

/** Rules that rightly say something of another rule's bad example, too. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  // The API server refuses these pods at any level.
  'proc-mount': ['unmasked-without-user-namespace'],
  'host-process': ['host-process-conflict'],
};

/** "line severity" of each mark in an example (see `Rule.examples`), lines from 1. */
function marksIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const [, before = '', severity] = /^(.*)# (error|warning|information|hint)\b/.exec(line) ?? [];
    return severity === undefined ? [] : [`${index + (before.trim() === '' ? 2 : 1)} ${severity}`];
  });
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  // A rule that is off is asked for, and one that needs a list is given it.
  const asked = {
    ...(rule.severity === 'off' && { severities: new Map([[id, 'information' as const]]) }),
    ...(rule.options && { allowedRegistries: ['registry.example.com'] }),
    ...(id === 'native-sidecar-unsupported' && { kubernetesMinor: 27 }),
  };
  const serious = (text: string): string[] => [
    ...new Set(
      see(text)
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map((finding) => finding.rule),
    ),
  ];

  const found = (text: string): string[] => see(text, id, asked).map(({ line, severity }) => `${line} ${severity}`);

  it('finds what is marked in its bad example, and nothing else', () => {
    expect(found(rule.examples.bad)).toEqual(marksIn(rule.examples.bad));
    expect(found(rule.examples.bad)).toHaveLength(1);
  });

  it('has nothing against its good example, which marks nothing', () => {
    expect(found(rule.examples.good)).toEqual([]);
    expect(marksIn(rule.examples.good)).toEqual([]);
  });

  it('is the only one to warn about its examples', () => {
    expect(serious(rule.examples.bad).filter((other) => other !== id)).toEqual(COMPANIONS[id] ?? []);
    expect(serious(rule.examples.good)).toEqual([]);
  });

  it('has a fix that works, if it has one', () => {
    const { bad } = rule.examples;
    const fixes = analyse(bad, asked)
      .findings.filter((finding) => finding.rule === rule)
      .flatMap((finding) => finding.fixes ?? []);
    const after = fixed(bad, id, asked);
    expect(after === undefined).toBe(fixes.length === 0);
    if (after === undefined) return;
    expect(see(after, id, asked)).toEqual([]);
    expect(fixed(after, id, asked)).toBeUndefined();
    expect(serious(after)).toEqual([]);
  });

  it('says who, what and what to do in a sentence or two', () => {
    for (const { message } of see(rule.examples.bad, id, asked)) {
      expect(message).toMatch(/^(?:"|`|[A-Z]).*\.$/s);
      expect(message.length).toBeLessThan(420);
      expect(message).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it('is described', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const text of [rule.why, rule.fix]) expect(text).toMatch(/\.$/);
    expect(rule.title).not.toMatch(/\.$/);
  });

  it('marks a fix that changes behaviour as such: preferred ones need no word of warning', () => {
    for (const { fixes = [] } of analyse(rule.examples.bad, asked).findings) {
      for (const fix of fixes) expect(fix.title.endsWith(')')).toBe(!fix.isPreferred);
    }
  });
});

it('ids are unique', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});
