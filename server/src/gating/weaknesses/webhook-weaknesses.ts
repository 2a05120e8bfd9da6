import type { YamlValue } from '../../manifest/value';
import type { Weakness } from '../engine';
import { askedOnBy, createOnly, isAskedOnChanges } from './create-only';
import { failsOpen } from './policy-text';

/**
 * The weaknesses of an engine's webhook, which hold for all of its policies (API reference, ValidatingWebhook). Only rules
 * about pods count: the webhook checks the images of every pod when a controller creates it.
 * @param webhook an entry of a webhook configuration's `webhooks`
 */
export function webhookWeaknesses(webhook: YamlValue, engine: string): Weakness[] {
  const ofPods = webhook.get('rules').items.filter(isAboutPods);
  const checksChanges = askedOnBy(ofPods).some(isAskedOnChanges);
  return [
    ...failsOpen(webhook.get('failurePolicy'), `admits every image while ${engine} does not answer`),
    ...(checksChanges ? [] : createOnly(askedOnBy(ofPods))),
  ];
}

function isAboutPods(rule: YamlValue): boolean {
  const has = (list: string, ...words: readonly string[]): boolean =>
    rule.get(list).strings.some((word) => words.includes(word));
  return has('apiGroups', '', '*') && has('resources', 'pods', '*', '*/*');
}
