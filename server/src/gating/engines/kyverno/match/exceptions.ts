import type { AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { type Answer, all } from '../../../../admission/answers';
import type { Cause } from '../../../../cause/cause';
import { sharedBy } from '../../../../cause/shared';
import { Unknowable } from '../../../../cause/unknown';
import type { Resource } from '../../../../manifest/resource';
import { compileWildcards } from '../../../../text/wildcard';
import type { PolicySet } from '../../../policy-set';
import { toRuleSubject } from '../decision/subject';
import { type Conditions, compileConditions } from '../expression/conditions';
import { policyText, policyTexts } from '../expression/policy-json';
import { compileBlock } from './match';

/** The PolicyExceptions that name a policy with rules. */
export function exceptionsFor(policy: Resource, policies: PolicySet): readonly Resource[] {
  const name = nameOf(policy);
  return policies
    .ofKind('kyverno.io', 'PolicyException')
    .filter(({ value }) =>
      value.at('spec', 'exceptions').items.some((item) => policyText(item.get('policyName')) === name),
    );
}

/** An exemption from a policy, certain or possible, with its cause. */
export interface ExceptionMatch {
  readonly answer: Exclude<Answer, 'no'>;
  readonly cause: Cause;
}

export const exemptBy = sharedBy((exception: string): ExceptionMatch => {
  return { answer: 'yes', cause: { kind: 'exempt', exception } };
});
export const perhapsExemptBy = sharedBy((exception: string): ExceptionMatch => {
  return { answer: 'unknown', cause: { kind: 'exempt-unknown', exception } };
});

/** The objects that PolicyExceptions exempt from the rules of a policy ("Policy Exceptions"). */
export class Exceptions {
  readonly #all: readonly {
    readonly name: string;
    readonly isForRule: (rule: string) => boolean;
    readonly selects: ReturnType<typeof compileBlock>;
    readonly conditions: Conditions;
  }[];

  constructor(resources: readonly Resource[], policy: Resource) {
    this.#all = resources.map(({ name = '', namespace, value }) => {
      const spec = value.get('spec');
      const own = spec.get('exceptions').items.filter((item) => policyText(item.get('policyName')) === nameOf(policy));
      return {
        name: namespace === undefined ? name : `${namespace}/${name}`,
        isForRule: compileWildcards(own.flatMap((item) => policyTexts(item.get('ruleNames')))),
        selects: compileBlock(spec.get('match')),
        conditions: compileConditions(spec.get('conditions')),
      };
    });
  }

  /** @param rule the name of the rule for this object: rules that Kyverno generates have other names */
  exempts(object: AdmissionObject, pod: AdmissionPod, rule: string): ExceptionMatch | undefined {
    let doubt: string | undefined;
    for (const exception of this.#all) {
      if (!exception.isForRule(rule)) continue;
      const selected = exception.selects(object, pod).answer;
      if (selected === 'no') continue;
      const met = holds(exception.conditions, object, pod);
      const answer = all([selected, met]);
      // Kyverno uses exceptions only if they are enabled.
      if (answer === 'yes') return exemptBy(exception.name);
      if (answer === 'unknown') doubt ??= exception.name;
    }
    return doubt === undefined ? undefined : perhapsExemptBy(doubt);
  }
}

function holds(conditions: Conditions, object: AdmissionObject, pod: AdmissionPod): Answer {
  try {
    return conditions(toRuleSubject(object, pod).variables) ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof Unknowable) return 'unknown';
    throw error;
  }
}

/** The name of a policy in exceptions; a namespaced policy has its namespace before the name. */
function nameOf({ kind, namespace = '', name }: Resource): string | undefined {
  return kind === 'Policy' ? `${namespace}/${name}` : name;
}
