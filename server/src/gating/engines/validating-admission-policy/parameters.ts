import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { toCel, Unknown } from '../../cel/data';
import { LabelSelector } from '../../label-selector';
import type { Parameter, PolicySet } from '../../policy-set';

/** What `params` is for a policy: one value after the other, each of which is to be met. */
export interface Parameters {
  readonly sources: readonly Parameter[];
  values(namespace: string | undefined): readonly unknown[];
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
  return {
    sources,
    values: (namespace) => {
      const wanted = written ?? namespace;
      const found = made.filter(
        (one) => one.namespace === undefined || wanted === undefined || one.namespace === wanted,
      );
      if (found.length > 0) return found.map(({ value }) => value);
      const what = name === undefined ? kind : `${kind} "${name}"`;
      return [new Unknown(`the ${what} with its parameters is not in this workspace`)];
    },
  };
}
