import { LabelSelector } from '../../../admission/label-selector';
import type { Cause } from '../../../cause/cause';
import { Unknown } from '../../../cause/unknown';
import { type CelData, toCel } from '../../../cel/data';
import { toJson } from '../../../manifest/json';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { Parameter, PolicySet } from '../../policy-set';

/**
 * The values of `params` for a policy. An object must pass the policy with each value; `OneOf` means one of several
 * values.
 */
export interface PolicyParameters {
  readonly sources: readonly Parameter[];
  values(namespace: string | undefined): readonly unknown[];
}

/** Several values, of which only the cluster knows which one `params` will be. */
export class OneOf {
  readonly values: readonly unknown[];
  readonly cause: Cause;
  /** The action if none of the values exists (API reference, ParamRef.parameterNotFoundAction). */
  readonly without: 'Allow' | 'Deny' | undefined;

  constructor(values: readonly unknown[], cause: Cause, without?: 'Allow' | 'Deny') {
    this.values = values;
    this.cause = cause;
    this.without = without;
  }
}

const NONE: PolicyParameters = { sources: [], values: () => NO_VALUES };
const NO_VALUES: readonly unknown[] = [null];

/** The parameters of a policy that a binding refers to (Validating Admission Policy, "Parameter resources"). */
export function parametersOf(policy: Resource, binding: Resource, policies: PolicySet): PolicyParameters {
  return parametersBy(policy.value.at('spec', 'paramKind'), binding.value.at('spec', 'paramRef'), policies);
}

/** The objects of a `paramKind` that a `paramRef` selects. */
export function parametersBy(paramKind: YamlValue, reference: YamlValue, policies: PolicySet): PolicyParameters {
  const [apiVersion, kind] = [paramKind.get('apiVersion').string, paramKind.get('kind').string];
  if (apiVersion === undefined || kind === undefined) return NONE;
  if (!reference.isSet) return NONE;
  const name = reference.get('name').string;
  const selector = reference.get('selector');
  const ofLabels = LabelSelector.of(selector);
  const sources = policies
    .parameters({ apiVersion, kind })
    .filter((parameter) =>
      name === undefined ? selector.isSet && ofLabels.selects(parameter.labels) === 'yes' : parameter.name === name,
    );
  const made = sources.map(({ data, namespace, resource }) => ({
    namespace,
    value: toCel(data ?? withHoles(resource.value)),
  }));
  const written = reference.get('namespace').string;
  const isNamespaced = made.some((one) => one.namespace !== undefined);
  const without = reference.get('parameterNotFoundAction').string === 'Allow' ? 'Allow' : 'Deny';
  const missing: Cause = { kind: 'not-in-workspace', what: 'parameters', resource: kind, name };
  const nowhere = [new OneOf([new Unknown(missing)], missing, without)];
  return {
    sources,
    values: (namespace) => {
      const wanted = written ?? namespace;
      if (wanted === undefined && isNamespaced)
        return [
          new OneOf(
            made.map(({ value }) => value),
            ELSEWHERE,
          ),
        ];
      const found = made.filter((one) => one.namespace === undefined || one.namespace === wanted);
      return found.length > 0 ? found.map(({ value }) => value) : nowhere;
    },
  };
}

const FILLED_IN = new Unknown({ kind: 'open', what: 'parameters' }, 'is there');

const MOST_DEPTH = 20;

/** The data of a template, in which the values that it fills in are unknown. */
function withHoles(value: YamlValue, depth = 0): CelData {
  // With an alias, a value can be inside itself.
  if (depth > MOST_DEPTH || value.isExpression || value.label?.includes('{{')) return FILLED_IN;
  if (value.isList) return value.items.map((item) => withHoles(item, depth + 1));
  if (value.isMap)
    return Object.fromEntries(value.entries.map((entry) => [entry.key, withHoles(entry.value, depth + 1)]));
  return toJson(value) ?? null;
}

const ELSEWHERE: Cause = { kind: 'namespace-unsaid', for: 'parameters' };
