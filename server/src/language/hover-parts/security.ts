import { powerTexts } from '../../audit/power-text';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { containerPowersOf } from '../../pod/container-powers';
import type { Pod } from '../../pod/pod';
import { partsOf } from '../../pod/power';
import { code, joined, type Markdown, markdown, prose } from '../../text/markdown';
import type { PodHover } from './part';

/** The fields that a container takes from its pod, unless it sets them itself (API reference, SecurityContext). */
const INHERITED = ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'seccompProfile', 'seLinuxOptions', 'appArmorProfile'];
/** Powers that come from other fields. */
const ELSEWHERE = new Set(['hostPath', 'writes', 'hostPort', 'secret']);

/** On the key `securityContext`: what holds in effect, and which of it comes from the pod. */
export const securityHover: PodHover = (pod, { isAt }) => {
  const ofPod = pod.spec.get('securityContext');
  const { keySpan } = ofPod;
  if (keySpan && isAt(keySpan)) return { span: keySpan, text: describePod(ofPod, pod) };
  for (const container of pod.containers) {
    const own = container.value.get('securityContext');
    if (own.keySpan && isAt(own.keySpan)) return { span: own.keySpan, text: describeContainer(container, own, pod) };
  }
  return undefined;
};

function describeContainer(container: Container, own: YamlValue, pod: Pod): Markdown {
  const powers = containerPowersOf(container.value, { ...pod, volumes: pod.volumeValues })
    .map(({ power }) => power)
    .filter((power) => !ELSEWHERE.has(partsOf(power).kind));
  const risks = powerTexts(powers).map((text) => markdown`- ${prose(text)}`);
  const head =
    risks.length === 0
      ? // Each missing power of `containerPowersOf`; those of its pod and its volumes are in other fields.
        markdown`In effect, ${code(container.label)} has no capabilities, cannot run as root or gain privileges, cannot write to its root file system, and has a seccomp profile. Its volumes, its ports and the namespaces of its pod are not looked at here.`
      : markdown`In effect, ${code(container.label)}:`;
  const taken = INHERITED.filter((field) => !own.has(field) && pod.spec.get('securityContext').has(field));
  const from = taken.length > 0 ? [markdown`From the pod: ${codes(taken)}.`] : [];
  return joined([head, '', ...risks, '', ...from], '\n');
}

function describePod(ofPod: YamlValue, pod: Pod): Markdown {
  const set = INHERITED.filter((field) => ofPod.has(field));
  const overriding = pod.containers.flatMap((container) => {
    const own = set.filter((field) => container.value.get('securityContext').has(field));
    return own.length === 0 ? [] : [markdown`- ${code(container.label)} sets its own ${codes(own)}`];
  });
  const head =
    overriding.length === 0
      ? markdown`Holds for all containers of the pod: none sets these fields itself.`
      : markdown`Holds for the containers of the pod, but:`;
  return joined([head, '', ...overriding], '\n');
}

function codes(words: readonly string[]): Markdown {
  return joined(words.map(code), ', ');
}
