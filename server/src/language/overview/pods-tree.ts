import { ROLE_NAMES } from '../../pod/role-names';
import type { DocumentSummary, FindingSummary, PodSummary } from './document-summary';
import { findingBranches } from './findings-tree';
import { type Branch, branch, groupedBy, inOrder, keyed, leaf } from './tree';
import { COVERAGE_WORDS, countsOf, workloadTitle, worstIn } from './words';

const NO_NAMESPACE = '(no namespace)';

/** Namespaces, their workloads, and the containers of those: also the ones that injectors will add. */
export function podsTree(documents: readonly DocumentSummary[], nameOf: (uri: string) => string): Branch[] {
  const findings = new Map(
    groupedBy(
      documents.flatMap((document) => document.findings),
      ({ workload }) => workload.key,
    ),
  );
  const pods = documents.flatMap((document) => document.pods);
  return groupedBy(pods, ({ workload }) => workload.namespace ?? NO_NAMESPACE).map(([namespace, own]) => {
    const all = own.flatMap(({ workload }) => findings.get(workload.key) ?? []);
    const words = [`${own.length} ${own.length === 1 ? 'workload' : 'workloads'}`, ...countsOf(all)];
    const node = { key: namespace, icon: 'namespace', label: namespace, description: words.join(' · ') } as const;
    const below = (): Branch[] => {
      const order = [...own].sort(
        (a, b) => inOrder(a.workload.name, b.workload.name) || inOrder(a.workload.key, b.workload.key),
      );
      // A resource can have several pod templates.
      return keyed(order, ({ workload }) => workload.key).map(([key, pod]) =>
        workloadBranch(key, pod, findings.get(pod.workload.key) ?? [], nameOf),
      );
    };
    return branch({ ...node, ...worstIn(all) }, own.length, below, { isOpen: true });
  });
}

function workloadBranch(
  key: string,
  { workload, place, gate, containers, injected }: PodSummary,
  findings: readonly FindingSummary[],
  nameOf: (uri: string) => string,
): Branch {
  const own = findings.filter(({ container }) => container === undefined);
  const node = {
    key,
    icon: 'workload',
    label: workload.name,
    description: [...countsOf(findings), workload.kind, COVERAGE_WORDS[gate]].join(' · '),
    detail: `${workloadTitle(workload)} in ${nameOf(place.uri)}: its images are ${COVERAGE_WORDS[gate]}.`,
    place,
    isInCluster: true,
    ...worstIn(findings),
  } as const;
  return branch(node, containers.length + injected.length + own.length, () => [
    ...containers.map((container, index) => {
      const about = findings.filter((finding) => finding.container === container.name);
      return containerBranch(`${index} ${container.name}`, container, about, nameOf);
    }),
    ...injected.map(({ name, by, isCertain }) =>
      leaf({
        key: `injected ${name}`,
        icon: 'injected',
        label: name,
        description: `injected by ${by}`,
        detail: `The manifest does not have this container: ${by} ${isCertain ? 'adds' : 'may add'} it to the pod.`,
        place,
      }),
    ),
    ...findingBranches(own, nameOf),
  ]);
}

function containerBranch(
  key: string,
  { name, role, evidence, image, place }: PodSummary['containers'][number],
  findings: readonly FindingSummary[],
  nameOf: (uri: string) => string,
): Branch {
  const because = evidence.length > 0 ? `: ${evidence.join('; ')}` : '';
  const node = {
    key,
    icon: role,
    label: name,
    description: [ROLE_NAMES[role], ...countsOf(findings)].join(' · '),
    detail: `${ROLE_NAMES[role]}${because}. ${image === undefined ? 'It has no image.' : `Its image is ${image}.`}`,
    place,
    isInCluster: true,
    ...worstIn(findings),
  } as const;
  return branch(node, findings.length, () => findingBranches(findings, nameOf));
}
