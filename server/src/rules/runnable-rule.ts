import type { Rule } from './rule';

/**
 * A rule, ready to run. All have the same fields in the same order, for which engines of JavaScript have fast code; rules have those
 * that they need.
 */
export interface RunnableRule {
  readonly rule: Rule;
  readonly resource: Rule['resource'];
  readonly pod: Rule['pod'];
  readonly image: Rule['image'];
  readonly container: Rule['container'];
}

export function toRunnable(rule: Rule): RunnableRule {
  const { resource, pod, image, container } = rule;
  return { rule, resource, pod, image, container };
}
