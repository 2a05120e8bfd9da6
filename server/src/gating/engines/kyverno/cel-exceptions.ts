import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { all } from '../../answers';
import { CelExpression } from '../../cel/expression';
import { CelScope } from '../../cel/scope';
import type { Answer } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { inputsFor } from '../validating-admission-policy/request';
import type { Exemption } from './exceptions';
import { policyText } from './policy-json';

/** The PolicyExceptions that name a policy of expressions. */
export function celExceptionsFor(policy: Resource, policies: PolicySet): readonly Resource[] {
  return policies
    .ofKind('policies.kyverno.io', 'PolicyException')
    .filter(({ value }) =>
      value
        .at('spec', 'policyRefs')
        .items.some((item) => item.get('name').label === policy.name && item.get('kind').label === policy.kind),
    );
}

/** Conditions in CEL on an object, which have no variables to refer to. */
export class CelConditions {
  readonly #conditions: readonly CelExpression[];
  readonly #scope = new CelScope(new Map(), true);

  constructor(conditions: readonly string[]) {
    this.#conditions = conditions.map((text) => CelExpression.of(text));
  }

  /** Those of a list of `matchConditions`. */
  static of(items: readonly YamlValue[]): CelConditions {
    return new CelConditions(items.map((item) => policyText(item.get('expression')) ?? ''));
  }

  /** Whether all of them hold; one that fails is no answer. */
  hold(object: AdmittedObject, pod: GatedPod): Answer {
    if (this.#conditions.length === 0) return 'yes';
    const run = this.#scope.open(inputsFor(object, object.data, pod, null));
    return all(
      this.#conditions.map((condition) => {
        const outcome = run(condition);
        if (outcome.kind !== 'value') return 'unknown';
        return outcome.value === true ? 'yes' : 'no';
      }),
    );
  }
}

/** Who a policy of expressions lets past because of a PolicyException ("Policy Exceptions", CEL). */
export class CelExceptions {
  readonly #all: readonly { readonly name: string; readonly conditions: CelConditions; readonly isCertain: boolean }[];

  constructor(resources: readonly Resource[]) {
    this.#all = resources.map(({ name = '', namespace, value }) => {
      const spec = value.get('spec');
      return {
        name: namespace === undefined ? name : `${namespace}/${name}`,
        conditions: CelConditions.of(spec.get('matchConditions').items),
        // Some only allow values that the policy then asks for, and some end.
        isCertain: !['images', 'allowedValues', 'expiresAt'].some((key) => spec.get(key).exists),
      };
    });
  }

  /** @param objects all those whose creation asks the policy */
  exempts(objects: readonly AdmittedObject[], pod: GatedPod): Exemption {
    let doubt: string | undefined;
    for (const { name, conditions, isCertain } of this.#all) {
      const answer = all(objects.map((object) => conditions.hold(object, pod)));
      if (answer === 'no') continue;
      if (answer === 'yes' && isCertain) return { answer, reason: `the PolicyException "${name}" lets it through` };
      doubt ??= name;
    }
    if (doubt === undefined) return { answer: 'no', reason: '' };
    return {
      answer: 'unknown',
      reason: `whether the PolicyException "${doubt}" lets it through can't be told from here`,
    };
  }
}
