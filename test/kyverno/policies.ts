import { newGate } from '../../server/src/gating/new-gate/new-gate';
import { usedPlaces } from '../../server/src/image/used-places';
import type { Random } from '../fuzz/random';

/** A policy that judges images, as YAML. */
export interface ImagePolicy {
  readonly name: string;
  readonly text: string;
}

const REGISTRIES = ['registry.example.com', 'ghcr.io', 'docker.io', 'quay.io', 'registry.example.com:5000'];
const PATTERNS = [
  ...['registry.example.com/*', 'ghcr.io/org/*', 'ghcr.io/*', '*/team/*', 'docker.io/*', 'nginx*', '*:*', '!*:latest'],
  ...['*@sha256:*', 'registry.example.com*', '?*', '!quay.io/*', 'org/*', '*/*'],
];
const USED = [
  'registry.example.com/team/web:1',
  'registry.example.com:5000/api',
  'ghcr.io/org/log:2',
  'nginx',
  'org/app:1',
];

/** The gates that we write: of both kinds, for places, for repositories, and for many of them. */
export function writtenGates(): ImagePolicy[] {
  const many = Array.from({ length: 200 }, (_, index) => `many.example.com/team/application-${index}`);
  const places = {
    places: usedPlaces(USED),
    repositories: usedPlaces(
      USED,
      USED.map((image) => image.replace(/:\d$/, '')),
    ),
    '200 repositories': usedPlaces([...USED, ...many], many),
  };
  return ['Kyverno', 'Kyverno before 1.17'].flatMap((engine) =>
    Object.entries(places).map(([name, of]) => ({
      name: `written ${engine}, ${name}`,
      text: newGate(engine, of) ?? '',
    })),
  );
}

/** A policy of the shapes that Kyverno's documentation has, with registries and patterns by chance. */
export function generatePolicy(random: Random, index: number): ImagePolicy {
  const make = SHAPES[index % SHAPES.length] ?? patternPolicy;
  return { name: `${make.name} ${index}`, text: make(random) };
}

type Shape = (random: Random) => string;

const SHAPES: readonly Shape[] = [
  patternPolicy,
  anchoredPattern,
  anyPattern,
  twoRules,
  foreachDeny,
  foreachPattern,
  denyByRegistry,
  expressionRule,
  validatingPolicy,
  validatingWithVariables,
  validatingPods,
  precondition,
];

function patternPolicy(random: Random): string {
  return clusterPolicy(
    random,
    `validate:
  message: No.
  pattern:
    spec:
      containers:
        - image: "${patterns(random)}"`,
  );
}

function anchoredPattern(random: Random): string {
  const image = `- image: "${patterns(random)}"`;
  return clusterPolicy(
    random,
    `validate:
  message: No.
  pattern:
    spec:
      =(ephemeralContainers):
        ${image}
      =(initContainers):
        ${image}
      containers:
        ${image}`,
  );
}

function anyPattern(random: Random): string {
  const one = (): string => `- spec:
        containers:
          - ${random.once(3) ? 'name: "c-*"\n            image' : 'image'}: "${patterns(random)}"`;
  return clusterPolicy(
    random,
    `validate:
  message: No.
  anyPattern:
    ${one()}
    ${one()}`,
  );
}

function twoRules(random: Random): string {
  const rule = (): string => `validate:
  message: No.
  pattern:
    spec:
      containers:
        - image: "${random.pick(PATTERNS)}"`;
  return clusterPolicy(random, rule(), rule());
}

const OPERATORS = ['NotEquals', 'Equals', 'AnyNotIn', 'AllNotIn', 'AnyIn', 'AllIn'];

function foreachDeny(random: Random): string {
  const list = random.pick([
    'request.object.spec.containers',
    'request.object.spec.[initContainers, containers][]',
    'request.object.spec.[ephemeralContainers, initContainers, containers][]',
  ]);
  const operator = random.pick(OPERATORS);
  const value = operator.endsWith('In')
    ? listOf(
        random,
        PATTERNS.filter((one) => !one.startsWith('!')),
      )
    : `"${random.pick(PATTERNS).replace('!', '')}"`;
  return clusterPolicy(
    random,
    `validate:
  message: No.
  foreach:
    - list: "${list}"
      deny:
        conditions:
          ${random.pick(['any', 'all'])}:
            - key: "{{ element.image }}"
              operator: ${operator}
              value: ${value}`,
  );
}

function foreachPattern(random: Random): string {
  return clusterPolicy(
    random,
    `validate:
  message: No.
  foreach:
    - list: "request.object.spec.containers"
      pattern:
        image: "${patterns(random)}"`,
  );
}

function denyByRegistry(random: Random): string {
  const path = random.pick([
    'images.containers.*.registry',
    'images.[containers, initContainers][].*.registry[]',
    'images.containers.*.path',
  ]);
  return clusterPolicy(
    random,
    `validate:
  message: No.
  deny:
    conditions:
      any:
        - key: "{{ ${path} }}"
          operator: ${random.pick(['AnyNotIn', 'AnyIn', 'AllNotIn'])}
          value: ${listOf(random, path.endsWith('path') ? ['team/web', 'library/nginx', 'org/*'] : REGISTRIES)}`,
  );
}

function expressionRule(random: Random): string {
  return clusterPolicy(
    random,
    `validate:
  cel:
    expressions:
      - expression: "${allContainers(random)}"
        message: No.`,
  );
}

function precondition(random: Random): string {
  return clusterPolicy(
    random,
    `preconditions:
  ${random.pick(['all', 'any'])}:
    - key: "{{ request.operation || 'BACKGROUND' }}"
      operator: ${random.pick(['AnyIn', 'AnyNotIn'])}
      value: [CREATE, UPDATE]
    - key: "{{ request.object.metadata.labels.app || '' }}"
      operator: ${random.pick(['Equals', 'NotEquals'])}
      value: "${random.pick(['w-*', '?*', ''])}"
validate:
  message: No.
  pattern:
    spec:
      containers:
        - image: "${patterns(random)}"`,
  );
}

const ALL = ['object.spec.containers', '(object.spec.containers + object.spec.?initContainers.orValue([]))'];

function allContainers(random: Random): string {
  const registry = random.pick(REGISTRIES);
  const test = random.pick([
    `c.image.startsWith('${registry}/')`,
    `['${registry}', 'ghcr.io'].exists(r, c.image.startsWith(r + '/'))`,
    `c.image.contains('@sha256:')`,
    `!c.image.endsWith(':latest') && c.image.contains(':')`,
    `c.image.matches('^${registry.replaceAll('.', '[.]')}/.+$')`,
    `c.image.split('/')[0] in ['${registry}', 'docker.io']`,
  ]);
  return `${random.pick(ALL)}.${random.pick(['all', 'all', 'exists'])}(c, ${test})`;
}

function validatingPolicy(random: Random): string {
  return expressions(
    random,
    `validations:
  - expression: "${allContainers(random)}"
    message: No.`,
  );
}

function validatingWithVariables(random: Random): string {
  return expressions(
    random,
    `matchConditions:
  - name: labelled
    expression: "object.metadata.?labels[?'app'].orValue('') ${random.pick(['==', '!='])} 'none'"
variables:
  - name: containers
    expression: "object.spec.containers + object.spec.?initContainers.orValue([])"
  - name: refused
    expression: "variables.containers.filter(c, !c.image.startsWith('${random.pick(REGISTRIES)}/'))"
validations:
  - expression: "size(variables.refused) ${random.pick(['== 0', '< 2'])}"
    messageExpression: "'refused: ' + variables.refused.map(c, c.image).join(', ')"`,
  );
}

function validatingPods(random: Random): string {
  const test = random.pick([
    `image(c.image).registry() == '${random.pick(REGISTRIES)}'`,
    `image(c.image).repository().startsWith('${random.pick(['team/', 'org/', 'library/'])}')`,
    'image(c.image).containsDigest()',
    "image(c.image).identifier() != 'latest'",
  ]);
  return expressions(
    random,
    `validations:
  - expression: "object.spec.containers.all(c, ${test})"
    message: No.`,
  );
}

function expressions(random: Random, rest: string): string {
  const autogen = random.once(4) ? 'autogen: { podControllers: { controllers: [deployments, cronjobs] } }\n' : '';
  return `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata:
  name: images
spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods]
${indent(`${autogen}${rest}`, 2)}
`;
}

function clusterPolicy(random: Random, ...rules: readonly string[]): string {
  const exclude = random.once(5) ? '\n  exclude:\n    any:\n      - resources:\n          names: ["*-1*"]' : '';
  const controllers = random.once(6)
    ? `\n  annotations:\n    pod-policies.kyverno.io/autogen-controllers: ${random.pick(['none', 'Deployment,CronJob'])}`
    : '';
  const list = rules.map(
    (rule, index) => `- name: rule-${index}
  match:
    any:
      - resources:
          kinds: [Pod]${exclude}
${indent(rule, 2)}`,
  );
  return `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: images${controllers}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
${indent(list.join('\n'), 4)}
`;
}

function patterns(random: Random): string {
  const between = random.pick([' | ', ' | ', ' & ']);
  return random.several(random.between(1, 3), () => random.pick(PATTERNS)).join(between);
}

function listOf(random: Random, items: readonly string[]): string {
  return JSON.stringify(random.several(random.between(1, 3), () => random.pick(items)));
}

function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}
