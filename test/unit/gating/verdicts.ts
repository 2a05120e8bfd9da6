import type { GateDecision, ImageDecision } from '../../../server/src/gating/gate';
import { wordsOf } from '../../../server/src/gating/words/words';
import { ManifestFile } from '../../../server/src/manifest/file';
import { podsOf } from '../../../server/src/pod/pod';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';

/**
 * What the gates of a text that is a whole workspace make of its pods, as "policy: container verdict" with the reason
 * behind a dash; one line for a gate that isn't asked.
 */
export function verdicts(text: string): string[] {
  const index = new WorkspaceIndex();
  const file = ManifestFile.read(text);
  index.update('file:///manifest.yaml', file);
  const pods = file.documents.flatMap(({ document }) =>
    document.resources.flatMap((resource) => podsOf(resource, () => [])),
  );
  return pods
    .flatMap((pod) => index.decisions.on(pod))
    .flatMap(({ gate, pod, decision }) => {
      const name = `${gate.policy.name}${decision.denies || decision.applies !== 'yes' ? '' : ' (reports)'}`;
      const because = ({ cause }: GateDecision | ImageDecision): string => (cause ? ` - ${wordsOf(cause)}` : '');
      if (decision.applies !== 'yes') return [`${name}: ${decision.applies}${because(decision)}`];
      return decision.images.map(
        (made, position) => `${name}: ${pod.images[position]?.container} ${made.verdict}${because(made)}`,
      );
    });
}
