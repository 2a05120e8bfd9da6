import type { GateResult } from '../../../server/src/gating/gate';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podsOf } from '../../../server/src/pod/pod';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { dryRunCreate } from '../api/dry-run';
import type { ApiObject, ApiServer } from '../api/types';
import type { PolicySet } from './policy-set';

/** What becomes of a workload and its pods. */
export type GateVerdict = 'denied' | 'admitted' | 'unknown';

/** What we say about the workloads of a set, in their order. `unknown` also where no policy is about images. */
export function ourVerdicts({ text, workloads }: PolicySet): GateVerdict[] {
  const index = new WorkspaceIndex();
  const file = ManifestFile.read(text);
  index.update('file:///gates.yaml', file);
  const pods = file.documents.flatMap(({ document }) => document.resources.flatMap((one) => podsOf(one, () => [])));
  return workloads.map(({ kind, metadata: { name } }) => {
    const pod = pods.find(({ resource }) => resource.kind === kind && resource.name === name);
    return pod ? verdictOf(index.decisions.on(pod)) : 'unknown';
  });
}

function verdictOf(results: readonly GateResult[]): GateVerdict {
  const denying = results.map(({ decision }) => decision).filter(({ denies, applies }) => denies && applies !== 'no');
  const isDenied = denying.some(
    ({ applies, images }) => applies === 'yes' && images.some(({ verdict }) => verdict === 'rejects'),
  );
  if (isDenied) return 'denied';
  const isOpen = denying.every(
    ({ applies, images }) =>
      images.every(({ verdict }) => verdict === 'admits' || verdict === 'skips') &&
      (applies === 'yes' || images.length > 0),
  );
  return isOpen && results.length > 0 ? 'admitted' : 'unknown';
}

/**
 * What the server says: of the workload, of what a controller makes of it, and of the pod.
 * @returns `unknown` where it refuses one of them for another reason
 */
export async function serverVerdict(server: ApiServer, workload: ApiObject, namespace: string): Promise<GateVerdict> {
  for (const object of [workload, ...madeOf(workload)]) {
    const { isAccepted, message } = await dryRunCreate(server, object, { namespace });
    if (!isAccepted) return message.includes('ValidatingAdmissionPolicy') ? 'denied' : 'unknown';
  }
  return 'admitted';
}

/** The objects that controllers make of a workload, down to a pod. */
function madeOf({ kind, metadata: { name = '' }, spec }: ApiObject): ApiObject[] {
  const { template, jobTemplate, selector } = spec as WorkloadSpec;
  const metadata = { name: `${name}-1` };
  if (kind === 'CronJob' && jobTemplate) {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...jobTemplate.metadata, ...metadata },
      spec: jobTemplate.spec,
    };
    return [job, ...madeOf(job)];
  }
  if (!template) return [];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, ...metadata }, spec: template.spec };
  const replicas = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...template.metadata, ...metadata },
    spec: { selector, template },
  };
  return kind === 'Deployment' ? [replicas, pod] : [pod];
}

interface WorkloadSpec {
  readonly selector?: object;
  readonly template?: { readonly metadata?: object; readonly spec: object };
  readonly jobTemplate?: { readonly metadata?: object; readonly spec: object };
}
