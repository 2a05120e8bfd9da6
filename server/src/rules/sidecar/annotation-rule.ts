import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import type { Finding, Rule, RuleContext } from '../rule';
import { isWorse, type Severity } from '../severity';

/** An annotation by which an injected container is changed. */
export interface AnnotationPattern {
  readonly key: RegExp;
  /** What it does, behind the key. */
  readonly does: string;
  /** The annotation of an injector that writes this one, too, when it has done its work. */
  readonly writtenBy?: string;
  /** How bad a value is; `undefined` for one that is all right. */
  severity(value: string, context: RuleContext, at: YamlValue): Severity | undefined;
}

interface AnnotationRule extends Omit<Rule, 'category' | 'severity' | 'pod' | 'container' | 'resource'> {
  readonly severity: Severity;
  readonly patterns: readonly AnnotationPattern[];
  /** What to do, as a sentence of the message. */
  readonly advice: string;
  /** What follows from removing the annotation, in brackets behind the fix; no fix without it. */
  readonly removal?: string;
}

interface Offence {
  readonly at: YamlValue;
  readonly key: string;
  readonly does: string;
  readonly severity: Severity;
}

/** A rule about annotations of a pod's template: the worst is the finding, the others are related to it. */
export function annotationRule({ patterns, advice, removal, ...rule }: AnnotationRule): Rule {
  return {
    ...rule,
    category: 'sidecar',
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
        message: `\`${worst.key}\` ${worst.does}. ${advice}`,
        related: offences
          .filter((other) => other !== worst)
          .map(({ at, key, does }) => ({ at, message: `\`${key}\` ${does}, too.` })),
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
    // Whoever prints a pod from a cluster gets what the injector wrote. No reason to be silent: anybody can write it.
    const isPrinted =
      pod.resource.kind === 'Pod' && pattern.writtenBy !== undefined && annotations.get(pattern.writtenBy).exists;
    return [{ at, key, does: pattern.does, severity: isPrinted ? 'information' : severity }];
  });
}

function removalOf({ resource }: Pod, { at, key }: Offence, consequence: string) {
  return {
    title: `Remove ${key} (${consequence})`,
    isPreferred: false,
    change: () => removeEntry(resource.document, at),
  };
}
