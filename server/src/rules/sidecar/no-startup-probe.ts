import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const noStartupProbe: Rule = {
  id: 'no-startup-probe',
  category: 'sidecar',
  severity: 'hint',
  title: 'A native sidecar that serves the app has no startup probe',
  why: 'The app starts as soon as the native sidecar has been started, which is before it answers: the first connections fail. With a startup probe, the kubelet waits until it has passed.',
  fix: 'Give the sidecar a `startupProbe` on the port that the app connects to.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: sidecarPod({ isNative: true, sidecar: 'restartPolicy: Always\nports:\n  - containerPort: 5432' }),
    good: sidecarPod({
      isNative: true,
      sidecar: 'restartPolicy: Always\nports:\n  - containerPort: 5432\nstartupProbe:\n  tcpSocket:\n    port: 5432',
    }),
  },

  *container(container, pod) {
    const { value } = container;
    if (container.role !== 'native-sidecar' || pod.isAssembled) return;
    // A postStart hook holds the start of the app back, too.
    if (value.get('startupProbe').exists || value.at('lifecycle', 'postStart').exists) return;
    const port = servedPort(container);
    if (!port) return;
    yield {
      at: container.nameValue,
      isAbsence: true,
      message: `The app can start before the native sidecar "${container.label}" answers on port ${port.number}. Give it a \`startupProbe\`.`,
      fixes: [
        {
          title: `Add a startupProbe on port ${port.number} (the app waits until it passes)`,
          isPreferred: false,
          change: () =>
            setValue(pod.resource.document, value.at('startupProbe', 'tcpSocket', 'port'), port.number ?? 0),
        },
      ],
    };
  },
};

/** The first TCP port that isn't there for monitoring: nobody in the pod waits for metrics. */
function servedPort({ value }: Container): YamlValue | undefined {
  const served = value.get('ports').items.find((port) => {
    const name = port.get('name').string ?? '';
    return !/metric|prom|health|admin|debug|status/.test(name) && (port.get('protocol').string ?? 'TCP') === 'TCP';
  });
  const number = served?.get('containerPort');
  return number?.number === undefined ? undefined : number;
}
