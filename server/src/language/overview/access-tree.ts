import type { ViewPlace } from '../../protocol/overview';
import { accessToPods, type SubjectAccess, subjectWords } from '../../report/access';
import { inWords } from '../../rules/in-words';
import { scopeOf } from '../../workspace/access-graph';
import type { FactPlace } from '../../workspace/place';
import type { WorkloadFact } from '../../workspace/workload';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import { toRange } from '../ranges';
import { type Branch, branch, inOrder, keyed, leaf } from './tree';

/** What a subject can do, the worst first. */
const ABILITIES = [
  { name: 'inject', label: 'Add containers to pods', detail: 'They can create or change pods or workloads.' },
  { name: 'exec', label: 'Get into containers', detail: 'They can run programs in containers, or attach to them.' },
  { name: 'change-gates', label: 'Change gates', detail: 'They can change which images policies admit.' },
  {
    name: 'escalate',
    label: 'Give themselves more rights',
    detail: 'They can bind or change roles, or act as others.',
  },
  { name: 'read-secrets', label: 'Read Secrets', detail: 'They can read Secrets, also those of other workloads.' },
] as const;

const MOST_NAMES = 3;

/** Who can do what to pods, and by which binding. */
export function accessTree(index: WorkspaceIndex, kubernetesMinor: number): Branch[] {
  const access = accessToPods(index, kubernetesMinor);
  return ABILITIES.flatMap(({ name, label, detail }) => {
    const able = access.filter(({ abilities }) => abilities.some((ability) => ability.name === name));
    if (able.length === 0) return [];
    const count = `${able.length} ${able.length === 1 ? 'subject' : 'subjects'}`;
    const node = { key: name, icon: 'ability', label, description: count, detail } as const;
    const below = (): Branch[] =>
      keyed(
        able.sort((a, b) => inOrder(subjectWords(a.subject), subjectWords(b.subject))),
        ({ subject, grant: { binding } }) =>
          `${subjectWords(subject)} ${binding.kind} ${binding.namespace} ${binding.name}`,
      ).map(([key, one]) => subjectBranch(key, one, name, index));
    return [branch(node, able.length, below, { isOpen: name === 'inject' })];
  });
}

function subjectBranch(
  key: string,
  { subject, abilities, grant: { binding, role } }: SubjectAccess,
  ability: (typeof ABILITIES)[number]['name'],
  index: WorkspaceIndex,
): Branch {
  const objects = abilities.find(({ name }) => name === ability)?.objects ?? 'all';
  const scope = scopeOf(binding);
  const where = scope === undefined ? 'in all namespaces' : scope === '' ? 'in one namespace' : `in ${scope}`;
  const only = objects === 'all' ? '' : `, only ${inWords(objects, MOST_NAMES)}`;
  const workloads = index.access.workloadsOf(subject);
  const node = {
    key,
    icon: 'subject',
    label: subjectWords(subject),
    description: where + only,
    detail: `By the ${binding.kind} ${binding.name} to the ${binding.role.kind} ${binding.role.name}${role ? '' : ', which is not in the workspace'}.`,
    ...placeOf(binding.place, index),
  } as const;
  return branch(node, workloads.length, () =>
    keyed(workloads, workloadWords).map(([name, workload]) =>
      leaf({
        key: name,
        icon: 'workload',
        label: workload.name ?? workload.kind,
        description: `${workload.kind} · runs as it`,
        ...placeOf(workload.place, index),
      }),
    ),
  );
}

function workloadWords({ kind, namespace = '', name = '' }: WorkloadFact): string {
  return `${namespace} ${kind} ${name}`;
}

function placeOf({ document, span }: FactPlace, index: WorkspaceIndex): { readonly place?: ViewPlace } {
  const place = index.placeOf(document);
  return place ? { place: { uri: place.uri, ...toRange({ document, line: place.line }, span).start } } : {};
}
