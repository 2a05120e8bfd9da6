import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { problems, see } from '../analyse';
import { fixed } from '../fixing';
import { commentsOf } from './comments';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** A pod with something for every fix, as people write it. */
const PLAIN = `# the shop's web
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  shareProcessNamespace: true # for debugging
  containers:
    # the app
    - name: web # serves
      image: registry.example.com/web@${DIGEST}
      volumeMounts:
        - name: logs
          mountPath: /var/log/web
      # end of the app
    # ships what the app logs
    - name: log-shipper # a helper
      # its image
      image: shipper@${DIGEST} # ours
      command: [tail, -F, /var/log/web/access.log]
      securityContext:
        privileged: true # why?
      volumeMounts:
        # reads
        - name: logs
          mountPath: /var/log/web # here
      # end of the shipper
    - name: cache
      image: registry.example.com/cache@${DIGEST}
  # what they share
  volumes:
    - name: logs
      emptyDir: {}
---
# the shop
apiVersion: v1
kind: Namespace
metadata:
  name: shop # where
`;

const COLUMNS: Readonly<Record<number, number>> = { 2: 4, 4: 8, 6: 10, 8: 14, 10: 16 };
const indented = PLAIN.replace(/^ +/gm, (spaces) => ' '.repeat(COLUMNS[spaces.length] ?? 0));
const compact = PLAIN.replace(/^ {4}(?= *#|- | {2})/gm, '  ').replace(
  /^ {6}(?= *- | {2}(?:mountPath|# reads))/gm,
  '    ',
);
const json = `${JSON.stringify(parse(PLAIN.split('---\n')[0] ?? ''), null, 2)}\n---\n${JSON.stringify(parse(PLAIN.split('---\n')[1] ?? ''))}\n`;

/** JSON in which what is taken out stands last, behind a comma. */
const jsonLast = ((): string => {
  const pod = parse(PLAIN.split('---\n')[0] ?? '') as {
    spec: { containers: unknown[]; shareProcessNamespace?: boolean };
  };
  const { shareProcessNamespace, ...spec } = pod.spec;
  spec.containers.pop();
  return `${JSON.stringify({ ...pod, spec: { ...spec, shareProcessNamespace } }, null, 2)}\n---\n${json.split('---\n')[1]}`;
})();

/** The same pod in the styles that there are. */
const STYLES: readonly (readonly [string, string])[] = [
  ['two columns', PLAIN],
  ['four columns', indented],
  ['lists not indented under their key', compact],
  ['CRLF', PLAIN.replaceAll('\n', '\r\n')],
  ['no newline at the end', PLAIN.trimEnd()],
  ['double quotes', PLAIN.replace(/(name|image|mountPath): (\S+)/g, '$1: "$2"')],
  ['single quotes', PLAIN.replace(/(name|image|mountPath): (\S+)/g, "$1: '$2'")],
  ['JSON', json],
  ['JSON where it is last', jsonLast],
  ['JSON on one line', json.replace(/\n */g, ' ').trimEnd().replace(' --- ', '\n---\n')],
  ['a list at the end of the file', PLAIN.replace(/ {2}# what they share\n {2}volumes:\n.*\n.*\n/, '').trimEnd()],
  [
    'the volume as a flow map',
    PLAIN.replace(
      '- name: logs\n          mountPath: /var/log/web # here',
      '- { name: logs, mountPath: /var/log/web } # here',
    ),
  ],
  [
    'mounts as a flow list',
    PLAIN.replace(
      '\n        # reads\n        - name: logs\n          mountPath: /var/log/web # here',
      ' [{ name: logs, mountPath: /var/log/web }]',
    ),
  ],
  [
    'a target that says false',
    PLAIN.replace('/var/log/web # here', '/var/log/web\n          readOnly: false # not yet'),
  ],
  ['a target with nothing in it', PLAIN.replace('/var/log/web # here', '/var/log/web\n          readOnly: # not yet')],
  [
    'a comment between the entries',
    PLAIN.replace('          mountPath: /var/log/web # here', '          # where\n          mountPath: /var/log/web'),
  ],
  ['empty init containers', PLAIN.replace('spec:\n', 'spec:\n  initContainers: []\n')],
  ['init containers with nothing in them', PLAIN.replace('spec:\n', 'spec:\n  initContainers: # none yet\n')],
  [
    'init containers of another indentation',
    PLAIN.replace(
      'spec:\n',
      `spec:\n  initContainers:\n  # first\n  - name: prepare\n    image: registry.example.com/p@${DIGEST}\n  # last of them\n`,
    ),
  ],
  [
    'init containers behind',
    PLAIN.replace(
      '  # what they share',
      `  initContainers:\n      - name: prepare\n        image: registry.example.com/p@${DIGEST}\n  # what they share`,
    ),
  ],
  [
    'flow init containers',
    PLAIN.replace(
      'spec:\n',
      `spec:\n  initContainers: [{ name: prepare, image: "registry.example.com/p@${DIGEST}" }]\n`,
    ),
  ],
  ['empty labels', PLAIN.replace('name: shop # where', 'name: shop\n  labels: # none')],
  ['empty labels in braces', PLAIN.replace('name: shop # where', 'name: shop\n  labels: {}')],
  ['labels', PLAIN.replace('name: shop # where', 'name: shop\n  labels:\n    team: shop # us')],
  ['labels in braces', PLAIN.replace('name: shop # where', 'name: shop\n  labels: { team: shop }')],
];

/** Where a fix is rightly withheld. */
const WITHHELD: Readonly<Record<string, readonly string[]>> = {
  'not-native': ['flow init containers'],
};

const RULES_WITH_FIXES = [
  'writable-shared-volume',
  'unqualified-image',
  'privileged',
  'shared-process-namespace',
  'not-native',
  'namespace-without-pod-security',
];

describe.each(RULES_WITH_FIXES)('the fix of %s', (rule) => {
  it.each(STYLES.filter(([, text]) => see(text, rule).length > 0))('in a manifest with %s', (style, text) => {
    const after = fixed(text, rule);
    if (WITHHELD[rule]?.includes(style)) {
      expect(after).toBeUndefined();
      return;
    }
    if (after === undefined) throw new Error(`No fix is offered for:\n${text}`);
    expect(see(after, rule)).toEqual([]);
    expect(fixed(after, rule)).toBeUndefined();
    expect(commentsOf(after)).toEqual(commentsOf(text));
    const before = new Set(problems(text));
    expect(problems(after).filter((problem) => !before.has(problem))).toEqual([]);
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'));
    if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    if (style.startsWith('JSON')) for (const part of after.split('---\n')) expect(() => JSON.parse(part)).not.toThrow();
    expect(after.split('\n').filter((line) => /[ \t]\r?$/.test(line))).toEqual([]);
  });
});

it('styles are what they say', () => {
  for (const [style, text] of STYLES) {
    expect(see(text, 'unqualified-image'), style).toHaveLength(1);
    expect(see(text, 'namespace-without-pod-security'), style).toHaveLength(1);
  }
  expect(compact).not.toBe(PLAIN);
});
