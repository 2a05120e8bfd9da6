import type { YamlValue } from '../manifest/value';
import type { Weakness } from './gate-engine';
import { createOnly, failsOpen } from './policy-text';

/**
 * How the webhook of an engine lets images past it (API reference, ValidatingWebhook).
 * @param webhook an entry of a webhook configuration's `webhooks`
 */
export function webhookWeaknesses(webhook: YamlValue): Weakness[] {
  const rules = webhook.get('rules').items;
  return [
    ...failsOpen(webhook.get('failurePolicy')),
    ...rules.filter((rule) => !isAskedAgain(rule, rules)).flatMap((rule) => createOnly(rule.get('operations'))),
  ];
}

/** Whether other rules ask about changes of all that a rule is about. */
function isAskedAgain(rule: YamlValue, rules: readonly YamlValue[]): boolean {
  const changes = rules.filter((other) =>
    ['UPDATE', '*'].some((word) => other.get('operations').strings.includes(word)),
  );
  const covered = new Set(changes.flatMap((other) => other.get('resources').strings));
  return rule.get('resources').strings.every((resource) => covered.has(resource) || covered.has('*'));
}
