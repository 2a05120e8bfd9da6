import { describe, expect, it } from 'vitest';
import { verdicts } from './kyverno-driver';
import { clusterPolicy, deployment, documents, pod } from './kyverno-policies';

const RULE = 'context: []\nvalidate:\n  message: "Not that."\n';
const REJECTED = 'p: c0 rejects - Not that.';
const ADMITTED = 'p: c0 admits';

function deny(conditions: string, podText: string, more = ''): string[] {
  const rule = `${more}validate:\n  message: "Not that."\n  deny: { conditions: { ${conditions} } }`;
  return verdicts(documents(clusterPolicy(rule), podText));
}
const any = (key: string, operator: string, value: string): string =>
  `any: [{ key: "${key}", operator: ${operator}, value: ${value} }]`;
const IMAGES = '{{ request.object.spec.containers[].image }}';
const REGISTRIES = '{{ images.containers.*.registry }}';
const TAGS = '{{ images.containers.*.tag }}';

describe('deny', () => {
  it.each([
    [IMAGES, 'AnyIn', '["b.io/*"]', 'b.io/x', true],
    [IMAGES, 'AnyIn', '["b.io/*"]', 'a.io/x', false],
    [IMAGES, 'AnyNotIn', '["a.io/*", "c.io/*"]', 'b.io/x', true],
    [IMAGES, 'AnyNotIn', '["a.io/*", "c.io/*"]', 'c.io/x', false],
    [IMAGES, 'AllNotIn', '["a.io/*"]', 'b.io/x', true],
    [IMAGES, 'AllNotIn', '["a.io/*"]', 'a.io/x', false],
    [IMAGES, 'AllIn', '["b.io/*"]', 'b.io/x', true],
    [IMAGES, 'In', '["b.io/x"]', 'b.io/x', true],
    [IMAGES, 'NotIn', '["a.io/x"]', 'b.io/x', true],
    [IMAGES, 'NotIn', '["a.io/x"]', 'a.io/x', false],
    [IMAGES, 'AnyIn', 'b.io/*', 'b.io/x', true],
    [IMAGES, 'AnyIn', '\'["b.io/x"]\'', 'b.io/x', true],
    [REGISTRIES, 'AnyNotIn', '[docker.io]', 'nginx', false],
    [REGISTRIES, 'AnyNotIn', '[docker.io]', 'ghcr.io/x/y', true],
    [TAGS, 'AnyIn', '[latest]', 'nginx', true],
    [TAGS, 'AnyIn', '[latest]', 'nginx:1', false],
    ['{{ images.containers.c0.name }}', 'Equals', 'app', 'a.io/team/app:1', true],
    ['{{ images.containers.c0.path }}', 'Equals', 'team/app', 'a.io/team/app:1', true],
    ['{{ images.containers.c0.reference }}', 'Equals', '"a.io/*"', 'a.io/team/app:1', true],
    ['{{ images.containers.*.digest || `[]` | length(@) }}', 'LessThan', '1', 'a.io/x:1', true],
    ['{{ images.*.*.registry[] }}', 'AnyNotIn', '[a.io]', 'b.io/x', true],
    ["{{ request.object.spec.containers[0].image | split(@, '/')[0] }}", 'NotEquals', 'a.io', 'b.io/x', true],
    ["{{ regex_match('^a[.]io/', request.object.spec.containers[0].image) }}", 'Equals', 'false', 'b.io/x', true],
    [
      "{{ request.object.spec.containers[?!starts_with(image, 'a.io/')] | length(@) }}",
      'GreaterThan',
      '0',
      'b.io/x',
      true,
    ],
    [
      "{{ request.object.spec.containers[?!starts_with(image, 'a.io/')] | length(@) }}",
      'GreaterThan',
      '0',
      'a.io/x',
      false,
    ],
    ['{{ request.object.spec.containers[].image | [0] }}', 'Equals', '"b.io/*"', 'b.io/x', true],
  ])('%s %s %s on %s: %s', (key, operator, value, image, isDenied) => {
    expect(deny(any(key, operator, value), pod(image))).toEqual([isDenied ? REJECTED : ADMITTED]);
  });

  it('blames the image that is refused where it is alone, and all where none is', () => {
    expect(deny(any(IMAGES, 'AnyNotIn', '["a.io/*"]'), pod(['a.io/x', 'b.io/y']))).toEqual([
      'p: c0 admits',
      'p: c1 rejects - Not that.',
    ]);
    expect(
      deny(any('{{ request.object.spec.containers[].image | length(@) }}', 'GreaterThan', '1'), pod(['a', 'b'])),
    ).toEqual(['p: c0 rejects - Not that.', 'p: c1 rejects - Not that.']);
  });

  it('says which lists it does not look at', () => {
    const used = pod('a.io/x', { init: ['b.io/y'] });
    const skipped = 'p: i0 skips - it does not check this list of containers';
    expect(deny(any(IMAGES, 'AnyNotIn', '["a.io/*"]'), used)).toEqual([skipped, ADMITTED]);
    const refused = 'p: i0 rejects - Not that.';
    expect(deny(any('{{ images.*.*.registry[] }}', 'AnyNotIn', '[a.io]'), used)).toEqual([refused, ADMITTED]);
    const all = '{{ request.object.spec.[initContainers, ephemeralContainers, containers][].image }}';
    expect(deny(any(all, 'AnyNotIn', '["a.io/*"]'), used)).toEqual([refused, ADMITTED]);
  });

  it('combines all and any', () => {
    const [yes, no] = ['{ key: a, operator: Equals, value: a }', '{ key: a, operator: Equals, value: b }'];
    const about = `{ key: "${IMAGES}", operator: AnyIn, value: ["*"] }`;
    expect(deny(`all: [${about}, ${yes}], any: [${no}, ${yes}]`, pod('x'))).toEqual([REJECTED]);
    expect(deny(`all: [${about}, ${no}], any: [${yes}]`, pod('x'))).toEqual([ADMITTED]);
    expect(deny(`all: [${about}], any: [${no}]`, pod('x'))).toEqual([ADMITTED]);
  });

  it('reads a bare list of conditions, all of which have to hold', () => {
    const rule = `validate:\n  message: "Not that."\n  deny: { conditions: [{ key: "${IMAGES}", operator: AnyIn, value: ["b.io/*"] }] }`;
    expect(verdicts(documents(clusterPolicy(rule), pod('b.io/x')))).toEqual([REJECTED]);
    expect(verdicts(documents(clusterPolicy(rule), pod('a.io/x')))).toEqual([ADMITTED]);
  });

  it('decides about workloads', () => {
    expect(deny(any(IMAGES, 'AnyIn', '["b.io/*"]'), deployment('b.io/x'))).toEqual([REJECTED]);
  });

  it.each([
    [any(IMAGES, 'Matches', '["*"]'), 'the operator `Matches` is not evaluated here'],
    [
      any('{{ images.containers.*.path }}', 'AnyIn', '[nginx]'),
      /^versions of Kyverno differ in whether the name of such an image includes `library\/`/,
    ],
    [
      any('{{ images.containers.other.registry }}', 'Equals', 'x'),
      '`images.containers.other.registry` has no value here, and Kyverno fails without one',
    ],
    [
      any('{{ image_normalize(request.object.spec.containers[0].image) }}', 'Equals', 'x'),
      'the function `image_normalize` is not evaluated here',
    ],
    [
      any('{{ request.object.spec.containers[0].image && serviceAccountName }}', 'Equals', 'x'),
      'the result depends on the user who creates the object',
    ],
    [
      any('{{ request.object.spec.containers[0].image }}', 'NotEquals', '5'),
      '`NotEquals` compares values of different types',
    ],
  ])('is unknown, never passed: %s', (conditions, reason) => {
    const [found] = deny(conditions, pod('nginx'));
    expect(found).toMatch(/^p: c0 unknown - /);
    expect(found?.slice('p: c0 unknown - '.length)).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });

  it('is known where editions of Kyverno agree on an image of one name, whatever its registry', () => {
    const name = '{{ element.registry }}/{{ element.path }}';
    const each = (value: string, image: string): string[] =>
      verdicts(
        documents(
          clusterPolicy(
            `${RULE}  foreach: [{ list: images.containers.*, deny: { conditions: { all: [{ key: "${name}", operator: AnyNotIn, value: ${value} }] } } }]`,
          ),
          pod([image, 'corp.io/team/x:1']),
        ),
      );
    const differ =
      'p: c0 unknown - versions of Kyverno differ in whether the name of such an image includes `library/`';
    for (const registry of ['corp.io', 'docker.io', 'localhost:5000']) {
      const [image, team] = [`${registry}/app:1`, 'corp.io/team/*'];
      expect(each(`["${registry}/app", "${team}"]`, image)).toEqual([differ, 'p: c1 admits']);
      expect(each(`["${registry}/library/app", "${team}"]`, image)).toEqual([differ, 'p: c1 admits']);
      expect(each(`["${registry}/*", "${team}"]`, image)).toEqual(['p: c0 admits', 'p: c1 admits']);
      expect(each(`["${team}"]`, image)).toEqual(['p: c0 rejects - Not that.', 'p: c1 admits']);
    }
  });

  it('counts by preconditions on which editions of Kyverno agree', () => {
    const under = (value: string): string[] =>
      verdicts(
        documents(
          clusterPolicy(
            `preconditions: { all: [{ key: "{{ images.containers.*.path }}", operator: AnyIn, value: ${value} }] }\n${RULE}  deny: { conditions: { ${any(REGISTRIES, 'AnyIn', '["*"]')} } }`,
          ),
          pod('app'),
        ),
      );
    expect(under('["*app"]')).toEqual([REJECTED]);
    expect(under('[other]')).toEqual(['p: no - its preconditions are not met']);
    expect(under('[app]')).toEqual([expect.stringMatching(/^p: unknown - .*versions of Kyverno differ/)]);
  });

  it('refuses an image that is refused alone where the whole is unknown', () => {
    expect(deny(any(REGISTRIES, 'AnyNotIn', '[a.io]'), pod(['auto', 'b.io/x', 'a.io/x']))).toEqual([
      'p: c0 unknown - the image is not filled in yet',
      'p: c1 rejects - Not that.',
      'p: c2 unknown - the image is not filled in yet',
    ]);
  });

  it('without a message says which rule it is', () => {
    const rule = `validate: { deny: { conditions: { ${any(IMAGES, 'AnyIn', '["*"]')} } } }`;
    expect(verdicts(documents(clusterPolicy(rule), pod('x')))).toEqual(['p: c0 rejects - its rule `r` fails']);
    const long = `validate:\n  message: >\n    Not {{ request.name }},\n    no.\n  deny: { conditions: { ${any(IMAGES, 'AnyIn', '["*"]')} } }`;
    expect(verdicts(documents(clusterPolicy(long), pod('x')))).toEqual(['p: c0 rejects - Not web, no.']);
  });
});

describe('a variable of a rule', () => {
  const on = (context: string, value: string, podText: string, more: readonly string[] = []): string[] => {
    const rule = `context: [${context}]\nvalidate:\n  message: "Not that."\n  deny: { conditions: { ${any(IMAGES, 'AnyNotIn', value)} } }`;
    return verdicts(documents(clusterPolicy(rule), podText, ...more));
  };
  const allowed = (namespace: string): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: allowed${namespace} }\ndata: { list: '["a.io/*"]' }\n`;

  it('is a value', () => {
    const context = '{ name: ours, variable: { value: ["a.io/*"] } }';
    expect(on(context, '"{{ ours }}"', pod('b.io/x'))).toEqual([REJECTED]);
    expect(on(context, '"{{ ours }}"', pod('a.io/x'))).toEqual([ADMITTED]);
  });

  it('is an expression, on others or on a value, with a default', () => {
    const first = '{ name: of, variable: { value: { x: ["a.io/*"] } } }';
    expect(on(`${first}, { name: ours, variable: { jmesPath: of.x } }`, '"{{ ours }}"', pod('b.io/x'))).toEqual([
      REJECTED,
    ]);
    expect(
      on('{ name: ours, variable: { value: { x: ["a.io/*"] }, jmesPath: x } }', '"{{ ours }}"', pod('a.io/x')),
    ).toEqual([ADMITTED]);
    expect(
      on('{ name: ours, variable: { jmesPath: request.x, default: ["a.io/*"] } }', '"{{ ours }}"', pod('a.io/x')),
    ).toEqual([ADMITTED]);
    expect(
      on(
        `${first}, { name: which, variable: { value: of } }, { name: ours, variable: { jmesPath: "{{ which }}.x" } }`,
        '"{{ ours }}"',
        pod('a.io/x'),
      ),
    ).toEqual([ADMITTED]);
  });

  it('that brings the images in makes the rule one about images', () => {
    const rule = `context: [{ name: used, variable: { jmesPath: "request.object.spec.containers[].image" } }]\nvalidate:\n  message: "Not that."\n  deny: { conditions: { ${any('{{ used }}', 'AnyNotIn', '["a.io/*"]')} } }`;
    expect(verdicts(documents(clusterPolicy(rule), pod('b.io/x', { init: ['b.io/y'] })))).toEqual([
      'p: i0 skips - it does not check this list of containers',
      REJECTED,
    ]);
  });

  it('can have images as a field without anything before it', () => {
    const rule = `context: [{ name: used, variable: { jmesPath: "request.object.spec.containers[?contains(image, 'b.io')]" } }]\nvalidate:\n  message: "Not that."\n  deny: { conditions: { ${any('{{ used | length(@) }}', 'GreaterThan', '0')} } }`;
    expect(verdicts(documents(clusterPolicy(rule), pod(['b.io/x', 'a.io/x'])))).toEqual([REJECTED, 'p: c1 admits']);
  });

  it('is a ConfigMap of the workspace', () => {
    const context = '{ name: cm, configMap: { name: allowed, namespace: policies } }';
    const value = '"{{ cm.data.list }}"';
    expect(on(context, value, pod('b.io/x'), [allowed(', namespace: policies')])).toEqual([REJECTED]);
    expect(on(context, value, pod('a.io/x'), [allowed('')])).toEqual([ADMITTED]);
    const missing = ['p: c0 unknown - the ConfigMap "policies/allowed" with its data is not in this workspace'];
    expect(on(context, value, pod('a.io/x'), [allowed(', namespace: other')])).toEqual(missing);
    expect(on(context, value, pod('a.io/x'))).toEqual(missing);
  });

  it.each([
    ['{ name: x, apiCall: { urlPath: /api } }', 'the variable `x` comes from its `apiCall`'],
    ['{ name: x, globalReference: { name: y } }', 'the variable `x` comes from its `globalReference`'],
    ['{ name: x, imageRegistry: { reference: y } }', 'the variable `x` comes from its `imageRegistry`'],
    ['{ name: x, other: {} }', 'the variable `x` comes from its `other`'],
    ['{ name: x }', 'the variable `x` comes from nowhere'],
    ['{ name: x, variable: { jmesPath: x } }', 'the variable `x` refers to itself'],
  ])('%s is unknown by name', (context, reason) => {
    const expected = reason.includes('itself') ? /has no value here|refers to itself/ : reason;
    const [found] = on(context, '"{{ x }}"', pod('a.io/x'));
    if (typeof expected === 'string') expect(found).toBe(`p: c0 unknown - ${expected}`);
    else expect(found).toMatch(expected);
  });

  it('that is not read does not matter', () => {
    expect(on('{ name: x, apiCall: { urlPath: /api } }', '["a.io/*"]', pod('b.io/x'))).toEqual([REJECTED]);
  });
});

describe('foreach', () => {
  const each = (entry: string, podText: string): string[] =>
    verdicts(documents(clusterPolicy(`${RULE}  foreach: [{ ${entry} }]`), podText));
  const LISTS = 'request.object.spec.[ephemeralContainers, initContainers, containers][]';
  const mixed = pod(['a.io/x', 'b.io/y'], { init: ['b.io/i'], ephemeral: ['a.io/d'] });

  it('goes through lists of containers with a condition', () => {
    const condition = '{ key: "{{ element.image }}", operator: NotEquals, value: "a.io/*" }';
    expect(each(`list: "${LISTS}", deny: { conditions: { all: [${condition}] } }`, mixed)).toEqual([
      'p: i0 rejects - Not that.',
      'p: c0 admits',
      'p: c1 rejects - Not that.',
      'p: d0 admits',
    ]);
  });

  it.each([
    ['deny', 'deny: { conditions: { all: [{ key: "{{ element.image }}", operator: NotEquals, value: "a.io/*" }] } }'],
    ['a pattern', 'pattern: { image: "a.io/*" }'],
  ])('says which element is refused by %s, as far as that is known', (_, check) => {
    const message =
      'message: "No {{element.image}} in {{ request.object.metadata.name }} by {{ request.userInfo.username }}"';
    const rule = `validate:\n  ${message}\n  foreach: [{ list: "${LISTS}", ${check} }]`;
    expect(verdicts(documents(clusterPolicy(rule), pod(['b.io/x', 'b.io/y'])))).toEqual([
      'p: c0 rejects - No b.io/x in web by {{ request.userInfo.username }}',
      'p: c1 rejects - No b.io/y in web by {{ request.userInfo.username }}',
    ]);
  });

  it('goes through them with a pattern, on the element or on the object', () => {
    expect(each(`list: "${LISTS}", pattern: { image: "a.io/*" }`, mixed)).toEqual([
      'p: i0 rejects - Not that.',
      'p: c0 admits',
      'p: c1 rejects - Not that.',
      'p: d0 admits',
    ]);
    expect(
      each(`list: "${LISTS}", elementScope: false, pattern: { spec: { containers: [{ image: "?*" }] } }`, pod('x')),
    ).toEqual([ADMITTED]);
    expect(
      each(`list: "${LISTS}", anyPattern: [{ image: "a.io/*" }, { image: "*:1" }]`, pod(['a.io/x', 'b:1', 'b'])),
    ).toEqual(['p: c0 admits', 'p: c1 admits', 'p: c2 rejects - Not that.']);
    expect(each(`list: "${LISTS}", pattern: { "(image)": "*:1", name: x }`, pod('b'))).toEqual([
      'p: c0 skips - a condition in its pattern excludes this container',
    ]);
  });

  it('applies patterns of an inner loop over texts to the object around it', () => {
    const inner = 'pattern: { image: "a.io/*" }';
    const loop = (more: string): string => `list: "${LISTS}", foreach: [{ list: "[element.image]", ${more}${inner} }]`;
    expect(each(loop(''), pod(['a.io/x', 'b.io/y']))).toEqual(['p: c0 admits', 'p: c1 rejects - Not that.']);
    expect(each(loop('elementScope: false, '), pod(['a.io/x', 'b.io/y']))).toEqual([
      'p: c0 admits',
      'p: c1 rejects - Not that.',
    ]);
  });

  it.each([
    ['a pattern', 'pattern: "a.io/*"'],
    ['deny', 'deny: { conditions: { all: [{ key: "{{ element }}", operator: NotEquals, value: "a.io/*" }] } }'],
  ])('fails on texts with `elementScope: true` and %s', (_, check) => {
    expect(each(`list: "request.object.spec.containers[].image", elementScope: true, ${check}`, pod('a.io/x'))).toEqual(
      ['p: c0 unknown - an element is no object, and Kyverno fails on it with `elementScope: true`'],
    );
  });

  it('goes through texts and parts of containers', () => {
    const condition = '{ key: "{{ element }}", operator: NotEquals, value: "a.io/*" }';
    expect(
      each(
        `list: "request.object.spec.containers[].image", deny: { conditions: { all: [${condition}] } }`,
        pod(['a.io/x', 'b.io/y']),
      ),
    ).toEqual(['p: c0 admits', 'p: c1 rejects - Not that.']);
    const part = '{ key: "{{ element.image }}", operator: NotEquals, value: "a.io/*" }';
    expect(
      each(
        `list: "request.object.spec.containers[].{image: image}", deny: { conditions: { all: [${part}] } }`,
        pod(['a.io/x', 'b.io/y']),
      ),
    ).toEqual(['p: c0 admits', 'p: c1 rejects - Not that.']);
  });

  it('tells containers with the same image apart by their names', () => {
    const named = '{ key: "{{ element.name }}", operator: Equals, value: c1 }';
    const list = 'request.object.spec.containers[].{name: name, image: image}';
    expect(each(`list: "${list}", deny: { conditions: { all: [${named}] } }`, pod(['x', 'x']))).toEqual([
      'p: c0 admits',
      'p: c1 rejects - Not that.',
    ]);
  });

  it('asks for an image by its container', () => {
    const condition =
      '{ key: "{{ images.containers.\\"{{ element.name }}\\".registry }}", operator: NotEquals, value: a.io }';
    expect(
      each(
        `list: request.object.spec.containers, deny: { conditions: { all: [${condition}] } }`,
        pod(['a.io/x', 'b.io/y']),
      ),
    ).toEqual(['p: c0 admits', 'p: c1 rejects - Not that.']);
  });

  it('goes through what is taken apart already', () => {
    const condition = '{ key: "{{ element.registry }}", operator: NotEquals, value: a.io }';
    expect(each(`list: images.containers.*, deny: { conditions: { all: [${condition}] } }`, mixed)).toEqual([
      'p: i0 skips - it does not check this list of containers',
      'p: c0 admits',
      'p: c1 rejects - Not that.',
      'p: d0 skips - it does not check this list of containers',
    ]);
    expect(
      each(`list: images.containers.*, deny: { conditions: { all: [${condition}] } }`, pod('a.io/x', { init: ['b'] })),
    ).toEqual(['p: i0 skips - its `foreach` does not include this container', 'p: c0 admits']);
  });

  it('leaves out the elements that its preconditions leave out', () => {
    const preconditions = '{ all: [{ key: "{{ element.image }}", operator: Equals, value: "b.io/*" }] }';
    expect(
      each(`list: "${LISTS}", preconditions: ${preconditions}, pattern: { image: "*:1" }`, pod(['a.io/x', 'b.io/y'])),
    ).toEqual(['p: c0 skips - its preconditions exclude this container', 'p: c1 rejects - Not that.']);
  });

  it('does not come to other lists', () => {
    expect(
      each('list: request.object.spec.containers, pattern: { image: "a.io/*" }', pod('a.io/x', { init: ['b'] })),
    ).toEqual(['p: i0 skips - its `foreach` does not include this container', 'p: c0 admits']);
    expect(each('list: request.object.spec.initContainers, pattern: { image: "a.io/*" }', pod('a.io/x'))).toEqual([
      'p: c0 skips - its `foreach` does not include this container',
    ]);
  });

  it('can have others in it, with variables of their own', () => {
    const inner =
      '{ list: element.args, deny: { conditions: { all: [{ key: "{{ element }}{{ elementIndex }}", operator: Equals, value: "-v1" }, { key: "{{ element0.image }}", operator: Equals, value: "b.io/*" }] } } }';
    const used = pod(['b.io/x', 'a.io/x']).replaceAll('image:', 'args: ["-a", "-v"], image:');
    expect(each(`list: request.object.spec.containers, foreach: [${inner}]`, used)).toEqual([
      'p: c0 rejects - Not that.',
      'p: c1 admits',
    ]);
    const own =
      'context: [{ name: of, variable: { jmesPath: element.image } }], deny: { conditions: { all: [{ key: "{{ of }}", operator: Equals, value: "b.io/*" }] } }';
    expect(each(`list: request.object.spec.containers, ${own}`, pod(['a.io/x', 'b.io/x']))).toEqual([
      'p: c0 admits',
      'p: c1 rejects - Not that.',
    ]);
  });

  it('is unknown for the elements that are, or as a whole', () => {
    const condition = '{ key: "{{ element.tty }}", operator: Equals, value: true }';
    const about = '{ key: "{{ element.image }}", operator: Equals, value: "*" }';
    const used = pod(['a', 'b']).replace('image: "a"', 'tty: true, image: "a"');
    expect(
      each(`list: request.object.spec.containers, deny: { conditions: { all: [${condition}, ${about}] } }`, used),
    ).toEqual([
      'p: c0 rejects - Not that.',
      'p: c1 unknown - `element.tty` has no value here, and Kyverno fails without one',
    ]);
    expect(each('list: "containers[", pattern: { image: x }', pod('a'))).toEqual([
      'p: c0 unknown - the expression `containers[` cannot be read: it ends too early',
    ]);
    expect(each('list: "request.object.spec.containers[].image"', pod('a'))).toEqual([
      'p: c0 unknown - a `foreach` without a check is not evaluated here',
    ]);
  });
});

it('ways to check that are not evaluated are named', () => {
  const rule = 'validate: { assert: { object: { spec: { containers: [{ image: x }] } } } }';
  expect(verdicts(documents(clusterPolicy(rule), pod('x')))).toEqual([
    'p: c0 unknown - a rule with `assert` is not evaluated here',
  ]);
});
