import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { restrictedPod } from '../example';
import type { Fix } from '../rule';
import { containerSubject, podSubject } from '../subject';
import { controlRule, isSparedByUserNamespace } from './control';

export const runAsUser = controlRule({
  id: 'run-as-user',
  level: 'restricted',
  control: 'Running as Non-root user',
  since: 23,
  title: 'A container whose user is root',
  why: 'Most attacks that break out of a container need root in it. With `runAsUser: 0`, the container runs as root even if the image sets another user.',
  fix: 'Remove `runAsUser: 0`, or set a user that is not root.',
  advice: 'Set another user.',
  peers: { Trivy: ['KSV-0105'], Kyverno: ['require-run-as-non-root-user'] },
  examples: {
    bad: restrictedPod({
      container: 'allowPrivilegeEscalation: false\nrunAsUser: 0 # error\ncapabilities:\n  drop: [ALL]',
    }),
    good: restrictedPod({
      container: 'allowPrivilegeEscalation: false\nrunAsUser: 65532\ncapabilities:\n  drop: [ALL]',
    }),
  },
  fields: ['runAsUser'],
  *violations(pod, minor) {
    if (isSparedByUserNamespace(pod, minor)) return;
    const ofPod = pod.spec.at('securityContext', 'runAsUser');
    if (ofPod.number === 0)
      yield { at: ofPod, what: `Runs as root: ${podSubject(pod)} sets \`runAsUser: 0\``, fixes: [remove(pod, ofPod)] };
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'runAsUser');
      if (at.number !== 0) continue;
      yield {
        at,
        container,
        what: `Runs as root: ${containerSubject(container)} sets \`runAsUser: 0\``,
        fixes: [remove(pod, at)],
      };
    }
  },
});

function remove(pod: Pod, value: YamlValue): Fix {
  const title = 'Remove runAsUser: 0 (the container runs as the user of its image)';
  return { title, isPreferred: false, change: () => removeEntry(pod.resource.document, value) };
}
