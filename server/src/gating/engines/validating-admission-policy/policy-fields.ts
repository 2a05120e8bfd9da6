import type { YamlValue } from '../../../manifest/value';
import { own } from '../../../text/own';
import type { GateRefusal } from '../../engine';
import { ADMISSION_POLICY } from './kinds';

/** The fields of maps, with those of the maps in them. Maps that may have all keys are not listed. */
interface Fields {
  readonly [name: string]: Fields | undefined;
}

const RULE = fields('apiGroups apiVersions operations resources resourceNames scope');
const SELECTOR: Fields = { matchLabels: undefined, matchExpressions: fields('key operator values') };
const MATCH: Fields = {
  ...{ matchPolicy: undefined, namespaceSelector: SELECTOR, objectSelector: SELECTOR },
  ...{ resourceRules: RULE, excludeResourceRules: RULE },
};
const EXPRESSION = fields('name expression');
const OF_POLICY: Fields = {
  ...fields('failurePolicy'),
  paramKind: fields('apiVersion kind'),
  matchConstraints: MATCH,
  matchConditions: EXPRESSION,
  variables: EXPRESSION,
  validations: fields('expression message messageExpression reason'),
  auditAnnotations: fields('key valueExpression'),
};
const OF_BINDING: Fields = {
  ...fields('policyName validationActions'),
  paramRef: { ...fields('name namespace parameterNotFoundAction'), selector: SELECTOR },
  matchResources: MATCH,
};

function fields(names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, undefined]));
}

const TOP = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** Fields that policies do not have: kubectl sends them to the API server, which refuses them. */
export function unknownFields(value: YamlValue, kind: string): GateRefusal[] {
  const spec = kind === ADMISSION_POLICY ? OF_POLICY : OF_BINDING;
  const top = value.entries.flatMap(({ key, value: at }) =>
    TOP.includes(key) ? [] : [{ at, message: `unknown field "${key}"` }],
  );
  return [...top, ...unknownIn(value.get('spec'), spec, 'spec')];
}

function unknownIn(value: YamlValue, known: Fields, path: string): GateRefusal[] {
  if (value.isList) return value.items.flatMap((item, index) => unknownIn(item, known, `${path}[${index}]`));
  return value.entries.flatMap(({ key, value: child }) => {
    const at = `${path}.${key}`;
    if (!Object.hasOwn(known, key)) return [{ at: child, message: `unknown field "${at}"` }];
    const below = own(known, key);
    return below ? unknownIn(child, below, at) : [];
  });
}
