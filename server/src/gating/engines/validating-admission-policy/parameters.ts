import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { toCel, Unknown } from '../../cel/data';
import { LabelSelector } from '../../label-selector';
import type { Parameter, PolicySet } from '../../policy-set';

/** What `params` is for a policy: one value after the other, each of which is to be met; or `OneOf` several. */
export interface Parameters {
  readonly sources: readonly Parameter[];
  values(namespace: string | undefined): readonly unknown[];
}

/** Values of which only the cluster knows which one `params` will be. */
export class OneOf {
  readonly values: readonly unknown[];
  readonly reason: string;
  /** What comes of it if it will be none of them (API reference, ParamRef.parameterNotFoundAction). */
  readonly without: 'Allow' | 'Deny' | undefined;

  constructor(values: readonly unknown[], reason: string, without?: 'Allow' | 'Deny') {
    this.values = values;
    this.reason = reason;
    this.without = without;
  }
}

const NONE: Parameters = { sources: [], values: () => NO_VALUES };
const NO_VALUES: readonly unknown[] = [null];

/** The parameters of a policy as a binding refers to them (Validating Admission Policy, "Parameter resources"). */
export function parametersOf(policy: Resource, binding: Resource, policies: PolicySet): Parameters {
  return parametersBy(policy.value.at('spec', 'paramKind'), binding.value.at('spec', 'paramRef'), policies);
}

/** The objects of a `paramKind` that a `paramRef` selects. */
export function parametersBy(paramKind: YamlValue, reference: YamlValue, policies: PolicySet): Parameters {
  const [apiVersion, kind] = [paramKind.get('apiVersion').string, paramKind.get('kind').string];
  if (apiVersion === undefined || kind === undefined) return NONE;
  if (!reference.exists) return NONE;
  const name = reference.get('name').string;
  const selector = reference.get('selector');
  const ofLabels = new LabelSelector(selector);
  const sources = policies
    .parameters({ apiVersion, kind })
    .filter((parameter) =>
      name === undefined ? selector.exists && ofLabels.selects(parameter.labels) === 'yes' : parameter.name === name,
    );
  const made = sources.map(({ data, namespace }) => ({ namespace, value: toCel(data) }));
  const written = reference.get('namespace').string;
  const isNamespaced = made.some((one) => one.namespace !== undefined);
  const without = reference.get('parameterNotFoundAction').string === 'Allow' ? 'Allow' : 'Deny';
  const what = name === undefined ? kind : `${kind} "${name}"`;
  const missing = `the ${what} with its parameters is not in this workspace`;
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

const ELSEWHERE = 'its parameters depend on the namespace, which the manifest does not say';
