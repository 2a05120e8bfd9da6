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
  title: 'A native sidecar that serves the app, but has no startup probe',
  why: 'The kubelet starts the app as soon as the process of the native sidecar runs, even if the sidecar does not accept connections yet. The first connections of the app can then fail. With a startup probe, the kubelet waits until the probe passes.',
  fix: 'Add a `startupProbe` to the sidecar, on the port that the app connects to.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: sidecarPod({
      isNative: true,
      sidecar: 'restartPolicy: Always\nports:\n  - containerPort: 5432',
      mark: 'hint: no startupProbe',
    }),
    good: sidecarPod({
      isNative: true,
      sidecar: 'restartPolicy: Always\nports:\n  - containerPort: 5432\nstartupProbe:\n  tcpSocket:\n    port: 5432',
    }),
  },

  fields: ['restartPolicy'],
  *container(container, pod) {
    const { value } = container;
    if (container.role !== 'native-sidecar' || pod.isAssembled) return;
    // The kubelet also waits for a postStart hook.
    if (value.get('startupProbe').isSet || value.at('lifecycle', 'postStart').isSet) return;
    const port = servedPort(container);
    if (!port) return;
    yield {
      at: container.nameValue,
      isAbsence: true,
      message: `First connections can fail: the app can start before the native sidecar "${container.label}" listens on port ${port.number}. Add a \`startupProbe\`.`,
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

/** The first TCP port that isn't for monitoring, because the app does not connect to those. */
function servedPort({ value }: Container): YamlValue | undefined {
  const served = value.get('ports').items.find((port) => {
    const name = port.get('name').string ?? '';
    return !/metric|prom|health|admin|debug|status/.test(name) && (port.get('protocol').string ?? 'TCP') === 'TCP';
  });
  const number = served?.get('containerPort');
  return number?.number === undefined ? undefined : number;
}
