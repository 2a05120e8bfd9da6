import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { see } from '../analyse';
import { fixed } from '../fixing';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n';
const APP = `    - name: web\n      image: registry.example.com/web@${DIGEST}\n`;
const SIDECAR = `    - name: log-agent\n      image: registry.example.com/agent@${DIGEST}\n`;

interface Spec {
  containers: { name: string }[];
  initContainers?: unknown[] | null;
}

/** What the fix of not-native is meant to make of a pod. */
function moved(text: string): unknown {
  const pod = parse(text) as { spec: Spec };
  const index = pod.spec.containers.findIndex(({ name }) => name === 'log-agent');
  const [sidecar] = pod.spec.containers.splice(index, 1);
  pod.spec.initContainers = [...(pod.spec.initContainers ?? []), { ...sidecar, restartPolicy: 'Always' }];
  return pod;
}

const sorted = (data: unknown): string => stringify(data, { sortMapEntries: true, aliasDuplicateObjects: false });

describe('making a sidecar native', () => {
  it.each([
    ['the last item', `${HEAD}  containers:\n${APP}${SIDECAR}`],
    ['the first item', `${HEAD}  containers:\n${SIDECAR}${APP}`],
    ['an item in the middle', `${HEAD}  containers:\n${APP}${SIDECAR}${APP.replace('web', 'cache')}`],
    ['with keys behind the list', `${HEAD}  containers:\n${APP}${SIDECAR}  volumes: []\n`],
    ['the last line of the file', `${HEAD}  containers:\n${APP}${SIDECAR}`.trimEnd()],
    [
      'with a script',
      `${HEAD}  containers:\n${APP}${SIDECAR}      command:\n        - sh\n        - -c\n        - |\n          echo a\n\n            echo b\n      env: []\n`,
    ],
    [
      'with a script at its end',
      `${HEAD}  containers:\n${APP}${SIDECAR}      args:\n        - |\n          echo a\n\n          # no comment\n          echo b\n`,
    ],
    [
      'with a folded text',
      `${HEAD}  containers:\n${APP}${SIDECAR}      args:\n        - >-\n          a\n          b\n      tty: true\n`,
    ],
    ['with a quoted text of several lines', `${HEAD}  containers:\n${APP}${SIDECAR}      args: ["a\n        b"]\n`],
    ['with a dash on a line of its own', `${HEAD}  containers:\n${APP}${SIDECAR.replace('- name', '-\n      name')}`],
    [
      'with wide dashes',
      `${HEAD}  containers:\n${APP}${SIDECAR.replace('- name', '-   name').replace('      image', '        image')}`,
    ],
    ['between blank lines', `${HEAD}  containers:\n\n${APP}\n${SIDECAR}\n\n  volumes: []\n`],
    [
      'where init containers come first',
      `${HEAD}  initContainers:\n    - name: a\n      image: b\n  containers:\n${APP}${SIDECAR}`,
    ],
    [
      'where init containers come last',
      `${HEAD}  containers:\n${APP}${SIDECAR}  initContainers:\n    - name: a\n      image: b`,
    ],
    [
      'where init containers are indented otherwise',
      `${HEAD}  initContainers:\n  - name: a\n    image: b\n  containers:\n${APP}${SIDECAR}`,
    ],
    [
      'where init containers are indented more',
      `${HEAD}  initContainers:\n        - name: a\n          image: b\n  containers:\n${APP}${SIDECAR}`,
    ],
    ['with a restart policy of another value', `${HEAD}  containers:\n${APP}${SIDECAR}      restartPolicy: Never\n`],
    ['with an empty restart policy', `${HEAD}  containers:\n${APP}${SIDECAR}      restartPolicy:\n`],
    ['in flow style', `${HEAD}  containers: [{ name: web, image: a }, { name: log-agent, image: b }]\n`],
    [
      'as a flow map in a block list',
      `${HEAD}  containers:\n    - { name: web, image: a }\n    - { name: log-agent, image: b }\n`,
    ],
    ['with an unused anchor', `${HEAD}  containers:\n${APP}    - &s\n${SIDECAR.replace('    - ', '      ')}`],
  ])('%s', (_, text) => {
    const after = fixed(text, 'not-native');
    if (after === undefined) throw new Error(`No fix for:\n${text}`);
    expect(sorted(parse(after))).toBe(sorted(moved(text)));
    expect(see(after, 'not-native')).toEqual([]);
    // What isn't moved is not touched: each line is still there, but for its indentation.
    const lines = (yaml: string): string[] =>
      yaml
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    if (!text.includes('{ name: web') && !text.includes('restartPolicy'))
      expect(lines(after).filter((line) => lines(text).includes(line)).length).toBe(lines(text).length);
  });

  it('moves the comments that belong to the container, and no others', () => {
    const text = `${HEAD}  # who is in the pod\n  containers:\n    # the app\n${APP}    # ships logs\n${SIDECAR}      # its end\n    # the end of the list\n  # volumes\n  volumes: []\n`;
    expect(fixed(text, 'not-native')).toBe(
      `${HEAD}  initContainers:\n    # ships logs\n${SIDECAR}      restartPolicy: Always\n      # its end\n  # who is in the pod\n  containers:\n    # the app\n${APP}    # the end of the list\n  # volumes\n  volumes: []\n`,
    );
  });

  it.each([
    [
      'the container serves another place, too',
      `${HEAD}  containers:\n${APP}    - &s\n${SIDECAR.replace('    - ', '      ')}---\n`
        .replace('spec:', 'spec:\n  other: *s')
        .replace(/^( {2}other.*\n)([\s\S]*)---\n$/m, '$2$1'),
    ],
    ['the container is an alias', `x: &s { name: log-agent, image: b }\n${HEAD}  containers:\n${APP}    - *s\n`],
    [
      'the list is an alias',
      `x: &c\n  - { name: web, image: a }\n  - { name: log-agent, image: b }\n${HEAD}  containers: *c\n`,
    ],
    ['the init containers are an alias', `x: &i []\n${HEAD}  initContainers: *i\n  containers:\n${APP}${SIDECAR}`],
    [
      'an alias of it would come before its anchor',
      `${HEAD}  containers:\n${APP}      env: &env [{ name: A, value: b }]\n${SIDECAR}      env: *env\n`,
    ],
  ])('is not offered where %s', (_, text) => {
    expect(see(text, 'not-native')).toHaveLength(1);
    expect(fixed(text, 'not-native')).toBeUndefined();
  });
});

describe('a fix next to an anchor', () => {
  const pod = (context: string): string => `${HEAD}  containers:\n${APP}      securityContext: ${context}\n`;

  it('is withheld where the text serves another place', () => {
    const text = `${pod('&s { privileged: true }')}    - name: b\n      image: x\n      securityContext: *s\n`;
    expect(see(text, 'privileged')).toHaveLength(2);
    expect(fixed(text, 'privileged')).toBeUndefined();
  });

  it('is made where the anchor is unused, and the anchor stays', () => {
    expect(fixed(pod('&s { privileged: &p true }'), 'privileged')).toBe(pod('&s { privileged: &p false }'));
  });

  it('is withheld for a repeated key', () => {
    expect(fixed(pod('{ privileged: false, privileged: true }'), 'privileged')).toBeUndefined();
  });
});
