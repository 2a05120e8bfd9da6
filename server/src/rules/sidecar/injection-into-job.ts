import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { injectionsOf, isInjectedAlready, staysByAnnotation } from '../../pod/injection';
import type { Pod } from '../../pod/pod';
import { links } from '../links';
import type { Rule } from '../rule';

const JOB = (annotations: string): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    metadata:
      annotations:
${annotations.replace(/^(?=.)/gm, '        ')}
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: registry.example.com/report@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
`;

export const injectionIntoJob: Rule = {
  id: 'injection-into-job',
  category: 'sidecar',
  severity: 'warning',
  title: 'An injector adds a container to a Job that may keep it from completing',
  why: 'A Job is done when all containers of its pod have ended. A proxy or agent that was injected beside them never does, so the Job hangs when its work is done.',
  fix: "Use the injector's native sidecars, have the app tell the sidecar to quit when it is done, or switch injection off for the Job.",
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: JOB('linkerd.io/inject: enabled # warning'),
    good: JOB('linkerd.io/inject: enabled\nconfig.linkerd.io/proxy-enable-native-sidecar: "true"'),
  },

  *pod(pod, { namespaceOf, kubernetesMinor }) {
    const { resource } = pod;
    if (!['Job', 'CronJob'].includes(resource.kind) || tellsToQuit(pod)) return;
    const namespace = namespaceOf(resource);
    for (const { isOn, injector, at, by } of injectionsOf(pod, namespace)) {
      const stays = staysByAnnotation(pod, namespace, injector);
      if (!isOn || !injector.stays || stays === false || isInjectedAlready(pod, injector)) continue;
      const { unless, nativeFrom = Number.POSITIVE_INFINITY } = injector.stays;
      const isCertain = stays === true || !unless;
      yield {
        at: at ?? nameOf(resource),
        severity: isCertain || kubernetesMinor < nativeFrom ? 'warning' : 'information',
        message: `${injector.name} adds "${injector.adds}" to this ${resource.kind} (by ${by}), which keeps it from completing${
          isCertain ? '' : `, ${unless}`
        }. Make the sidecar native, have the app tell it to quit, or switch injection off here.`,
      };
    }
  },
};

/** An app that ends the sidecar itself when it is done. */
function tellsToQuit({ containers }: Pod): boolean {
  return containers.some(({ commands }) =>
    commands.some(({ text }) =>
      /quitquitquit|linkerd-await|\/v1\.0\/shutdown|\/agent\/v1\/quit|\bpkill\b|\bkillall\b/.test(text),
    ),
  );
}

function nameOf({ value }: Resource): YamlValue {
  const metadata = value.get('metadata');
  const name = metadata.get('name');
  return name.exists ? name : metadata.get('generateName');
}
