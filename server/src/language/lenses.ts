import { coverageOf } from '../gating/coverage';
import { isInjectedAlready, podInjections } from '../pod/injection';
import type { Pod } from '../pod/pod';
import { ROLE_NAMES } from '../pod/role-names';
import type { WorkloadLens } from '../protocol/lenses';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import type { OpenAnalysis } from './open-analysis';
import { COVERAGE_WORDS } from './overview/words';
import { toRange } from './ranges';
import { isService } from './workload-at';

const MOST_LENSES = 200;

/** What stands above the workloads and Services of an open file. */
export function lensesOf({ documents }: OpenAnalysis, index: WorkspaceIndex): WorkloadLens[] {
  const lenses: WorkloadLens[] = [];
  for (const placed of documents) {
    for (const resource of placed.document.resources) {
      if (!isService(resource) || resource.name === undefined || !resource.value.get('spec').get('selector').isSet)
        continue;
      if (lenses.length === MOST_LENSES) return lenses;
      lenses.push({
        line: toRange(placed, resource.value.span).start.line,
        position: toRange(placed, resource.value.at('metadata', 'name').span).start,
        isInCluster: true,
      });
    }
    for (const pod of placed.analysis.pods) {
      const { resource, containers, isPartial, isAssembled } = pod;
      if (isPartial || containers.length === 0) continue;
      if (lenses.length === MOST_LENSES) return lenses;
      const name = resource.value.at('metadata', 'name');
      const coverage = index.isComplete ? COVERAGE_WORDS[coverageOf(index.decisions.on(pod))] : undefined;
      lenses.push({
        line: toRange(placed, (isAssembled ? pod.spec : resource.value).span).start.line,
        position: toRange(placed, name.span).start,
        roles: roleWords(pod, index),
        ...(coverage !== undefined && { gate: coverage }),
        isInCluster: name.string !== undefined && !isAssembled,
      });
    }
  }
  return lenses;
}

/** `1 app container, 2 sidecars, 1 to be injected`. */
function roleWords(pod: Pod, index: WorkspaceIndex): string {
  const roles = Object.entries(ROLE_NAMES).flatMap(([role, name]) => {
    const count = pod.containers.filter((container) => container.role === role).length;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  const injections = podInjections(pod, index.namespaceOf(pod.resource)).filter(
    ({ isOn, injector }) => isOn && !isInjectedAlready(pod, injector),
  );
  return [...roles, ...(injections.length > 0 ? [`${injections.length} to be injected`] : [])].join(', ');
}
