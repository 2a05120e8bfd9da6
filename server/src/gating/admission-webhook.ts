import type { YamlValue } from '../manifest/value';
import { ASKED, type Asked, dependsOnNamespace, inTurn, isNotAsked } from './asked';
import type { Answer } from './gate';
import type { AdmittedObject, GatedPod } from './gated-pod';
import { all, any, NAME_LABEL, selects, selectsNamespace } from './selectors';
import { oneIs, textsIn } from './text-list';

/** Which objects the API server sends to a webhook (API reference, ValidatingWebhook), read once. */
export interface AdmissionWebhook {
  asksAbout(object: AdmittedObject, pod: GatedPod): Asked;
  /** Whether objects are admitted while it doesn't answer; without a word they aren't (`failurePolicy`). */
  readonly failsOpen: boolean;
}

export interface WebhookOptions {
  /** A label by whose presence namespaces are out: those without a manifest in the workspace are taken not to have it. */
  readonly optOut?: string;
  /** Its controller writes the rules when it starts, so that manifests have none. */
  readonly isRegisteredLater?: boolean;
}

/** @param webhook an entry of a webhook configuration's `webhooks` */
export function readWebhook(webhook: YamlValue, options: WebhookOptions = {}): AdmissionWebhook {
  const rules = webhook.get('rules').items.map(toRule);
  const hasNoRules = options.isRegisteredLater === true && rules.length === 0;
  const namespaceSelector = webhook.get('namespaceSelector');
  const objectSelector = webhook.get('objectSelector');
  const isByLabelsOfNamespaces = keysOf(namespaceSelector).length > 0;
  const isByLabelsOfObjects = keysOf(objectSelector).length > 0;
  const isKnownAnyway = isByNameOrAbsence(namespaceSelector, options.optOut);
  const hasConditions = webhook.get('matchConditions').items.length > 0;
  const inNamespace = ({ namespace }: GatedPod): Answer =>
    namespace && !namespace.manifest && isKnownAnyway
      ? selects(namespaceSelector, { [NAME_LABEL]: namespace.name })
      : selectsNamespace(namespaceSelector, namespace);
  return {
    failsOpen: webhook.get('failurePolicy').string === 'Ignore',
    asksAbout: (object, pod) =>
      inTurn(
        () => {
          const answer = hasNoRules ? 'yes' : any(rules.map((rule) => rule(object)));
          if (answer === 'no') return isNotAsked('its webhook is not asked when pods are created');
          return answer === 'yes' ? ASKED : { answer, reason: 'the rules of its webhook can not be read as a whole' };
        },
        () => {
          if (!isByLabelsOfNamespaces) return ASKED;
          const answer = inNamespace(pod);
          if (answer === 'unknown') return dependsOnNamespace(pod);
          return answer === 'yes' ? ASKED : isNotAsked(`its webhook leaves the namespace "${pod.namespace?.name}" out`);
        },
        () =>
          !isByLabelsOfObjects || selects(objectSelector, object.labels) === 'yes'
            ? ASKED
            : isNotAsked(`its webhook's selector does not meet the labels of the ${object.kind}`),
        () =>
          hasConditions ? { answer: 'unknown', reason: 'it depends on the `matchConditions` of its webhook' } : ASKED,
      ),
  };
}

function isByNameOrAbsence(selector: YamlValue, label: string | undefined): boolean {
  if ([...selector.get('matchLabels').keys].some((key) => key !== NAME_LABEL)) return false;
  return selector.get('matchExpressions').items.every((item) => {
    const key = item.get('key').string;
    return key === NAME_LABEL || (key === label && item.get('operator').string === 'DoesNotExist');
  });
}

function keysOf(selector: YamlValue): string[] {
  return [
    ...selector.get('matchLabels').keys,
    ...selector.get('matchExpressions').items.map((item) => item.get('key').string ?? ''),
  ];
}

/** Of a rule's lists each has to hold; `*` stands for all (API reference, RuleWithOperations). */
function toRule(rule: YamlValue): (object: AdmittedObject) => Answer {
  const [groups, versions, resources, operations] = ['apiGroups', 'apiVersions', 'resources', 'operations'].map((key) =>
    textsIn(rule.get(key)),
  );
  const has = (list: typeof groups, ...words: readonly string[]): Answer =>
    list ? oneIs(list, (text) => words.includes(text)) : 'no';
  const isNamespaced = rule.get('scope').string !== 'Cluster';
  return (object) =>
    all([
      isNamespaced ? 'yes' : 'no',
      has(operations, '*', 'CREATE'),
      has(groups, '*', object.group),
      has(versions, '*', object.version),
      has(resources, '*', '*/*', object.resource),
    ]);
}
