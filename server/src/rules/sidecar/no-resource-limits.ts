import { setValue } from '../../fixes/set-value';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

/** The first 1.x release that has resources of a whole pod on by default (KEP-2837). */
const POD_RESOURCES_SINCE = 34;

export const noResourceLimits: Rule = {
  id: 'no-resource-limits',
  category: 'sidecar',
  severity: 'off',
  title: 'A sidecar without a memory limit',
  why: 'A sidecar that leaks memory, or is made to, takes that of the app: the node kills one of them, and it need not be the sidecar.',
  fix: 'Set `resources.limits.memory` to what it needs at most.',
  references: [links.limitResources],
  peers: {
    Checkov: ['CKV_K8S_13'],
    Trivy: ['KSV-0018'],
    Kubescape: ['C-0271'],
    'kube-linter': ['unset-memory-requirements'],
  },
  examples: {
    bad: sidecarPod({}),
    good: sidecarPod({ sidecar: 'resources:\n  limits:\n    memory: 128Mi' }),
  },

  *container(container, pod, { kubernetesMinor }) {
    if (!container.isSidecar) return;
    const limit = container.value.at('resources', 'limits', 'memory');
    const ofPod = pod.spec.at('resources', 'limits', 'memory');
    if (limit.exists || (ofPod.exists && kubernetesMinor >= POD_RESOURCES_SINCE)) return;
    yield {
      at: container.nameValue,
      isAbsence: true,
      severity: 'information',
      message: `The sidecar "${container.label}" has no memory limit, so it can take the memory of the app. Set \`resources.limits.memory\`.`,
      fixes: [
        {
          title: 'Set a memory limit of 128Mi (it is killed when it takes more)',
          isPreferred: false,
          change: () => setValue(pod.resource.document, limit, '128Mi'),
        },
      ],
    };
  },
};
