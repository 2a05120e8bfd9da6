import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE, podOf, podWith } from '../manifests';

describe('broken YAML', () => {
  it.each([
    ['a tab', 'spec:\n\t- x'],
    ['an open bracket', 'spec: [a, b\n'],
    ['an open quote', 'spec: "abc\n'],
    ['wrong indentation', 'spec:\n    a: 1\n  b: 2\n'],
    ['an unknown alias', 'spec: *nowhere\n'],
    ['a stray colon', 'spec: a: b: c\n'],
    ['an unknown tag', 'spec: !nope x\n'],
    ['control characters', 'spec: \u0007\u0000\n'],
  ])('with %s leaves the other documents their findings', (_, broken) => {
    const text = `${podWith('a')}---\napiVersion: v1\nkind: Pod\n${broken}\n---\n${podWith('b')}`;
    expect(see(text, 'privileged').map(({ container }) => container)).toEqual(['a', 'b']);
  });

  it.each([
    ['an open bracket', '  volumes: [\n'],
    ['a list that is in itself', '  volumes: &v [*v]\n'],
    ['a key without text', '  ? {}\n  : x\n'],
    ['a number that JSON does not have', '  priority: .nan\n'],
  ])('with %s behind a container makes no finding from a guess', (_, broken) => {
    const text = podWith('a');
    expect(see(text, 'privileged')).toHaveLength(1);
    expect(see(`${text}${broken}`, 'privileged')).toEqual([]);
  });

  it('with very many errors does not throw', () => {
    expect(() => see(`apiVersion: v1\nkind: Pod\n${'}\n'.repeat(5_000)}`)).not.toThrow();
  });
});

describe('a file cut off anywhere', () => {
  const text = `${podWith('a')}---\n${podOf(`containers:
- &c
  name: "web"
  image: '${IMAGE}'
  command: [sh, -c, "while true; do cat /x | grep \\"y\\"; done"]
  args: [ {a: b}, *c ]
  text: |
    abc
`)}`;
  it('does not throw, and keeps what it was sure of', () => {
    const first = podWith('a').length;
    for (let end = 0; end <= text.length; end += 3) {
      const seen = see(text.slice(0, end), 'privileged');
      if (end >= first) expect(seen).toHaveLength(1);
    }
  });
});
