import { type NewValue, setValue } from '../../fixes/set-value';
import type { WeaknessKind } from '../../gating/engine';
import { weaknessesOf } from '../../gating/policy-resources';
import type { Finding, Rule } from '../rule';

interface GateRule extends Omit<Rule, 'category' | 'severity' | 'pod' | 'container' | 'resource'> {
  readonly weakness: WeaknessKind;
  /** What the message begins with. */
  readonly risk: string;
  /** What to do: a sentence of the message. */
  readonly advice: string;
  /** What follows from the fix, for the brackets at the end of its title. */
  readonly consequence: string;
}

/** A rule about one kind of weakness of image gates. */
export function gateRule({ weakness, risk, advice, consequence, ...rule }: GateRule): Rule {
  return {
    ...rule,
    category: 'images',
    severity: 'warning',
    kinds: 'uncommon',
    *resource(resource, { policies }): Generator<Finding> {
      for (const { kind, at, effect, remedy, advice: own = advice } of weaknessesOf(resource, policies)) {
        if (kind !== weakness) continue;
        yield {
          at,
          entry: at,
          message: `${risk}: ${resource.kind} "${resource.name ?? ''}" ${effect}. ${own}`,
          fixes:
            remedy === undefined
              ? []
              : [
                  {
                    title: `${at.name === undefined ? 'Use' : `Set ${at.name} to`} ${titleOf(remedy)} (${consequence})`,
                    isPreferred: false,
                    change: () => setValue(resource.document, at, remedy),
                  },
                ],
        };
      }
    },
  };
}

function titleOf(remedy: NewValue): string {
  return typeof remedy === 'object' ? `[${remedy.join(', ')}]` : String(remedy);
}
