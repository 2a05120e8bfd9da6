import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import type { ApiRequest } from '../../workspace/policy-rule';
import { inWords } from '../in-words';
import { links } from '../links';
import type { Finding, Rule, RuleContext } from '../rule';
import { connectActions, INJECT, READ_SECRETS, WRITE_GATES } from './actions';
import { allowed, entriesOf, isEverything, isSweeping, type RoleEntry } from './entries';
import { escalations } from './escalation';
import { grantedTo, reachOf, roleLabel } from './reach';

export const wildcardRule: Rule = {
  id: 'wildcard-rule',
  category: 'access',
  severity: 'warning',
  title: 'A role with `*` for verbs, resources or API groups',
  why: '`*` includes verbs such as `escalate` and `impersonate`, subresources such as `pods/exec`, and the resources of all operators that are installed later. It is a warning, and information for the API group of an operator. An entry with `*` for all three, or for all resources of the core group, is one finding, at its role, that says what it includes.',
  fix: 'List only what is needed. `kubectl api-resources --verbs=list -o wide` shows the names.',
  references: [links.leastPrivilege, links.rbacGoodPractices],
  peers: {
    Checkov: ['CKV_K8S_49'],
    'kube-linter': ['wildcard-in-rules'],
    Trivy: ['KSV-0044', 'KSV-0045', 'KSV-0046', 'KSV-0112'],
    Kubescape: ['C-0187'],
  },
  examples: {
    bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: settings
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: ["*"] # warning
`,
    good: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: settings
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list, watch, update]
`,
  },

  kinds: ['Role', 'ClusterRole'],
  *resource(resource, context) {
    const entries = entriesOf(resource, context);
    const everything = entries.find(({ rule }) => isEverything(rule));
    if (everything) {
      yield* judgeWildcards(everything, resource, context);
      return;
    }
    for (const entry of entries) {
      const found = [...judgeWildcards(entry, resource, context)];
      yield* found.length > 0 ? found : judgeNames(entry, resource);
    }
  },
};

function* judgeWildcards(entry: RoleEntry, resource: Resource, context: RuleContext): Generator<Finding> {
  const lists = ['verbs', 'resources', 'apiGroups'].map((name) => ({ name, word: find(entry.value.get(name), '*') }));
  const wild = lists.flatMap(({ name, word }) => (word ? [{ name, word }] : []));
  const [first] = wild;
  if (!first) return;
  // An operator usually needs all permissions in its own API group.
  const isOwn = entry.rule.apiGroups.length > 0 && entry.rule.apiGroups.every(isCustomGroup);
  const { words, related } = reachOf(entry.grants, context.access);
  const more = isSweeping(entry.rule) ? included(entry, context) : '';
  const extent = isEverything(entry.rule)
    ? 'may do everything'
    : `has \`*\` for ${inWords(wild.map(({ name }) => `\`${name}\``))}, which includes everything that is added later`;
  yield {
    at: first.word,
    entry: entry.value,
    severity: isOwn ? 'information' : 'warning',
    related,
    message: `Too many permissions: ${roleLabel(resource)} ${extent}${more && `: it can ${more}`}${grantedTo(words)}. List only what is needed.`,
  };
}

/** What an entry includes that would be a finding of its own if it was written. */
function included(entry: RoleEntry, { kubernetesMinor }: RuleContext): string {
  const ways: readonly (readonly [what: string, actions: readonly ApiRequest[]])[] = [
    ['read Secrets', READ_SECRETS],
    ['get into containers', connectActions(kubernetesMinor)],
    ['change workloads', INJECT],
    ['change gates', WRITE_GATES],
    ['gain other rights', escalations(kubernetesMinor).flatMap(([first]) => first ?? [])],
  ];
  return inWords(ways.flatMap(([what, actions]) => (allowed(entry, actions).length > 0 ? [what] : [])));
}

/** What looks like a pattern and is none. */
function* judgeNames(entry: RoleEntry, resource: Resource): Generator<Finding> {
  const pattern = entry.value.get('resources').items.find((word) => /^[^*]+\/\*$/.test(word.string ?? ''));
  if (pattern) {
    yield {
      at: pattern,
      entry: entry.value,
      message: `No effect: \`${pattern.string}\` in ${roleLabel(resource)} grants nothing, because RBAC accepts \`*\` only as the whole name or before a subresource (\`*/scale\`). List the subresources that are needed.`,
    };
  }
  // The API server asks for `*` and for names such as `example.com/*` in these groups.
  if (entry.rule.apiGroups.some((group) => ASKS_FOR_PATTERNS.test(group))) return;
  const name = entry.value.get('resourceNames').items.find((word) => word.string?.includes('*'));
  if (!name) return;
  yield {
    at: name,
    entry: entry.value,
    message: `No effect: \`${name.string}\` in \`resourceNames\` of ${roleLabel(resource)} grants nothing, because RBAC compares names as they are. Write the names, or leave out \`resourceNames\` for all objects.`,
  };
}

const ASKS_FOR_PATTERNS = /^(?:certificates|authentication)\.k8s\.io$/;

function find(list: YamlValue, word: string): YamlValue | undefined {
  return list.items.find((item) => item.string === word);
}

/** Whether a group is not one of Kubernetes itself, whose groups have no dot or end in `.k8s.io`. */
function isCustomGroup(group: string): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}
