import { removeEntry } from '../../fixes/remove-entry';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const ephemeralInManifest: Rule = {
  id: 'ephemeral-in-manifest',
  category: 'sidecar',
  severity: 'error',
  title: 'Ephemeral containers in a manifest',
  why: 'The API server refuses to create a pod with ephemeral containers. They can only be added to a running pod, with a separate API request that the audit log can record.',
  fix: 'Remove `ephemeralContainers`. To debug a running pod, use `kubectl debug`. If the container must always run, move it to `containers`.',
  references: [links.ephemeralContainers],
  examples: {
    bad: examplePod({
      spec: '# error: the API server refuses it\nephemeralContainers:\n  - name: shell\n    image: registry.example.com/shell@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
    }),
    good: examplePod({}),
  },

  fields: ['ephemeralContainers'],
  *pod(pod) {
    const list = pod.spec.get('ephemeralContainers');
    // A manifest with a `uid` was printed from a cluster, and is not used to create a pod.
    if (list.items.length === 0 || pod.resource.value.at('metadata', 'uid').exists) return;
    yield {
      at: list,
      ...(list.keySpan && { span: list.keySpan }),
      message: `The API server refuses this ${pod.resource.kind}: \`ephemeralContainers\` cannot be set when a pod is created. Remove the field, and use \`kubectl debug\` on the running pod.`,
      fixes: [
        {
          title: 'Remove ephemeralContainers (they never ran)',
          isPreferred: false,
          change: () => removeEntry(pod.resource.document, list),
        },
      ],
    };
  },
};
