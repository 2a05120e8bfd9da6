import { removeEntry } from '../../fixes/remove-entry';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const ephemeralInManifest: Rule = {
  id: 'ephemeral-in-manifest',
  category: 'sidecar',
  severity: 'error',
  title: 'Ephemeral containers in a manifest',
  why: 'Ephemeral containers are added to running pods, by a request of their own that the audit log shows. The API server refuses a pod that is created with some.',
  fix: 'Remove `ephemeralContainers`. `kubectl debug` adds one to a running pod; what must always run belongs in `containers`.',
  references: [links.ephemeralContainers],
  examples: {
    bad: examplePod({
      spec: 'ephemeralContainers:\n  - name: shell\n    image: registry.example.com/shell@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
    }),
    good: examplePod({}),
  },

  *pod(pod) {
    const list = pod.spec.get('ephemeralContainers');
    // What the cluster itself printed is no manifest that somebody would create.
    if (list.items.length === 0 || pod.resource.value.at('metadata', 'uid').exists) return;
    yield {
      at: list,
      ...(list.keySpan && { span: list.keySpan }),
      message: `The API server refuses ephemeral containers in a ${pod.resource.kind} that is created. Remove them; \`kubectl debug\` adds one to a running pod.`,
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
