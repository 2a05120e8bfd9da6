import type { Resource } from '../manifest/resource';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { Guard } from './guard';
import type { Finding, RuleContext } from './rule';
import type { RunnableRule } from './runnable-rule';

/** A finding, and the pod that it was found in. */
export interface FoundInPod {
  readonly finding: Finding;
  readonly container: Container | undefined;
  readonly pod: Pod | undefined;
}

/** What a rule finds in a resource and its pods. */
export function runRule(
  rule: RunnableRule,
  resource: Resource,
  pods: readonly Pod[],
  context: RuleContext,
  guard: Guard,
): readonly FoundInPod[] {
  let found: FoundInPod[] | undefined;
  if (rule.resource) {
    for (const finding of rule.resource(resource, context)) {
      found ??= [];
      found.push({ finding, container: undefined, pod: undefined });
    }
  }
  for (const pod of pods) {
    if (rule.pod) {
      for (const finding of rule.pod(pod, context)) {
        found ??= [];
        found.push({ finding, container: undefined, pod });
      }
    }
    if (rule.image) {
      for (const image of pod.images) {
        for (const finding of rule.image(image, pod, context)) {
          found ??= [];
          // A volume is a part of its pod: each can have a finding.
          const own = image.container ? finding : { entry: image.owner, ...finding };
          found.push({ finding: own, container: image.container, pod });
        }
        guard.checkTime();
      }
    }
    if (!rule.container) continue;
    for (const container of pod.containers) {
      for (const finding of rule.container(container, pod, context)) {
        found ??= [];
        found.push({ finding, container, pod });
      }
      guard.checkTime();
    }
  }
  return found ?? NOTHING;
}

const NOTHING: readonly never[] = [];
