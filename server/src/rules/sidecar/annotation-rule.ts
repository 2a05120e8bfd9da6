import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import type { Finding, Rule, RuleContext } from '../rule';
import { isWorse, type Severity } from '../severity';

/** An annotation that changes an injected container. */
interface AnnotationPattern {
  readonly key: RegExp;
  /** What can happen because of it: the beginning of the message. */
  readonly risk: string;
  /** A status annotation of an injector. If it is set, the injector wrote this annotation, too. */
  readonly writtenBy?: string;
  /** The severity for a value; `undefined` if the value is harmless. */
  severity(value: string, context: RuleContext, at: YamlValue): Severity | undefined;
}

interface AnnotationRule extends Omit<Rule, 'category' | 'severity' | 'pod' | 'container' | 'resource'> {
  readonly severity: Severity;
  readonly patterns: readonly AnnotationPattern[];
  /** What to do, as a sentence of the message. */
  readonly advice: string;
  /** What happens when the annotation is removed, for the title of the fix. Without it, there is no fix. */
  readonly removal?: string;
}

interface Offence {
  readonly at: YamlValue;
  readonly key: string;
  readonly risk: string;
  readonly severity: Severity;
}

/** A rule about annotations of a pod's template. The worst one is the finding, and the others are related to it. */
export function annotationRule({ patterns, advice, removal, ...rule }: AnnotationRule): Rule {
  return {
    ...rule,
    category: 'sidecar',
    fields: ['annotations'],
    *pod(pod, context): Generator<Finding> {
      const offences = offencesOf(pod, patterns, context);
      const worst = offences.reduce<Offence | undefined>(
        (first, next) => (first && !isWorse(next.severity, first.severity) ? first : next),
        undefined,
      );
      if (!worst) return;
      yield {
        at: worst.at,
        severity: worst.severity,
        message: `${riskOf(worst)}. ${advice}`,
        related: offences
          .filter((other) => other !== worst)
          .map((other) => ({ at: other.at, message: `${riskOf(other)}.` })),
        fixes: removal === undefined ? [] : [removalOf(pod, worst, removal)],
      };
    },
  };
}

function offencesOf(pod: Pod, patterns: readonly AnnotationPattern[], context: RuleContext): Offence[] {
  const annotations = pod.metadata.get('annotations');
  return annotations.entries.flatMap(({ key, value: at }) => {
    const pattern = patterns.find((candidate) => candidate.key.test(key));
    const severity = pattern && at.label !== undefined ? pattern.severity(at.label, context, at) : undefined;
    if (!pattern || !severity) return [];
    // A pod that was printed from a cluster has the annotations of the injector. The status annotation can be forged, so
    // there is still a finding.
    const isPrinted =
      pod.resource.kind === 'Pod' && pattern.writtenBy !== undefined && annotations.get(pattern.writtenBy).isSet;
    return [{ at, key, risk: pattern.risk, severity: isPrinted ? 'information' : severity }];
  });
}

function riskOf({ risk, key }: Offence): string {
  return `${risk} (annotation \`${key}\`)`;
}

function removalOf({ resource }: Pod, { at, key }: Offence, consequence: string) {
  return {
    title: `Remove ${key} (${consequence})`,
    isPreferred: false,
    change: () => removeEntry(resource.document, at),
  };
}
