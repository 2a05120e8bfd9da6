import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { workloadKind } from '../../pod/workload-kinds';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { isCheckedByServer, refusalFinding } from './refused-rule';
import { isUnset } from './text';

/** Only whole manifests lack containers. What is no pod without them is none for the other rules, so this one looks at resources. */
export const missingContainers: Rule = {
  id: 'missing-containers',
  category: 'refused',
  severity: 'error',
  title: 'A pod without containers',
  why: 'The API server refuses a pod without an entry in `containers`; init containers alone are not enough. A manifest without the field can be a patch, so the rule only looks at those with an empty list, with an init container that has an image, or with a selector and a pod template.',
  fix: 'Add a container to `containers`.',
  references: [links.podSpec],
  examples: {
    bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers: [] # error\n',
    good: examplePod({}),
  },

  kinds: [
    'Pod',
    'PodTemplate',
    'ReplicationController',
    'ReplicaSet',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'Job',
    'CronJob',
  ],
  *resource(resource, context) {
    if (!isCheckedByServer(resource)) return;
    const spec = podSpecOf(resource);
    const field = spec.get('containers');
    if (field.items.length > 0 || !(field.isList || isUnset(field)) || !isWhole(resource, spec)) return;
    const refusal = {
      field,
      at: field.hasKey ? field : spec,
      ...(!field.hasKey && { span: spec.keySpan }),
      isAbsence: true,
      because: 'the pod has no containers',
      toDo: 'Add one to `containers`',
    };
    yield refusalFinding(resource, refusal, context);
  },
};

function podSpecOf({ kind, value }: Resource): YamlValue {
  return value.at(...(workloadKind(kind)?.podSpec ?? ['template', 'spec']));
}

/** Whether nothing of the manifest is elsewhere, as far as this can be seen. */
function isWhole({ value }: Resource, spec: YamlValue): boolean {
  if (value.get('$patch').isSet) return false;
  if (spec.get('containers').hasKey) return true;
  const initContainers = spec.get('initContainers').items;
  if (initContainers.some((container) => !isUnset(container.get('image')))) return true;
  return value.at('spec', 'selector').isMap && spec.isMap;
}
