import type { Resource } from '../../../manifest/resource';
import { all, any } from '../../answers';
import type { Answer } from '../../gate';
import type { AdmittedObject, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { type Conditions, compileConditions } from './conditions';
import { compileBlock } from './match';
import { policyText, policyTexts } from './policy-json';
import { subjectOf } from './subject';
import { Unknowable } from './unknowable';
import { compileWildcards } from './wildcard';

/** The PolicyExceptions that name a policy of rules. */
export function exceptionsFor(policy: Resource, policies: PolicySet): readonly Resource[] {
  const name = nameOf(policy);
  return policies
    .ofKind('kyverno.io', 'PolicyException')
    .filter(({ value }) =>
      value.at('spec', 'exceptions').items.some((item) => policyText(item.get('policyName')) === name),
    );
}

/** Whether an object is exempted from a rule, and by what. */
export interface Exemption {
  readonly answer: Answer;
  readonly reason: string;
}

/** Who a policy's rules let past because of a PolicyException ("Policy Exceptions"). */
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

  /** @param rule the name of the rule as it is for this object: those that Kyverno generates have their own */
  exempts(object: AdmittedObject, pod: GatedPod, rule: string): Exemption {
    let doubt: string | undefined;
    for (const exception of this.#all) {
      if (!exception.isForRule(rule)) continue;
      const selected = exception.selects(object, pod).answer;
      if (selected === 'no') continue;
      const met = holds(exception.conditions, object, pod);
      const answer = all([selected, met]);
      // Kyverno only heeds exceptions where it was told to.
      if (answer === 'yes') return { answer, reason: `the PolicyException "${exception.name}" lets it through` };
      if (answer === 'unknown') doubt ??= exception.name;
    }
    if (doubt === undefined) return { answer: any([]), reason: '' };
    return {
      answer: 'unknown',
      reason: `whether the PolicyException "${doubt}" lets it through can't be told from here`,
    };
  }
}

function holds(conditions: Conditions, object: AdmittedObject, pod: GatedPod): Answer {
  try {
    return conditions(subjectOf(object, pod).variables) ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof Unknowable) return 'unknown';
    throw error;
  }
}

/** What exceptions call a policy: one of a namespace has it before its name. */
function nameOf({ kind, namespace = '', name }: Resource): string | undefined {
  return kind === 'Policy' ? `${namespace}/${name}` : name;
}
