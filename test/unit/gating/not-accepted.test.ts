import { describe, expect, it } from 'vitest';
import { gateRefusals } from '../../../server/src/gating/policy-resources';
import { readDocument } from '../../../server/src/manifest/read-document';
import { type Policy, policy } from './admission-policies';

/** What the API server does not accept of a policy and its binding. */
function refusals(expression: string, more: Policy = {}): string[] {
  return policy(expression, more)
    .split('---\n')
    .flatMap((text) => readDocument(text).resources)
    .flatMap((resource) => gateRefusals(resource).map(({ message }) => message));
}

const GOOD = "object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))";

describe('the API server does not accept', () => {
  it.each([
    ['object.spec.containers[0].image', 'must evaluate to bool but got dyn'],
    ["request.object.spec.containers[0].image == ''", "undefined field 'object'"],
    ["object.spec.containers.all(c, [c.image, '-'].join('') != '')", "expected type 'dyn' but found 'string'"],
    ["object.spec.containers.all(c, c.image.reverse() != 'a')", "'_!=_' applied to '(list(dyn), string)'"],
    ['params.image == object.spec.containers[0].image', "undeclared reference to 'params'"],
    ["object.spec.containers.all(c, c.image.matches('['))", 'invalid matches argument'],
    ["object.spec.containers.all(c, int('latest') == 1 && c.image != '')", 'program instantiation failed'],
  ])('an expression: %s', (expression, message) => {
    expect(refusals(expression)).toEqual([expect.stringContaining(message)]);
  });

  it.each<[message: string, more: Policy]>([
    ['must not contain both Deny and Warn', { actions: '[Deny, Warn]' }],
    ['at least one validation action is required', { actions: '[]' }],
    ['Unsupported value: "fail"', { spec: 'failurePolicy: fail' }],
    ['Unsupported value: "FAIL"', { spec: 'failurePolicy: FAIL' }],
    ['Unsupported value: "auto"', { actions: '[auto]' }],
    ['Required value', { binding: 'paramRef: { name: places }' }],
    [
      "if '*' is present",
      {
        constraints:
          'resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: ["*", pods] }]',
      },
    ],
    ['unknown field "spec.paramkind"', { spec: 'paramkind: { apiVersion: v1, kind: ConfigMap }' }],
    ['name part must consist of', { spec: 'auditAnnotations: [{ key: a/b, valueExpression: "\'c\'" }]' }],
    ['name part must consist of', { binding: 'matchResources: { objectSelector: { matchLabels: { a b: c } } }' }],
    [
      'name part must consist of',
      { binding: 'matchResources: { namespaceSelector: { matchExpressions: [{ key: a b, operator: Exists }] } }' },
    ],
    ["undeclared reference to 'variables'", { spec: 'matchConditions: [{ name: a, expression: variables.a }]' }],
  ])('a policy or a binding: %s', (message, more) => {
    expect(refusals(GOOD, more)).toEqual([expect.stringContaining(message)]);
  });
});

it('accepts what it should', () => {
  expect(refusals(GOOD)).toEqual([]);
  expect(refusals(GOOD, { actions: '[Deny, Audit]', spec: 'failurePolicy: Ignore' })).toEqual([]);
  const selector =
    '{ matchLabels: { example.com/tier: "", A_b.c: x-1 }, matchExpressions: [{ key: a.io/b, operator: Exists }] }';
  expect(refusals(GOOD, { binding: `matchResources: { objectSelector: ${selector} }` })).toEqual([]);
  expect(refusals('object.spec.containers.all(c, dyn(c.image) != 1)')).toEqual([]);
});

it.each(['$POLICY', '__POLICY__', '%POLICY%', '<policy>', 'REPLACE_ME', 'HELMSUBST_ACTION'])(
  'waits until %s is filled in',
  (text) => {
    expect(refusals(GOOD, { actions: `["${text}"]`, spec: `failurePolicy: "${text}"` })).toEqual([]);
  },
);
