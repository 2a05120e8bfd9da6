import { setValue } from '../../fixes/set-value';
import { sidecarsOf } from '../../pod/pod';
import { hidesToken, isAutomounted, needsToken, serviceAccountOf } from '../../pod/service-account';
import { INJECT, READ_SECRETS } from '../access/actions';
import { allowsAny } from '../access/recipe';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const sharedServiceAccountToken: Rule = {
  id: 'shared-service-account-token',
  category: 'sidecar',
  severity: 'information',
  severities: 'It is a warning where the account may change workloads or read Secrets.',
  title: 'A sidecar that gets the service account token of the app',
  why: 'The kubelet mounts the service account token into every container of a pod. An attacker who controls the sidecar can use the Kubernetes API with the permissions of the app.',
  fix: 'Set `automountServiceAccountToken: false`. If the app needs a token, project one into a volume that only the app mounts.',
  references: [links.containerServiceAccount, links.disableAutomount, links.serviceAccounts],
  peers: {
    Checkov: ['CKV_K8S_38'],
    Trivy: ['KSV-0036'],
    Kubescape: ['C-0034'],
    Kyverno: ['restrict-automount-sa-token'],
  },
  examples: {
    bad: sidecarPod({ mark: 'information: it may use the token, too' }),
    good: sidecarPod({ spec: 'automountServiceAccountToken: false' }),
  },

  *pod(pod, { access }) {
    const [sidecar] = sidecarsOf(pod).filter((container) => !hidesToken(container) && !needsToken(container));
    const account = serviceAccountOf(pod);
    if (!sidecar || pod.isAssembled || !isAutomounted(pod, access.serviceAccount(account)?.automounts)) return;
    const strong = access
      .grantsTo({ kind: 'ServiceAccount', name: account.name, namespace: account.namespace })
      .find(({ rights }) => allowsAny(rights, [...INJECT, ...READ_SECRETS]));
    const rights = strong ? `, which has the role "${strong.binding.role.name}"` : '';
    yield {
      at: sidecar.nameValue,
      isAbsence: true,
      severity: strong ? 'warning' : 'information',
      message: `Sidecar can use the Kubernetes API as the app: "${sidecar.label}" gets the token of the service account "${account.name}"${rights}. Set \`automountServiceAccountToken: false\`, and project a token only into containers that need it.`,
      ...(strong && {
        related: [
          {
            at: strong.binding.place,
            document: strong.binding.place.document,
            message: `${strong.binding.kind} "${strong.binding.name}" grants this role.`,
          },
        ],
      }),
      fixes: [
        {
          title: 'Set automountServiceAccountToken: false (no container gets a token)',
          isPreferred: false,
          change: () => setValue(pod.resource.document, pod.spec.get('automountServiceAccountToken'), false),
        },
      ],
    };
  },
};
