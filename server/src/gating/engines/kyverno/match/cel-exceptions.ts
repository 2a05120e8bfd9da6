import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { all } from '../../../../admission/answers';
import type { Resource } from '../../../../manifest/resource';
import type { YamlValue } from '../../../../manifest/value';
import type { PolicySet } from '../../../policy-set';
import { CelConditions } from '../../validating-admission-policy/cel-conditions';
import { policyText } from '../expression/policy-json';
import { type ExceptionMatch, exemptBy, perhapsExemptBy } from './exceptions';

/** The PolicyExceptions that name a policy with CEL expressions. */
export function celExceptionsFor(policy: Resource, policies: PolicySet): readonly Resource[] {
  return policies
    .ofKind('policies.kyverno.io', 'PolicyException')
    .filter(({ value }) =>
      value
        .at('spec', 'policyRefs')
        .items.some((item) => item.get('name').label === policy.name && item.get('kind').label === policy.kind),
    );
}

/** The conditions of a `matchConditions` list, as Kyverno evaluates them. */
export function kyvernoConditions(items: readonly YamlValue[]): CelConditions {
  return new CelConditions(
    items.map((item) => policyText(item.get('expression')) ?? ''),
    { hasImageLibrary: true, hasEmptyOldObject: true },
  );
}

/** The objects that PolicyExceptions exempt from a policy with CEL expressions ("Policy Exceptions", CEL). */
export class CelExceptions {
  readonly #all: readonly { readonly name: string; readonly conditions: CelConditions; readonly isCertain: boolean }[];

  constructor(resources: readonly Resource[]) {
    this.#all = resources.map(({ name = '', namespace, value }) => {
      const spec = value.get('spec');
      return {
        name: namespace === undefined ? name : `${namespace}/${name}`,
        conditions: kyvernoConditions(spec.get('matchConditions').items),
        // Some exceptions only allow values that the policy must then use, and some expire.
        isCertain: !['images', 'allowedValues', 'expiresAt'].some((key) => spec.get(key).exists),
      };
    });
  }

  /** @param objects all objects whose creation triggers the policy */
  exempts(objects: readonly AdmissionObject[], pod: AdmissionPod): ExceptionMatch | undefined {
    let doubt: string | undefined;
    for (const { name, conditions, isCertain } of this.#all) {
      const answer = all(objects.map((object) => conditions.hold(object, pod)));
      if (answer === 'no') continue;
      if (answer === 'yes' && isCertain) return exemptBy(name);
      doubt ??= name;
    }
    return doubt === undefined ? undefined : perhapsExemptBy(doubt);
  }
}
