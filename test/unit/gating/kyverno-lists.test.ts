import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { verdicts } from './kyverno-driver';
import { clusterPolicy, cronJob, deployment, documents, pod } from './kyverno-policies';

const SKIPPED = 'it does not check this list of containers';
const POD = pod('a.io/x', { init: ['b.io/y'], ephemeral: ['b.io/z'] });
const BAD = ['any: [', '{ key: "{{ images.containers.*.registry }}", operator: AnyNotIn, value: [a.io] }'].join('');
const INIT = 'request.object.spec.initContainers';

/** The lists that a rule looks at, by what it decides and by what is found in it: they have to agree. */
function lists(rule: string, podText = POD, match?: string): string[] {
  const text = documents(clusterPolicy(rule, match === undefined ? {} : { match }), podText);
  const decided = verdicts(text)
    .filter((line) => !line.includes(` skips - ${SKIPPED}`) && !line.includes('does not include this container'))
    .map((line) => ({ i: 'initContainers', c: 'containers', d: 'ephemeralContainers' })[line[3] ?? ''] ?? line);
  const [found] = see(text, 'gate-skips-containers').map(({ message }) => message);
  const skipped = / but not (.*?)\. Check/.exec(found ?? '')?.[1] ?? '';
  const all = ['initContainers', 'containers', 'ephemeralContainers'];
  expect(all.filter((list) => !skipped.includes(list))).toEqual([...new Set(decided)]);
  return decided;
}
const deny = (conditions: string): string => `validate: { deny: { conditions: { ${conditions} } } }`;
const condition = (key: string, operator: string, value: string): string =>
  `{ key: "{{ ${key} }}", operator: ${operator}, value: ${value} }`;

describe('a rule that denies looks at the lists whose images it reads:', () => {
  it.each([
    ['one list', `${BAD}]`, ['containers']],
    [
      'another that is counted',
      `${BAD}, ${condition(`${INIT} || \`[]\` | length(@)`, 'GreaterThan', '3')}]`,
      ['containers'],
    ],
    [
      'another that is asked for something else',
      `${BAD}, ${condition(`${INIT}[].securityContext.runAsUser || \`[]\``, 'AnyIn', '[0]')}]`,
      ['containers'],
    ],
    [
      'another that must not be there',
      `${BAD}, ${condition(`${INIT} || \`[]\` | length(@)`, 'GreaterThan', '0')}]`,
      ['initContainers', 'containers'],
    ],
    [
      'another by its images',
      `${BAD}, ${condition(`${INIT}[?contains(image, 'evil')] || \`[]\` | length(@)`, 'GreaterThan', '0')}]`,
      ['initContainers', 'containers'],
    ],
    [
      'all',
      `any: [${condition('images.*.*.registry[]', 'AnyNotIn', '[a.io]')}]`,
      ['initContainers', 'containers', 'ephemeralContainers'],
    ],
    [
      'all by their names',
      `any: [${condition('request.object.spec.[initContainers, containers, ephemeralContainers][].image', 'AnyNotIn', '[a.io/x]')}]`,
      ['initContainers', 'containers', 'ephemeralContainers'],
    ],
    [
      'what can not be evaluated, by its words',
      `any: [${condition('image_normalize(request.object.spec.containers[0].image)', 'Equals', 'x')}]`,
      ['containers'],
    ],
  ])('%s', (_, conditions, expected) => {
    expect(lists(deny(conditions))).toEqual(expected);
  });

  it('by its variables, if it reads them', () => {
    const context =
      'context: [{ name: used, variable: { jmesPath: "request.object.spec.[initContainers, containers][].image" } }, { name: more, variable: { jmesPath: "request.object.spec.ephemeralContainers[].image" } }]';
    const rule = `${context}\n${deny(`any: [${condition('used', 'AnyNotIn', '["a.io/*"]')}]`)}`;
    expect(lists(rule)).toEqual(['initContainers', 'containers']);
  });

  it('by its preconditions, if they are all that it has', () => {
    const rule = `preconditions: { ${BAD}] }\nvalidate: { deny: {} }`;
    expect(lists(rule, pod('b.io/x', { init: ['a.io/y'] }))).toEqual(['containers']);
    expect(verdicts(documents(clusterPolicy(rule), pod(['b.io/x', 'a.io/y'])))).toEqual([
      'p: c0 rejects - its rule `r` fails',
      'p: c1 admits',
    ]);
  });

  it.each([
    ['Deployment', 'spec.template.spec', deployment('b.io/x')],
    ['apps/v1/Deployment', 'spec.template.spec', deployment('b.io/x')],
    ['CronJob', 'spec.jobTemplate.spec.template.spec', cronJob('b.io/x')],
  ])('of a %s', (kind, path, text) => {
    const counted = condition(`request.object.${path}.initContainers || \`[]\` | length(@)`, 'GreaterThan', '3');
    const read = condition(`request.object.${path}.containers[].image`, 'AnyNotIn', '["a.io/*"]');
    const found = see(
      documents(
        clusterPolicy(deny(`any: [${read}, ${counted}]`), { match: `any: [{ resources: { kinds: [${kind}] } }]` }),
        text,
      ),
      'gate-skips-containers',
    );
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('but not `initContainers` (native sidecars)'),
    ]);
  });
});

describe('a rule with a pattern looks at the lists of which it asks for images:', () => {
  it.each([
    ['another asked for something else', '"=(initContainers)": [{ securityContext: "?*" }]', ['containers']],
    ['another', '"=(initContainers)": [{ image: "b.io/*" }]', ['initContainers', 'containers']],
    [
      'another by a condition',
      '"=(initContainers)": [{ "(image)": "b.io/*", name: "?*" }]',
      ['initContainers', 'containers'],
    ],
    ['another that must not be there', '"X(initContainers)": null', ['initContainers', 'containers']],
  ])('%s', (_, entry, expected) => {
    const own = POD.replace('image: "b.io/y"', 'securityContext: x, image: "b.io/y"');
    expect(lists(`validate: { pattern: { spec: { ${entry}, containers: [{ image: "a.io/*" }] } } }`, own)).toEqual(
      expected,
    );
  });
});

describe('a rule that goes through lists looks at those of whose elements it asks for the image:', () => {
  const each = (...entries: readonly string[]): string =>
    `validate: { foreach: [${entries.map((entry) => `{ ${entry} }`).join(', ')}] }`;
  const images = (list: string): string =>
    `list: ${list}, deny: { conditions: { any: [${condition('element.image', 'NotEquals', '"*.io/*"')}] } }`;
  const users = (list: string): string =>
    `list: ${list}, deny: { conditions: { any: [${condition('element.securityContext.runAsUser || `1`', 'Equals', '0')}] } }`;
  const CONTAINERS = 'request.object.spec.containers';

  it.each([
    ['another by something else', [images(CONTAINERS), users(INIT)], ['containers']],
    ['both', [images(CONTAINERS), images(INIT)], ['initContainers', 'containers']],
    [
      'both at once',
      [images('"request.object.spec.[initContainers, containers][]"')],
      ['initContainers', 'containers'],
    ],
    [
      'a list of images',
      [`list: "${CONTAINERS}[].image", deny: { conditions: { any: [${condition('element', 'Equals', 'x')}] } }`],
      ['containers'],
    ],
    [
      'images taken apart',
      [`list: images.containers.*, deny: { conditions: { any: [${condition('element.registry', 'Equals', 'x')}] } }`],
      ['containers'],
    ],
    [
      'patterns',
      [`list: ${CONTAINERS}, pattern: { image: "*" }`, `list: ${INIT}, pattern: { name: "*" }`],
      ['containers'],
    ],
    [
      'a variable of its own',
      [
        `list: ${INIT}, context: [{ name: own, variable: { jmesPath: element.image } }], deny: { conditions: { any: [${condition('own', 'Equals', 'x')}] } }`,
        images(CONTAINERS),
      ],
      ['initContainers', 'containers'],
    ],
    ['one in another', [`list: ${CONTAINERS}, foreach: [{ ${images('to_array(element)')} }]`], ['containers']],
  ])('%s', (_, entries, expected) => {
    expect(lists(each(...entries))).toEqual(expected);
  });
});
