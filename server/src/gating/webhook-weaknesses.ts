import type { YamlValue } from '../manifest/value';
import type { Weakness } from './gate-engine';
import { createOnly, failsOpen } from './policy-text';

/**
 * How an engine's webhook lets images past it, whatever its policies say (API reference, ValidatingWebhook). Only rules
 * about pods count: whatever makes pods, their images are asked about then.
 * @param webhook an entry of a webhook configuration's `webhooks`
 */
export function webhookWeaknesses(webhook: YamlValue, engine: string): Weakness[] {
  const operations = webhook
    .get('rules')
    .items.filter(isAboutPods)
    .map((rule) => rule.get('operations'));
  const isAskedAboutChanges = operations.some(({ strings }) => strings.includes('UPDATE') || strings.includes('*'));
  return [
    ...failsOpen(webhook.get('failurePolicy'), `admits every image while ${engine} does not answer`),
    ...(isAskedAboutChanges ? [] : operations.flatMap(createOnly)),
  ];
}

function isAboutPods(rule: YamlValue): boolean {
  const has = (list: string, ...words: readonly string[]): boolean =>
    rule.get(list).strings.some((word) => words.includes(word));
  return has('apiGroups', '', '*') && has('resources', 'pods', '*', '*/*');
}
