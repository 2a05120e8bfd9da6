import type { Random } from '../../fuzz/random';
import type { ApiObject } from '../api/types';

type Fields = Record<string, unknown>;
/** Changes the spec of a policy and that of its binding, often so that the server does not accept one of them. */
type Mutation = (policy: Fields, binding: Fields, random: Random) => void;

/** Expressions of other types than they must have, of undeclared names and functions, and ones that are right. */
const EXPRESSIONS = [
  'true',
  "'a'",
  '1',
  'object',
  'object.spec',
  'request.object == null',
  'request.operation',
  "params.data['a'] == 'b'",
  'variables.none',
  'variables.passes',
  'unknownFunction(1)',
  "'a'.reverse() == 'a'",
  "[1, 'a'].size() > 0",
  "['a', 'b'].all(x, x == 1)",
  'object.spec.containers.all(c, c.image)',
  'object.metadata.name + 1',
  'size(object) > 0',
  'has(object.spec)',
  'has(object)',
  'oldObject == null',
  'namespaceObject.metadata.name == "a"',
  'namespaceObject.spec.other == "a"',
  'authorizer.group("").resource("pods").check("get").allowed()',
  'request.kind.kind == "Pod"',
  'request.kind.name == "Pod"',
  'quantity("1").isGreaterThan(quantity("2"))',
  'url("a").getHost() == 1',
  'cel.bind(x, 1, x > 0)',
  'dyn(1) == "a"',
  '{"a": 1, "b": "c"}.size() == 2',
  'object.spec.containers[0].image.startsWith(1)',
  '1 + 1.0 == 2.0',
  'object.?spec.orValue(1) == 1',
  'optional.of(1).hasValue()',
  'timestamp("2024-01-01T00:00:00Z") < 1',
  '(',
  '',
];

function validationOf(policy: Fields): Fields {
  return (policy.validations as Fields[] | undefined)?.[0] ?? {};
}

function constraintsOf(policy: Fields): Fields {
  return (policy.matchConstraints as Fields | undefined) ?? {};
}

function ruleOf(policy: Fields): Fields {
  return (constraintsOf(policy).resourceRules as Fields[] | undefined)?.[0] ?? {};
}

const MUTATIONS: readonly Mutation[] = [
  (policy, _, random) => Object.assign(validationOf(policy), { expression: random.pick(EXPRESSIONS) }),
  (policy, _, random) => Object.assign(validationOf(policy), { messageExpression: random.pick(EXPRESSIONS) }),
  (policy, _, random) =>
    Object.assign(policy, { variables: [{ name: 'passes', expression: random.pick(EXPRESSIONS) }] }),
  (policy, _, random) =>
    Object.assign(policy, { matchConditions: [{ name: 'some', expression: random.pick(EXPRESSIONS) }] }),
  (policy, _, random) =>
    Object.assign(policy, {
      matchConditions: random.pick([['a', 'a'], ['a', 'b'], ['A b'], [''], ['a/b'], ['x.io/b']]).map((name) => ({
        name,
        expression: 'true',
      })),
    }),
  (policy, _, random) =>
    Object.assign(policy, {
      variables: random.pick([['a', 'a'], ['1a'], ['a-b'], [''], ['object'], ['for'], ['ok', 'other']]).map((name) => ({
        name,
        expression: 'true',
      })),
    }),
  (policy, _, random) => Object.assign(policy, { failurePolicy: random.pick(['fail', 'Ignore', '', 'Other', 'Fail']) }),
  (policy) => Object.assign(policy, { matchConstraints: undefined }),
  (policy) => Object.assign(policy, { matchConstraints: {} }),
  (policy) => Object.assign(policy, { validations: [] }),
  (policy) =>
    Object.assign(policy, { validations: undefined, auditAnnotations: [{ key: 'a', valueExpression: "'b'" }] }),
  (policy, _, random) =>
    Object.assign(policy, {
      auditAnnotations: [
        {
          key: random.pick(['a', 'A b', '', 'x/y']),
          valueExpression: random.pick(["'a'", '1', 'null', 'object.metadata.name']),
        },
      ],
    }),
  (policy, _, random) =>
    Object.assign(ruleOf(policy), {
      resources: random.pick([
        ['*', 'pods'],
        ['*/*', 'pods'],
        ['pods', 'pods'],
        [],
        ['pods/*'],
        ['*/status'],
        [''],
        ['*', 'pods/status'],
      ]),
    }),
  (policy, _, random) =>
    Object.assign(ruleOf(policy), {
      operations: random.pick([['*', 'CREATE'], [], ['create'], ['CONNECT'], ['DELETE']]),
    }),
  (policy, _, random) => Object.assign(ruleOf(policy), { apiGroups: random.pick([['*', ''], [], [''], ['a b']]) }),
  (policy, _, random) =>
    Object.assign(ruleOf(policy), { apiVersions: random.pick([['*', 'v1'], [], [''], ['v1', 'v1']]) }),
  (policy, _, random) =>
    Object.assign(ruleOf(policy), { scope: random.pick(['Namespaced', 'namespaced', '*', 'Cluster', '']) }),
  (policy, _, random) =>
    Object.assign(constraintsOf(policy), {
      matchPolicy: random.pick(['Exact', 'Equivalent', 'exact', 'Other']),
    }),
  (policy, _, random) =>
    Object.assign(constraintsOf(policy), {
      namespaceSelector: {
        matchExpressions: [
          random.pick([
            { key: 'a', operator: 'In', values: ['b'] },
            { key: 'a', operator: 'In' },
            { key: 'a b', operator: 'Exists' },
            { key: 'a', operator: 'Is' },
            { key: 'a', operator: 'Exists', values: ['b'] },
          ]),
        ],
      },
    }),
  (policy, _, random) =>
    Object.assign(validationOf(policy), { message: random.pick(['a\nb', ' a ', '', 'a', 'x'.repeat(3000)]) }),
  (policy, _, random) =>
    Object.assign(validationOf(policy), {
      reason: random.pick(['Invalid', 'Forbidden', 'Other', 'NotFound', 'RequestEntityTooLarge']),
    }),
  (policy, _, random) =>
    Object.assign(policy, {
      paramKind: random.pick([
        { apiVersion: 'v1', kind: 'ConfigMap' },
        { kind: 'ConfigMap' },
        { apiVersion: 'v1' },
        { apiVersion: 'a/b/c', kind: 'X' },
        { apiVersion: 'rules.example.com/v1', kind: 'x y' },
      ]),
    }),
  (policy) => Object.assign(policy, { other: 1 }),
  (_, binding, random) =>
    Object.assign(binding, {
      validationActions: random.pick([
        ['Deny', 'Warn'],
        [],
        ['deny'],
        ['Audit', 'Audit'],
        ['Warn', 'Audit'],
        undefined,
      ]),
    }),
  (_, binding, random) => Object.assign(binding, { policyName: random.pick(['', 'A b', 'x.y', 'other', undefined]) }),
  (_, binding, random) =>
    Object.assign(binding, {
      paramRef: random.pick([
        { name: 'a' },
        { name: 'a', parameterNotFoundAction: 'Deny' },
        { parameterNotFoundAction: 'Deny' },
        { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' },
        { selector: { matchLabels: { a: 'b' } }, parameterNotFoundAction: 'Allow' },
        { name: 'a', parameterNotFoundAction: 'deny' },
      ]),
    }),
  (_, binding, random) =>
    Object.assign(binding, {
      matchResources: random.pick([
        {},
        { resourceRules: [] },
        { matchPolicy: 'Other' },
        { objectSelector: { matchLabels: { 'a b': 'c' } } },
        { resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE'], resources: ['*', 'pods'] }] },
      ]),
    }),
  (_, binding) => Object.assign(binding, { other: 1 }),
];

/** A policy and its binding with one to three changes of their structure. */
export function mutated(objects: readonly ApiObject[], random: Random): ApiObject[] {
  const copies = structuredClone(objects.slice(0, 2)) as (ApiObject & { spec: Fields })[];
  const [policy, binding] = copies;
  for (let left = random.between(1, 3); left > 0; left--) {
    if (policy && binding) random.pick(MUTATIONS)(policy.spec, binding.spec, random);
  }
  // What is undefined is not written.
  return JSON.parse(JSON.stringify(copies)) as ApiObject[];
}
