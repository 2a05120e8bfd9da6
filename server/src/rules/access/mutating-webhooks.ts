import { apiGroup, type Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';

/** The webhooks of a MutatingWebhookConfiguration that are called when a pod is created or changed. */
export function podWebhooksOf(resource: Resource): YamlValue[] {
  if (!isMutatingConfiguration(resource)) return [];
  return resource.value.get('webhooks').items.filter((webhook) => webhook.get('rules').items.some(matchesPods));
}

export function isMutatingConfiguration(resource: Resource): boolean {
  return apiGroup(resource) === 'admissionregistration.k8s.io' && resource.kind === 'MutatingWebhookConfiguration';
}

/** `*` means every resource without its subresources (API reference, RuleWithOperations). */
function matchesPods(rule: YamlValue): boolean {
  const operations = rule.get('operations').strings;
  return (
    operations.some((operation) => ['*', 'CREATE', 'UPDATE'].includes(operation)) &&
    rule.get('apiGroups').strings.some((group) => group === '*' || group === '') &&
    rule
      .get('resources')
      .strings.some((word) => ['*', '*/*', 'pods', 'pods/*', 'pods/ephemeralcontainers'].includes(word))
  );
}
