import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { controlRule, write } from './control';

export const hostProbes = controlRule({
  id: 'host-probes',
  level: 'baseline',
  control: 'Host Probes / Lifecycle Hooks',
  since: 34,
  title: 'A probe or hook that the kubelet sends to another host',
  why: "The kubelet sends the request, from the node's network: whoever writes the manifest makes it ask any host that the node reaches.",
  fix: 'Remove `host`: the probe then asks the pod itself.',
  advice: 'Remove `host`.',
  examples: {
    bad: examplePod({ container: 'livenessProbe:\n  httpGet:\n    host: 10.0.0.1 # warning\n    port: 80' }),
    good: examplePod({ container: 'livenessProbe:\n  httpGet:\n    port: 80' }),
  },
  *violations(pod) {
    for (const container of pod.containers) {
      const at = handlersOf(container.value)
        .flatMap((handler) => [handler.at('httpGet', 'host'), handler.at('tcpSocket', 'host')])
        .find(({ string }) => string !== undefined && string !== '');
      if (!at) continue;
      const title = `Let the kubelet ask the pod itself (it no longer asks ${at.string})`;
      yield {
        at,
        container,
        what: `A probe or hook of "${container.label}" makes the kubelet ask ${at.string}`,
        fixes: [write(pod, at, '', title)],
      };
    }
  },
});

function handlersOf(container: YamlValue): YamlValue[] {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => container.get(name));
  const hooks = ['postStart', 'preStop'].map((name) => container.at('lifecycle', name));
  return [...probes, ...hooks].filter(({ isMap }) => isMap);
}
