import type { Resource } from '../../manifest/resource';
import type { YamlValue } from '../../manifest/value';
import { isInjectedAlready, podInjections, staysByAnnotation } from '../../pod/injection';
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
  title: 'An injected container that can keep its Job from completing',
  why: 'A Job completes only when all containers of its pod have ended. An injected proxy or agent keeps running, so the Job does not complete when its work is done.',
  fix: 'Use the native sidecar of the injector, let the app tell the sidecar to quit, or turn injection off for the Job.',
  references: [links.nativeSidecars, links.sidecarContainers],
  examples: {
    bad: JOB('linkerd.io/inject: enabled # warning'),
    good: JOB('linkerd.io/inject: enabled\nconfig.linkerd.io/proxy-enable-native-sidecar: "true"'),
  },

  *pod(pod, { workspace, kubernetesMinor }) {
    const { resource } = pod;
    if (!['Job', 'CronJob'].includes(resource.kind) || tellsToQuit(pod)) return;
    const namespace = workspace.namespaceOf(resource);
    for (const { isOn, injector, at, by } of podInjections(pod, namespace)) {
      const stays = staysByAnnotation(pod, namespace, injector);
      if (!isOn || !injector.stays || stays === false || isInjectedAlready(pod, injector)) continue;
      const { unless, nativeFrom = Number.POSITIVE_INFINITY } = injector.stays;
      const isCertain = stays === true || !unless;
      yield {
        at: at ?? nameOf(resource),
        severity: isCertain || kubernetesMinor < nativeFrom ? 'warning' : 'information',
        message: `The ${resource.kind} ${isCertain ? 'never completes' : 'may never complete'}: ${injector.name} adds "${injector.adds}" (because of ${by}), which keeps running${
          isCertain ? '' : ` ${unless}`
        }. Use a native sidecar, let the app tell it to quit, or turn injection off.`,
      };
    }
  },
};

/** Whether the app ends the sidecar itself when its work is done. */
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
  return name.isSet ? name : metadata.get('generateName');
}
