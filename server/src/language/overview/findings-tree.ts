import type { FindingGroup } from '../../protocol/overview';
import { RULES } from '../../rules/index';
import { SEVERITIES } from '../../rules/severity';
import type { DocumentSummary, FindingSummary } from './document-summary';
import { type Branch, branch, groupedBy, inOrder, keyed, leaf } from './tree';
import { countsOf, workloadTitle, worstIn } from './words';

/** All findings, in groups: the worst first. */
export function findingsTree(
  documents: readonly DocumentSummary[],
  group: FindingGroup,
  nameOf: (uri: string) => string,
): Branch[] {
  const all = documents.flatMap(({ findings }) => findings);
  switch (group) {
    case 'rule':
      return worstFirst(groupedBy(all, ({ rule }) => rule)).map(([rule, findings]) =>
        ruleBranch(rule, findings, nameOf),
      );
    case 'workload':
      return worstFirst(groupedBy(all, ({ workload }) => `${workloadTitle(workload)}\n${workload.key}`)).map(
        ([key, findings]) => workloadBranch(key, findings, nameOf),
      );
    case 'severity':
      return worstFirst(groupedBy(all, ({ severity }) => severity)).map(([key, findings]) => {
        const [{ severity = 'hint' } = {}] = findings;
        const node = { key, icon: severity, label: severity, description: `${findings.length}` } as const;
        return branch(node, findings.length, () => findingBranches(findings, nameOf));
      });
  }
}

function ruleBranch(rule: string, findings: readonly FindingSummary[], nameOf: (uri: string) => string): Branch {
  const title = RULES.find(({ id }) => id === rule)?.title;
  const node = {
    key: rule,
    icon: 'rule',
    label: rule,
    description: countsOf(findings).join(),
    rule,
    ...(title !== undefined && { detail: title }),
    ...worstIn(findings),
  } as const;
  return branch(node, findings.length, () => findingBranches(findings, nameOf));
}

function workloadBranch(key: string, findings: readonly FindingSummary[], nameOf: (uri: string) => string): Branch {
  const [first] = findings;
  const node = {
    key,
    icon: 'workload',
    label: first ? workloadTitle(first.workload) : key,
    description: countsOf(findings).join(),
    ...(first && { detail: nameOf(first.place.uri) }),
    ...worstIn(findings),
  } as const;
  return branch(node, findings.length, () => findingBranches(findings, nameOf));
}

/** Findings, the worst first, then file by file. */
export function findingBranches(findings: readonly FindingSummary[], nameOf: (uri: string) => string): Branch[] {
  const rank = ({ severity }: FindingSummary): number => SEVERITIES.indexOf(severity);
  const order = [...findings].sort(
    (a, b) => rank(b) - rank(a) || inOrder(a.place.uri, b.place.uri) || a.place.line - b.place.line,
  );
  const named = keyed(order, ({ rule, workload, container = '' }) => `${rule} ${workload.key} ${container}`);
  return named.map(([key, { rule, severity, message, place, isFixable }]) =>
    leaf({
      key,
      icon: severity,
      label: message,
      description: `${nameOf(place.uri)}:${place.line + 1}`,
      detail: `${severity} (${rule}): ${message}`,
      place,
      rule,
      ...(isFixable && { isFixable }),
    }),
  );
}

function worstFirst(groups: [string, FindingSummary[]][]): [string, FindingSummary[]][] {
  const rank = (findings: readonly FindingSummary[]): number => SEVERITIES.indexOf(worstIn(findings).worst ?? 'hint');
  return groups
    .map((group) => ({ group, rank: rank(group[1]) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ group }) => group);
}
