import { removeEntry } from '../../fixes/remove-entry';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { restrictedPod } from '../example';
import type { Fix } from '../rule';
import { controlRule, isSparedByUserNamespace } from './control';

export const runAsUser = controlRule({
  id: 'run-as-user',
  level: 'restricted',
  control: 'Running as Non-root user',
  since: 23,
  title: 'A container that is told to run as root',
  why: 'Most ways out of a container need root in it; `runAsUser: 0` gives it whatever the image says.',
  fix: 'Remove `runAsUser: 0`, or name a user that is not root.',
  advice: 'Name another user.',
  peers: { Trivy: ['KSV-0105'], Kyverno: ['require-run-as-non-root-user'] },
  examples: {
    bad: restrictedPod({
      container: 'allowPrivilegeEscalation: false\nrunAsUser: 0 # error\ncapabilities:\n  drop: [ALL]',
    }),
    good: restrictedPod({
      container: 'allowPrivilegeEscalation: false\nrunAsUser: 65532\ncapabilities:\n  drop: [ALL]',
    }),
  },
  *violations(pod, minor) {
    if (isSparedByUserNamespace(pod, minor)) return;
    const ofPod = pod.spec.at('securityContext', 'runAsUser');
    if (ofPod.number === 0) yield { at: ofPod, what: 'The pod runs as root', fixes: [remove(pod, ofPod)] };
    for (const container of pod.containers) {
      const at = container.value.at('securityContext', 'runAsUser');
      if (at.number !== 0) continue;
      yield { at, container, what: `"${container.label}" runs as root`, fixes: [remove(pod, at)] };
    }
  },
});

function remove(pod: Pod, value: YamlValue): Fix {
  const title = "Remove runAsUser: 0 (the image's user runs it)";
  return { title, isPreferred: false, change: () => removeEntry(pod.resource.document, value) };
}
