import type { YamlValue } from '../manifest/value';
import type { AdmissionObject } from './admission-pod';
import { type Answer, all, any } from './answers';
import {
  APPLIES,
  applicabilityOf,
  type Condition,
  dependsOnNamespace,
  doesNotApply,
  leavingLabelsOut,
  leavingNamespacesOut,
  mayApply,
  remembered,
} from './applicability';
import { LabelSelector, NAME_LABEL } from './label-selector';
import { oneIs, textsIn } from './text-list';

/** Which objects the API server sends to a webhook (API reference, ValidatingWebhook), read once. */
export interface AdmissionWebhook {
  readonly asksAbout: Condition;
  /** Whether objects are admitted while it does not answer: `failurePolicy: Ignore`. The default is `Fail`. */
  readonly failsOpen: boolean;
}

export interface WebhookOptions {
  /** The label that excludes a namespace. A namespace whose manifest is not in the workspace counts as not having it. */
  readonly optOut?: string;
  /** Whether its controller writes the rules when it starts. Manifests have no rules then. */
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
    asksAbout: (object, pod) => applicabilityOf(conditions, object, pod),
  };
}

const ON_CONDITIONS = mayApply({ kind: 'match-conditions-unknown', of: 'webhook' });
const NOT_AT_CREATION = doesNotApply({ kind: 'not-at-creation', by: 'webhook' });
const UNREADABLE_RULES = mayApply({ kind: 'unreadable-webhook', part: 'rules' });
const UNREADABLE_SELECTOR = mayApply({ kind: 'unreadable-webhook', part: 'selector' });
const namespaceLeftOut = leavingNamespacesOut('webhook');
const labelsDiffer = leavingLabelsOut('webhook');

function byRules(rules: readonly Rule[], isRegisteredLater: boolean): Condition | undefined {
  if (isRegisteredLater && rules.length === 0) return undefined;
  return remembered(
    ({ group, version, resource }) => `${group}/${version}/${resource}`,
    (object) => {
      const answer = any(rules.map((rule) => rule(object)));
      if (answer === 'no') return NOT_AT_CREATION;
      return answer === 'yes' ? APPLIES : UNREADABLE_RULES;
    },
  );
}

function byNamespace(value: YamlValue, optOut: string | undefined): Condition | undefined {
  const selector = LabelSelector.of(value);
  if (selector.isEmpty) return undefined;
  const isKnownAnyway = isByNameOrAbsence(value, optOut);
  return (_, pod) => {
    const { namespace } = pod;
    const answer =
      namespace && !namespace.manifest && isKnownAnyway
        ? selector.selects({ [NAME_LABEL]: namespace.name })
        : selector.selectsNamespace(namespace);
    if (answer === 'unknown' && namespace?.manifest) return UNREADABLE_SELECTOR;
    if (answer === 'unknown') return dependsOnNamespace(pod);
    return answer === 'yes' ? APPLIES : namespaceLeftOut(namespace?.name);
  };
}

function byLabels(value: YamlValue): Condition | undefined {
  const selector = LabelSelector.of(value);
  if (selector.isEmpty) return undefined;
  return ({ kind, labels }) => {
    const answer = selector.selects(labels);
    if (answer === 'unknown') return UNREADABLE_SELECTOR;
    return answer === 'yes' ? APPLIES : labelsDiffer(kind);
  };
}

function isByNameOrAbsence(selector: YamlValue, label: string | undefined): boolean {
  if ([...selector.get('matchLabels').keys].some((key) => key !== NAME_LABEL)) return false;
  return selector.get('matchExpressions').items.every((item) => {
    const key = item.get('key').string;
    return key === NAME_LABEL || (key === label && item.get('operator').string === 'DoesNotExist');
  });
}

type Rule = (object: AdmissionObject) => Answer;

/** Each list of a rule must match; `*` matches everything (API reference, RuleWithOperations). */
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
