import { expect, it } from 'vitest';
import { parseConfiguration } from '../../../server/src/configuration/configuration';
import { ruleTurnedOff } from '../../../server/src/configuration/turn-off';

it.each([
  ['an empty file', '', 'rules:\n  privileged: off # why\n'],
  ['comments only', '# ours\n', '# ours\nrules:\n  privileged: off # why\n'],
  ['other settings', 'podSecurity: baseline\n', 'podSecurity: baseline\nrules:\n  privileged: off # why\n'],
  ['no line break', 'podSecurity: baseline', 'podSecurity: baseline\nrules:\n  privileged: off # why\n'],
  ['other rules', 'rules:\n  host-path: off # c\n', 'rules:\n  privileged: off # why\n  host-path: off # c\n'],
  [
    'an empty map',
    'rules:\nkubernetesVersion: "1.30"\n',
    'rules:\n  privileged: off # why\nkubernetesVersion: "1.30"\n',
  ],
  ['a map in brackets', 'rules: { host-path: off }\n', 'rules: { privileged: off, host-path: off }\n'],
  ['another severity', 'rules:\n  privileged: error # c\n', 'rules:\n  privileged: off # c\n'],
])('a rule is turned off in a configuration with %s', (_, text, expected) => {
  const edit = ruleTurnedOff(text, 'privileged', 'why');
  const after = edit && text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  expect(after).toBe(expected);
  const { configuration, problems } = parseConfiguration(after ?? '');
  expect(problems).toEqual([]);
  expect(configuration.severities?.get('privileged')).toBe('off');
});

it('a configuration that cannot be read is left alone', () => {
  expect(ruleTurnedOff('rules: [host-path\n', 'privileged', '')).toBeUndefined();
  expect(ruleTurnedOff('rules: error\n', 'privileged', '')).toBeUndefined();
});
