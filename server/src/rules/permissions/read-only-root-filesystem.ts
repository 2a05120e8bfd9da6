import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const readOnlyRootFilesystem: Rule = {
  id: 'read-only-root-filesystem',
  category: 'permissions',
  severity: 'off',
  title: 'A container can write to its root file system',
  why: 'What an attacker downloads has to be written somewhere. With a read-only root, only the volumes are left, and the image runs as it was gated.',
  fix: 'Set `readOnlyRootFilesystem: true`, and mount an `emptyDir` where the program must write.',
  references: [links.securityContext, links.restrictContainers],
  peers: {
    Checkov: ['CKV_K8S_22'],
    'kube-linter': ['no-read-only-root-fs'],
    Trivy: ['KSV-0014'],
    Kubescape: ['C-0017'],
    Polaris: ['notReadOnlyRootFilesystem'],
  },
  examples: {
    bad: examplePod({}),
    good: examplePod({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },

  *container(container, pod) {
    const value = container.value.at('securityContext', 'readOnlyRootFilesystem');
    // Windows has no such thing (API reference, SecurityContext).
    if (value.boolean === true || pod.spec.at('os', 'name').string === 'windows') return;
    yield {
      at: value.boolean === false ? value : container.nameValue,
      isAbsence: value.boolean !== false,
      severity: 'information',
      message: `"${container.label}" can write to its root file system. Set \`readOnlyRootFilesystem: true\`, and mount a volume where it must write.`,
      fixes: [
        {
          title: 'Set readOnlyRootFilesystem: true (it can write only to volumes)',
          isPreferred: false,
          change: () => setValue(pod.resource.document, value, true),
        },
      ],
    };
  },
};
