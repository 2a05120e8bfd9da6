import type { GateResult } from '../../../server/src/gating/gate';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podsOf } from '../../../server/src/pod/pod';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import type { ApiObject } from '../api/types';

/** What becomes of a workload and its pods. */
export type GateVerdict = 'denied' | 'admitted' | 'unknown';

/** Policies and workloads in one text, and the workloads of it. */
interface Judged {
  readonly text: string;
  readonly workloads: readonly ApiObject[];
}

/** What we say about the workloads of a set, in their order. `unknown` also where no policy is about images. */
export function ourVerdicts({ text, workloads }: Judged): GateVerdict[] {
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
