import type { NamespaceRule, ScopeCause } from '../../cause/scope';
import type { Words } from './table';

/** Whether a gate is asked about a pod. */
export const SCOPE_WORDS: Words<ScopeCause> = {
  'namespace-left-out': ({ namespace, by }) => NAMESPACE_WORDS[by](`"${namespace}"`),
  'namespace-has-label': ({ namespace, label }) => `the namespace "${namespace}" has the label \`${label}\``,
  'namespace-lacks-label': ({ namespace, label }) => `the namespace "${namespace}" has no label \`${label}\``,
  'own-namespace-only': ({ namespace }) =>
    namespace === undefined
      ? 'it applies only in its own namespace'
      : `it applies only in the namespace "${namespace}"`,
  'labels-differ': ({ of, by }) =>
    ({
      webhook: `the labels of the ${of} do not match the selector of its webhook`,
      selector: `the labels of the ${of} do not match its selector`,
      labelSelector: `the labels of the ${of} do not match its \`labelSelector\``,
      match: `the labels or annotations of the ${of} do not match its selector`,
    })[by],
  'kind-differs': ({ of, by }) =>
    by === 'kinds' ? `its \`kinds\` do not include the kind ${of}` : `it does not apply to the kind ${of}`,
  'name-differs': ({ pattern }) =>
    pattern === undefined
      ? 'it applies only to objects with other names'
      : `its \`match\` includes only objects with names that match \`${pattern}\``,
  'not-at-creation': ({ by }) =>
    ({
      webhook: 'its webhook is not called when pods are created',
      rules: 'it does not apply when pods like this one are created',
      operations: 'it does not apply when objects are created',
    })[by],
  'cluster-scoped-only': 'its `match` includes only objects without a namespace',
  'generated-pods-only': 'it applies only to pods that Gatekeeper generates from workloads (`source: Generated`)',
  'no-webhook': 'its configuration has no webhook',
  'no-match': 'it has no `match`',
  'match-excludes-objects': 'its `match` includes none of these objects',
  excluded: ({ namespace }) =>
    namespace === undefined
      ? 'its `exclude` includes this object'
      : `its \`exclude\` includes this object in the namespace "${namespace}"`,
  'match-conditions-not-met': 'its `matchConditions` are not met',
  'match-conditions-unknown': ({ of }) =>
    of === 'webhook'
      ? 'the result depends on the `matchConditions` of its webhook'
      : 'the result depends on its `matchConditions`',
  'match-condition-fails': ({ message }) =>
    `one of its \`matchConditions\` fails here (${message}), so the policy is skipped`,
  'preconditions-not-met': 'its preconditions are not met',
  'one-rule-only': 'its policy applies only one rule (`applyRules: One`), which may be an earlier rule',
  exempt: ({ exception }) => `the PolicyException "${exception}" exempts it`,
  'exempt-unknown': ({ exception }) => `the PolicyException "${exception}" may exempt it`,
  'users-excluded': 'it does not apply to some users',
  'action-by-namespace': 'the namespace decides whether it denies or only reports',
  'enforced-elsewhere': ({ points }) =>
    `${points.length === 0 ? 'nothing' : `only ${points.join(', ')}`} enforces it, not the webhook`,
  covered: ({ which }) =>
    which === 'image' ? 'a ClusterImagePolicy matches the image' : 'a ClusterImagePolicy matches each of its images',
  'manifest-incomplete': 'the manifest is incomplete or contains template expressions',
  'internal-error': 'Sidecar Guard failed on this policy; please report it',
  unreadable: ({ field }) => `its \`${field}\` cannot be read`,
  'partly-unreadable': ({ field }) => `a part of its \`${field}\` cannot be read`,
  'unreadable-namespaces': ({ of }) =>
    of === 'Config'
      ? "some namespaces that Gatekeeper's Config excludes cannot be read"
      : 'some namespaces in its `match` cannot be read',
  'unreadable-webhook': ({ part }) =>
    part === 'rules' ? 'some `rules` of its webhook cannot be read' : 'a selector of its webhook cannot be read',
  'unreadable-configuration': ({ configMap }) => `the policy in the ConfigMap "${configMap}" cannot be read`,
  'unreadable-glob': ({ glob }) => `its glob \`${glob}\` cannot be read`,
  'unreadable-validator': ({ validator }) => `\`approve\` of the validator "${validator}" cannot be read`,
  open: ({ what }) =>
    ({
      match: 'a template expression decides what it applies to',
      action: 'a template expression decides whether it denies or only reports',
      conditions: 'its conditions contain template expressions',
      checks: 'its checks contain template expressions',
      images: 'expressions decide which images it applies to',
      parameters: 'its parameters contain template expressions',
    })[what],
};

/** @param namespace in quotes */
const NAMESPACE_WORDS: Readonly<Record<NamespaceRule, (namespace: string) => string>> = {
  webhook: (namespace) => `its webhook excludes the namespace ${namespace}`,
  selector: (namespace) => `its selector excludes the namespace ${namespace}`,
  namespaceSelector: (namespace) => `its \`namespaceSelector\` excludes the namespace ${namespace}`,
  namespaces: (namespace) => `its \`namespaces\` do not include ${namespace}`,
  excludedNamespaces: (namespace) => `it excludes the namespace ${namespace}`,
  match: (namespace) => `it does not apply to the namespace ${namespace}`,
  Config: (namespace) => `Gatekeeper's Config excludes the namespace ${namespace}`,
  installation: (namespace) => `the installation of Gatekeeper excludes its own namespace ${namespace}`,
  resourceFilters: (namespace) => `the default \`resourceFilters\` of Kyverno exclude the namespace ${namespace}`,
};
