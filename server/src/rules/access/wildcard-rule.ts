import type { YamlValue } from '../../manifest/value';
import { links } from '../links';
import type { Rule } from '../rule';
import { entriesOf, inWords } from './entries';
import { reachOf, roleLabel } from './reach';

export const wildcardRule: Rule = {
  id: 'wildcard-rule',
  category: 'access',
  severity: 'warning',
  title: 'A role with `*` for verbs, resources or API groups',
  why: '`*` also means what will be there tomorrow: verbs such as `escalate` and `impersonate`, subresources such as `pods/exec`, and the kinds of every operator that is installed later.',
  fix: 'Write out what is needed. `kubectl api-resources --verbs=list -o wide` shows the names.',
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

  *resource(resource, context) {
    for (const entry of entriesOf(resource, context)) {
      const lists = ['verbs', 'resources', 'apiGroups'].map((name) => ({
        name,
        word: find(entry.value.get(name), '*'),
      }));
      const wild = lists.flatMap(({ name, word }) => (word ? [{ name, word }] : []));
      const [first] = wild;
      if (first) {
        // An operator that owns a group of its own may well have all of it.
        const isOwn = entry.rule.apiGroups.length > 0 && entry.rule.apiGroups.every(isCustomGroup);
        const { words, related } = reachOf(entry.grants, context.access);
        yield {
          at: first.word,
          entry: entry.value,
          severity: isOwn ? 'information' : 'warning',
          related,
          message: `${roleLabel(resource)} has \`*\` for ${inWords(wild.map(({ name }) => name))}, which also means what is added later${
            words === undefined ? '' : `: ${words}`
          }. Write out what is needed.`,
        };
        continue;
      }
      const pattern = entry.value.get('resources').items.find((word) => /^[^*]+\/\*$/.test(word.string ?? ''));
      if (pattern) {
        yield {
          at: pattern,
          entry: entry.value,
          message: `${roleLabel(resource)} allows nothing by \`${pattern.string}\`: RBAC knows \`*\` only as the whole word, or before a subresource (\`*/scale\`). Write out the subresources that are needed.`,
        };
      }
    }
  },
};

function find(list: YamlValue, word: string): YamlValue | undefined {
  return list.items.find((item) => item.string === word);
}

/** A group that Kubernetes itself doesn't have: its own are short or end in `.k8s.io`. */
function isCustomGroup(group: string): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io');
}
