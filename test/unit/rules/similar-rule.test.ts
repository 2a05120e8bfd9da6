import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../server/src/configuration/configuration';
import { didYouMean } from '../../../server/src/rules/similar-rule';
import { see } from '../analyse';
import { podWith } from '../manifests';

describe('an unknown rule', () => {
  it.each([
    ['mutabel-tag', 'mutable-tag'],
    ['privilged', 'privileged'],
    ['Mutable_Tag', 'mutable-tag'],
  ])('%s is taken for a similar one', (id, meant) => {
    expect(didYouMean(id)).toBe(` Did you mean "${meant}"?`);
  });

  it.each(['', 'x', 'something-else-entirely', 'x'.repeat(100_000)])('is not taken for anything else', (id) => {
    expect(didYouMean(id)).toBe('');
  });

  it('is corrected in a comment', () => {
    const [found] = see(`${podWith('web')}# sidecar-guard-disable-line privilged\n`, 'unused-suppression');
    expect(found?.message).toBe('Unknown rule "privilged": this suppression has no effect. Did you mean "privileged"?');
  });

  it('is corrected at its key in the configuration', () => {
    const [problem] = parseConfiguration('rules:\n  privilged: off\n').problems;
    expect(problem).toMatchObject({ start: { line: 1, character: 2 }, end: { line: 1, character: 11 } });
    expect(problem?.message).toContain('Did you mean "privileged"?');
  });
});
