import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { thousandthsOf } from '../../pod/quantity';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Fix, Rule } from '../rule';

/** The first 1.x release with pod-level resources on by default (KEP-2837). */
const POD_RESOURCES_SINCE = 34;

export const noResourceLimits: Rule = {
  id: 'no-resource-limits',
  category: 'sidecar',
  severity: 'off',
  title: 'A sidecar without a memory limit',
  why: 'A sidecar with a memory leak, or under an attack, can use up the memory that the app needs. When memory runs out, the node ends a container, and this can be the app.',
  fix: 'Set `resources.limits.memory` to the most that the sidecar needs. The API server refuses a limit below the request of the container, or above the limit of the pod.',
  references: [links.limitResources],
  peers: {
    Checkov: ['CKV_K8S_13'],
    Trivy: ['KSV-0018'],
    Kubescape: ['C-0271'],
    'kube-linter': ['unset-memory-requirements'],
  },
  examples: {
    bad: sidecarPod({ mark: 'information: no limits' }),
    good: sidecarPod({ sidecar: 'resources:\n  limits:\n    memory: 128Mi' }),
  },

  *container(container, pod, { kubernetesMinor }) {
    if (!container.isSidecar) return;
    const limit = container.value.at('resources', 'limits', 'memory');
    const ofPod = pod.spec.at('resources', 'limits', 'memory');
    if (limit.isSet || (ofPod.isSet && kubernetesMinor >= POD_RESOURCES_SINCE)) return;
    yield {
      at: container.nameValue,
      isAbsence: true,
      severity: 'information',
      message: `Sidecar can use up the memory of the app: "${container.label}" has no memory limit. Set \`resources.limits.memory\`.`,
      fixes: limitFixes(pod, container.value.get('resources')),
    };
  },
};

const USUAL = '128Mi';

/** The API server refuses a limit below the request, and what it adds to a request that the pod limits. */
function limitFixes(pod: Pod, resources: YamlValue): Fix[] {
  const { document } = pod.resource;
  const request = resources.at('requests', 'memory');
  const requested = request.isSet ? thousandthsOf(request.label ?? '') : 0n;
  if (requested === undefined || pod.spec.get('resources').isSet) return [];
  const limit = requested > (thousandthsOf(USUAL) ?? 0n) ? (request.string ?? request.number ?? USUAL) : USUAL;
  return [
    {
      title: `Set a memory limit of ${limit} (the sidecar is killed when it uses more)`,
      isPreferred: false,
      change: () => setValue(document, resources.at('limits', 'memory'), limit),
    },
  ];
}
