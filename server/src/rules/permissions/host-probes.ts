import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { containerSubject } from '../subject';
import { controlRule, writeValues } from './control';

export const hostProbes = controlRule({
  id: 'host-probes',
  level: 'baseline',
  control: 'Host Probes / Lifecycle Hooks',
  since: 34,
  title: 'A probe or hook that the kubelet sends to another host',
  why: 'The kubelet sends these requests from the network of the node. A user who can write the manifest can make the kubelet call any host that the node can reach.',
  fix: 'Remove `host`. The kubelet then calls the pod.',
  advice: 'Remove `host`.',
  examples: {
    bad: examplePod({ container: 'livenessProbe:\n  httpGet:\n    host: 10.0.0.1 # warning\n    port: 80' }),
    good: examplePod({ container: 'livenessProbe:\n  httpGet:\n    port: 80' }),
  },
  fields: ['httpGet', 'tcpSocket'],
  *violations(pod) {
    for (const container of pod.containers) {
      const hosts = handlersOf(container.value)
        .flatMap((handler) => [handler.at('httpGet', 'host'), handler.at('tcpSocket', 'host')])
        .filter(({ string }) => string !== undefined && string !== '');
      const [at] = hosts;
      if (!at) continue;
      const title =
        hosts.length === 1
          ? `Clear the host (the kubelet calls the pod, not ${at.string})`
          : 'Clear the hosts of all probes and hooks (the kubelet calls the pod)';
      yield {
        at,
        container,
        what: `Kubelet calls \`${at.string}\`: a probe or hook of ${containerSubject(container)} sets \`host\``,
        fixes: [
          writeValues(
            pod,
            hosts.map((host) => [host, '']),
            title,
          ),
        ],
      };
    }
  },
});

function handlersOf(container: YamlValue): YamlValue[] {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => container.get(name));
  const hooks = ['postStart', 'preStop'].map((name) => container.at('lifecycle', name));
  return [...probes, ...hooks].filter(({ isMap }) => isMap);
}
