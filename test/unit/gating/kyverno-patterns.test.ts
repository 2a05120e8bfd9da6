import { describe, expect, it } from 'vitest';
import { verdicts } from './kyverno-driver';
import { clusterPolicy, documents, pod } from './kyverno-policies';

/** What a pattern on pods makes of a pod. */
function pattern(text: string, podText: string): string[] {
  const rule = `validate:\n  message: "Only ours."\n  pattern: ${text}`;
  return verdicts(documents(clusterPolicy(rule), podText));
}
const onImage = (image: string): string => `{ spec: { containers: [{ image: "${image}" }] } }`;
const REJECTED = ['p: c0 rejects - Only ours.'];
const ADMITTED = ['p: c0 admits'];

it('a message says what is known of its variables, and not what is long', () => {
  const rule = `validate:\n  message: "{{ request.namespace }} {{ element.image }} {{ request.object.metadata.labels.a }}"\n`;
  const labelled = pod('b.io/x', { meta: `, labels: { a: ${'a'.repeat(300)} }` });
  for (const check of [
    'pattern: { spec: { containers: [{ image: "a.io/*" }] } }',
    'deny: { conditions: { any: [{ key: "{{ request.object.spec.containers[].image }}", operator: AnyNotIn, value: ["a.io/*"] }] } }',
  ]) {
    expect(verdicts(documents(clusterPolicy(`${rule}  ${check}`), labelled))).toEqual([
      'p: c0 rejects - shop {{ element.image }} {{ request.object.metadata.labels.a }}',
    ]);
  }
});

describe('a pattern on images', () => {
  it.each([
    ['reg.example.com/*', 'reg.example.com/team/app:1', true],
    ['reg.example.com/*', 'evil.example.com/app:1', false],
    ['reg.example.com/*', 'reg.example.com.evil.io/app:1', false],
    ['*:1.?', 'app:1.2', true],
    ['*:1.?', 'app:1.23', false],
    ['a.io/* | b.io/*', 'b.io/app', true],
    ['a.io/* | b.io/*', 'c.io/app', false],
    ['!*:latest', 'app:1', true],
    ['!*:latest', 'app:latest', false],
    ['!*:latest & *:*', 'app', false],
    ['!*:latest & *:*', 'app:1', true],
    ['?*', 'app', true],
  ])('%s on %s: %s', (image, used, isAdmitted) => {
    expect(pattern(onImage(image), pod(used))).toEqual(isAdmitted ? ADMITTED : REJECTED);
  });

  it('blames the containers that fail, and no others', () => {
    expect(pattern(onImage('a.io/*'), pod(['a.io/x', 'b.io/y', 'a.io/z']))).toEqual([
      'p: c0 admits',
      'p: c1 rejects - Only ours.',
      'p: c2 admits',
    ]);
  });

  it('says which lists it does not look at', () => {
    expect(pattern(onImage('a.io/*'), pod('a.io/x', { init: ['b.io/i'], ephemeral: ['b.io/e'] }))).toEqual([
      'p: i0 skips - it does not check this list of containers',
      'p: c0 admits',
      'p: d0 skips - it does not check this list of containers',
    ]);
  });

  it('looks at each list that it names', () => {
    const lists =
      '{ spec: { "=(ephemeralContainers)": [{ image: "a.io/*" }], "=(initContainers)": [{ image: "a.io/*" }], containers: [{ image: "a.io/*" }] } }';
    expect(pattern(lists, pod('a.io/x', { init: ['b.io/i'], ephemeral: ['b.io/e'] }))).toEqual([
      'p: i0 rejects - Only ours.',
      'p: c0 admits',
      'p: d0 rejects - Only ours.',
    ]);
    expect(pattern(lists, pod('a.io/x'))).toEqual(ADMITTED);
  });

  it('refuses the whole pod for what is in no container', () => {
    const both = '{ spec: { automountServiceAccountToken: false, containers: [{ image: "a.io/*" }] } }';
    expect(pattern(both, pod(['a.io/x', 'a.io/y']))).toEqual([
      'p: c0 rejects - Only ours.',
      'p: c1 rejects - Only ours.',
    ]);
  });
});

describe('an anchor', () => {
  const conditional = '{ spec: { containers: [{ "(image)": "*:latest", imagePullPolicy: Always }] } }';

  it('( ) leaves out the containers that do not meet it', () => {
    expect(pattern(conditional, pod(['app:1', 'app:latest']))).toEqual([
      'p: c0 skips - a condition in its pattern excludes this container',
      'p: c1 admits',
    ]);
  });

  it('( ) outside of containers leaves out the pod', () => {
    const text = '{ metadata: { labels: { (team): web } }, spec: { containers: [{ image: "a.io/*" }] } }';
    expect(pattern(text, pod('b.io/x', { meta: ', labels: { team: api }' }))).toEqual([
      'p: c0 skips - a condition in its pattern excludes this container',
    ]);
    expect(pattern(text, pod('b.io/x', { meta: ', labels: { team: web }' }))).toEqual(REJECTED);
  });

  it('<( ) is a condition that what is missing meets', () => {
    const text = '{ spec: { containers: [{ "<(image)": "a.io/*", "<(tty)": true, image: "*:1" }] } }';
    expect(pattern(text, pod('a.io/x:2'))).toEqual(REJECTED);
    expect(pattern(text, pod('b.io/x:2'))).toEqual([
      'p: c0 skips - a condition in its pattern excludes this container',
    ]);
  });

  it('^( ) asks for one container that is so', () => {
    const text = '{ spec: { "^(containers)": [{ image: "a.io/agent*" }] } }';
    expect(pattern(text, pod(['b.io/x', 'a.io/agent:1']))).toEqual(['p: c0 admits', 'p: c1 admits']);
    expect(pattern(text, pod(['b.io/x', 'b.io/y']))).toEqual([
      'p: c0 rejects - Only ours.',
      'p: c1 rejects - Only ours.',
    ]);
  });

  it('^( ) asks nothing of a list that is not there, and something is no list', () => {
    const text = '{ spec: { "^(initContainers)": [{ image: "a.io/*" }], containers: [{ image: "?*" }] } }';
    expect(pattern(text, pod('x'))).toEqual(ADMITTED);
    expect(
      pattern('{ spec: { containers: [{ image: "?*" }], "^(nodeName)": [{ a: b }] } }', `${pod('x')}  nodeName: n\n`),
    ).toEqual(REJECTED);
    expect(pattern('{ spec: { "^(containers)": "x", "=(containers)": [{ image: "?*" }] } }', pod('x'))).toEqual(
      REJECTED,
    );
  });

  it('=( ) asks nothing of what is not there', () => {
    const text = '{ spec: { "=(nodeName)": "a", containers: [{ image: "?*", "=(tty)": false }] } }';
    expect(pattern(text, pod('x'))).toEqual(ADMITTED);
    expect(pattern(text, `${pod('x')}  nodeName: a\n`)).toEqual(ADMITTED);
    expect(pattern(text, `${pod('x')}  nodeName: b\n`)).toEqual(REJECTED);
    expect(pattern(text, pod('x').replace('image:', 'tty: true, image:'))).toEqual(REJECTED);
  });

  it('X( ) refuses what is there', () => {
    const text = '{ spec: { "X(ephemeralContainers)": "null", containers: [{ image: "a.io/*" }] } }';
    expect(pattern(text, pod('a.io/x', { ephemeral: ['a.io/e'] }))).toEqual([
      'p: c0 admits',
      'p: d0 rejects - Only ours.',
    ]);
    expect(pattern(text, pod('a.io/x'))).toEqual(ADMITTED);
  });

  it('+( ) has no meaning here', () => {
    expect(pattern('{ spec: { containers: [{ "+(image)": "a.io/*" }] } }', pod('a.io/x'))).toEqual([
      'p: c0 unknown - the anchor `+(image)` has no meaning in a `validate` rule',
    ]);
  });

  it('whose order with a failure is not certain makes the rule unknown', () => {
    const text =
      '{ spec: { initContainers: [{ "(image)": "a.io/*", image: "*:1" }], containers: [{ "=(image)": "a.io/*" }] } }';
    expect(pattern(text, pod('b.io/x', { init: ['b.io/i'] }))).toEqual([
      'p: i0 skips - a condition in its pattern excludes this container',
      expect.stringMatching(/^p: c0 unknown - another part of its pattern has a condition/),
    ]);
  });
});

describe('values in patterns', () => {
  const field = (name: string, value: string, of: string): string[] =>
    pattern(
      `{ spec: { containers: [{ image: "?*", ${name}: ${value} }] } }`,
      pod('a.io/x').replace('image:', `${of}, image:`),
    );

  it.each([
    ['tty', 'true', 'tty: true', true],
    ['tty', 'true', 'tty: false', false],
    ['tty', 'null', 'stdin: true', true],
    ['tty', 'null', 'tty: true', false],
    ['n', '5', 'n: 5', true],
    ['n', '5', 'n: "5"', true],
    ['n', '5', 'n: 6', false],
    ['n', '">= 5"', 'n: 5', true],
    ['n', '"> 5"', 'n: 5', false],
    ['n', '"< 1Gi"', 'n: 512Mi', true],
    ['n', '"<= 1Gi"', 'n: 2Gi', false],
    ['n', '"1-10"', 'n: 10', true],
    ['n', '"1-10"', 'n: 11', false],
    ['n', '"1!-10"', 'n: 11', true],
    ['n', '"1!-10"', 'n: 5', false],
    ['n', '"> 30m"', 'n: 1h', true],
    ['n', '"*"', 'n: x', true],
    ['n', '"*"', 'm: x', false],
    ['n', '"?*"', 'm: x', false],
    ['args', '["-a*"]', 'args: ["-a", "-ab"]', true],
    ['args', '["-a*"]', 'args: ["-a", "-b"]', false],
    ['args', '[["x"]]', 'args: ["x"]', false],
    ['args', '[]', 'args: [x]', false],
    ['securityContext', '{ x: y }', 'securityContext: z', false],
    ['securityContext', '"?*"', 'securityContext: { x: y }', false],
    ['securityContext', '"!x"', 'securityContext: { x: y }', false],
  ])('%s: %s on %s: %s', (name, value, of, isAdmitted) => {
    expect(field(name, value, of)).toEqual(isAdmitted ? ADMITTED : REJECTED);
  });

  it('of labels may have wildcards in their keys', () => {
    const text = '{ metadata: { labels: { "app*/team": "?*" } }, spec: { containers: [{ image: "?*" }] } }';
    expect(pattern(text, pod('x', { meta: ', labels: { app.io/team: a }' }))).toEqual(ADMITTED);
    expect(pattern(text, pod('x', { meta: ', labels: { team: a }' }))).toEqual(REJECTED);
  });

  it('can be variables', () => {
    const text = '{ spec: { containers: [{ image: "{{ request.namespace }}.io/*" }] } }';
    expect(pattern(text, pod('shop.io/x'))).toEqual(ADMITTED);
    expect(pattern(text, pod('x.io/x'))).toEqual(REJECTED);
    expect(pattern(text, pod('shop.io/x', { namespace: '' }))).toEqual([
      'p: c0 unknown - the manifest does not set a namespace',
    ]);
  });

  it('name what is not evaluated', () => {
    expect(pattern(onImage('{{@}}'), pod('x'))).toEqual([
      'p: c0 unknown - `{{@}}`, the value at the same place, is not evaluated here',
    ]);
    expect(pattern(onImage('$(./../name)'), pod('x'))).toEqual([
      'p: c0 unknown - the reference `$(./../name)` is not evaluated here',
    ]);
  });
});

describe('anyPattern', () => {
  const any = (podText: string): string[] =>
    verdicts(
      documents(
        clusterPolicy(`validate:\n  message: "Only ours."\n  anyPattern: [${onImage('a.io/*')}, ${onImage('b.io/*')}]`),
        podText,
      ),
    );

  it('admits what one pattern admits', () => {
    expect(any(pod('b.io/x'))).toEqual(ADMITTED);
    expect(any(pod('c.io/x'))).toEqual(REJECTED);
  });

  it('blames what no pattern admits', () => {
    expect(any(pod(['a.io/x', 'c.io/y']))).toEqual(['p: c0 admits', 'p: c1 rejects - Only ours.']);
  });

  it('is unknown where a pattern is', () => {
    const mixed = '{ spec: { initContainers: [{ "(image)": "a.io/*" }], containers: [{ "=(image)": "a.io/*" }] } }';
    const rule = `validate:\n  message: "Only ours."\n  anyPattern: [${mixed}, ${onImage('a.io/*')}]`;
    expect(verdicts(documents(clusterPolicy(rule), pod('b.io/x', { init: ['b.io/i'] })))).toEqual([
      'p: i0 skips - a condition in its pattern excludes this container',
      expect.stringMatching(/^p: c0 unknown/),
    ]);
    const unknown = `validate:\n  message: "Only ours."\n  anyPattern: [${onImage('{{@}}')}, ${onImage('a.io/*')}]`;
    expect(verdicts(documents(clusterPolicy(unknown), pod('b.io/x')))).toEqual([
      expect.stringMatching(/^p: c0 unknown/),
    ]);
    expect(verdicts(documents(clusterPolicy(unknown), pod('a.io/x')))).toEqual(ADMITTED);
  });

  it('blames all where each is admitted by another pattern', () => {
    expect(any(pod(['a.io/x', 'b.io/y']))).toEqual(['p: c0 rejects - Only ours.', 'p: c1 rejects - Only ours.']);
  });
});
