import type { YamlValue } from '../manifest/value';
import { all, any } from './answers';
import { ASKED, type Asked, askAll, type Condition, dependsOnNamespace, isNotAsked, remembered } from './asked';
import type { Answer } from './gate';
import type { AdmittedObject } from './gated-pod';
import { LabelSelector, NAME_LABEL } from './label-selector';
import { oneIs, textsIn } from './text-list';

/** Which objects the API server sends to a webhook (API reference, ValidatingWebhook), read once. */
export interface AdmissionWebhook {
  readonly asksAbout: Condition;
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
  const conditions = [
    byRules(webhook.get('rules').items.map(toRule), options.isRegisteredLater ?? false),
    byNamespace(webhook.get('namespaceSelector'), options.optOut),
    byLabels(webhook.get('objectSelector')),
    webhook.get('matchConditions').items.length > 0 ? () => ON_CONDITIONS : undefined,
  ].flatMap((condition) => condition ?? []);
  return {
    failsOpen: webhook.get('failurePolicy').string === 'Ignore',
    asksAbout: (object, pod) => askAll(conditions, object, pod),
  };
}

const ON_CONDITIONS: Asked = { answer: 'unknown', reason: 'it depends on the `matchConditions` of its webhook' };

function byRules(rules: readonly Rule[], isRegisteredLater: boolean): Condition | undefined {
  if (isRegisteredLater && rules.length === 0) return undefined;
  return remembered(
    ({ group, version, resource }) => `${group}/${version}/${resource}`,
    (object) => {
      const answer = any(rules.map((rule) => rule(object)));
      if (answer === 'no') return isNotAsked('its webhook is not asked when pods are created');
      return answer === 'yes' ? ASKED : { answer, reason: 'the rules of its webhook can not be read as a whole' };
    },
  );
}

function byNamespace(value: YamlValue, optOut: string | undefined): Condition | undefined {
  const selector = new LabelSelector(value);
  if (selector.isEmpty) return undefined;
  const isKnownAnyway = isByNameOrAbsence(value, optOut);
  return (_, pod) => {
    const { namespace } = pod;
    const answer =
      namespace && !namespace.manifest && isKnownAnyway
        ? selector.selects({ [NAME_LABEL]: namespace.name })
        : selector.selectsNamespace(namespace);
    if (answer === 'unknown' && namespace?.manifest) return UNREADABLE;
    if (answer === 'unknown') return dependsOnNamespace(pod);
    return answer === 'yes' ? ASKED : isNotAsked(`its webhook leaves the namespace "${namespace?.name}" out`);
  };
}

function byLabels(value: YamlValue): Condition | undefined {
  const selector = new LabelSelector(value);
  if (selector.isEmpty) return undefined;
  return ({ kind, labels }) => {
    const answer = selector.selects(labels);
    if (answer === 'unknown') return UNREADABLE;
    return answer === 'yes' ? ASKED : isNotAsked(`its webhook's selector does not meet the labels of the ${kind}`);
  };
}

const UNREADABLE: Asked = { answer: 'unknown', reason: 'a selector of its webhook can not be read' };

function isByNameOrAbsence(selector: YamlValue, label: string | undefined): boolean {
  if ([...selector.get('matchLabels').keys].some((key) => key !== NAME_LABEL)) return false;
  return selector.get('matchExpressions').items.every((item) => {
    const key = item.get('key').string;
    return key === NAME_LABEL || (key === label && item.get('operator').string === 'DoesNotExist');
  });
}

type Rule = (object: AdmittedObject) => Answer;

/** Of a rule's lists each has to hold; `*` stands for all (API reference, RuleWithOperations). */
function toRule(rule: YamlValue): Rule {
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
