import { appendItem } from '../../fixes/append-item';
import { type NewValue, setValue } from '../../fixes/set-value';
import type { WeaknessKind } from '../../gating/engine';
import { weaknessesOf } from '../../gating/policy-resources';
import type { Finding, Rule } from '../rule';
import type { Severity } from '../severity';

interface GateRule extends Omit<Rule, 'category' | 'severity' | 'pod' | 'container' | 'image' | 'resource'> {
  readonly weakness: WeaknessKind;
  /** What the message begins with. */
  readonly risk: string;
  /** What to do: a sentence of the message. */
  readonly advice: string;
  /** What follows from the fix, for the brackets at the end of its title. */
  readonly consequence: string;
  /** The default is a warning. */
  readonly severity?: Severity;
}

/** A rule about one kind of weakness of image gates. */
export function gateRule({ weakness, risk, advice, consequence, severity = 'warning', ...rule }: GateRule): Rule {
  return {
    ...rule,
    category: 'images',
    severity,
    kinds: 'uncommon',
    *resource(resource, { policies }): Generator<Finding> {
      for (const { kind, at, effect, remedy, addition, advice: own = advice } of weaknessesOf(resource, policies)) {
        if (kind !== weakness) continue;
        yield {
          at,
          entry: at,
          message: `${risk}: ${resource.kind} "${resource.name ?? ''}" ${effect}. ${own}`,
          fixes: [
            ...(remedy === undefined
              ? []
              : [
                  {
                    title: `${at.name === undefined ? 'Use' : `Set ${at.name} to`} ${titleOf(remedy)} (${consequence})`,
                    isPreferred: false,
                    change: () => setValue(resource.document, at, remedy),
                  },
                ]),
            ...(addition === undefined
              ? []
              : [
                  {
                    title: `${addition.title} (${consequence})`,
                    isPreferred: false,
                    change: () => appendItem(resource.document, addition.list, addition.item),
                  },
                ]),
          ],
        };
      }
    },
  };
}

function titleOf(remedy: NewValue): string {
  return typeof remedy === 'object' ? `[${remedy.join(', ')}]` : String(remedy);
}
