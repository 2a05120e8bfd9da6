import { type NewValue, setValue } from '../../fixes/set-value';
import type { WeaknessKind } from '../../gating/gate-engine';
import { weaknessesOf } from '../../gating/image-gate';
import type { Finding, Rule } from '../rule';

interface GateRule extends Omit<Rule, 'category' | 'severity' | 'pod' | 'container' | 'resource'> {
  readonly weakness: WeaknessKind;
  /** What to do, as a sentence of the message. */
  readonly advice: string;
  /** What follows from the fix, in brackets behind its title. */
  readonly consequence: string;
}

/** A rule about a way in which image gates let images through. */
export function gateRule({ weakness, advice, consequence, ...rule }: GateRule): Rule {
  return {
    ...rule,
    category: 'images',
    severity: 'warning',
    *resource(resource, { policies }): Generator<Finding> {
      for (const { kind, at, does, remedy, advice: own = advice } of weaknessesOf(resource, policies)) {
        if (kind !== weakness) continue;
        yield {
          at,
          entry: at,
          message: `The ${resource.kind} "${resource.name ?? ''}" ${does}. ${own}`,
          fixes:
            remedy === undefined
              ? []
              : [
                  {
                    title: `Write ${titleOf(remedy)} (${consequence})`,
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
