import { setValue } from '../../fixes/set-value';
import { isUnknownValue } from '../../pod/unknown-value';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { containerSubject } from '../subject';

export const readOnlyRootFilesystem: Rule = {
  id: 'read-only-root-filesystem',
  category: 'permissions',
  severity: 'off',
  title: 'A container that can write to its root file system',
  why: 'An attacker has to save a downloaded program somewhere. With a read-only root file system, the container can write only to its volumes, and the files of the image stay as they were checked.',
  fix: 'Set `readOnlyRootFilesystem: true`, and mount an `emptyDir` volume where the program must write.',
  references: [links.securityContext, links.restrictContainers],
  peers: {
    Checkov: ['CKV_K8S_22'],
    'kube-linter': ['no-read-only-root-fs'],
    Trivy: ['KSV-0014'],
    Kubescape: ['C-0017'],
    Polaris: ['notReadOnlyRootFilesystem'],
  },
  examples: {
    bad: examplePod({ mark: 'information: no readOnlyRootFilesystem' }),
    good: examplePod({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },

  *container(container, pod) {
    const value = container.value.at('securityContext', 'readOnlyRootFilesystem');
    // Windows does not support it (API reference, SecurityContext).
    if (value.boolean === true || isUnknownValue(value) || pod.spec.at('os', 'name').string === 'windows') return;
    yield {
      at: value.boolean === false ? value : container.nameValue,
      isAbsence: value.boolean !== false,
      severity: 'information',
      message: `Writable root file system: an attacker in ${containerSubject(container)} can save programs and run them. Set \`readOnlyRootFilesystem: true\`, and mount a volume where it must write.`,
      fixes: [
        {
          title: 'Set readOnlyRootFilesystem: true (the container can write only to volumes)',
          isPreferred: false,
          change: () => setValue(pod.resource.document, value, true),
        },
      ],
    };
  },
};
