import { removeEntry } from '../../fixes/remove-entry';
import { examplePod } from '../example';
import { links } from '../links';
import { refusedRule } from './refused-rule';

export const ephemeralInManifest = refusedRule({
  id: 'ephemeral-in-manifest',
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
  *find({ spec, resource }) {
    const field = spec.get('ephemeralContainers');
    // A manifest with a `uid` was printed from a cluster, and is not used to create a pod.
    if (field.items.length === 0 || resource.value.at('metadata', 'uid').isSet) return;
    yield {
      field,
      because: '`ephemeralContainers` cannot be set when a pod is created',
      toDo: 'Remove the field, and use `kubectl debug` on the running pod',
      fixes: [
        {
          title: 'Remove ephemeralContainers (they never ran)',
          isPreferred: false,
          change: () => removeEntry(resource.document, field),
        },
      ],
    };
  },
});
