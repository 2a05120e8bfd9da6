import { examplePod } from '../example';
import { links } from '../links';
import { annotationRule } from './annotation-rule';

const always = (): 'warning' => 'warning';
const ifOn = (value: string): 'warning' | undefined => (value === 'true' ? 'warning' : undefined);

export const injectionSharesAppData = annotationRule({
  id: 'injection-shares-app-data',
  severity: 'warning',
  title: 'An annotation that shares volumes, processes or the user of the app with the injected container',
  why: 'An injected container runs beside the app with its own image and privileges. By default, it cannot access the files of the app. With these annotations it can, and often it can also write to them.',
  fix: 'Share only the volume that is needed, and mount it read-only if the injector supports that.',
  references: [links.sidecarInjection, links.leastPrivilege],
  examples: {
    bad: examplePod({ metadata: 'annotations:\n  dapr.io/volume-mounts-rw: data:/data # warning' }),
    good: examplePod({ metadata: 'annotations:\n  dapr.io/volume-mounts: config:/config' }),
  },
  patterns: [
    {
      key: /^sidecar\.istio\.io\/userVolume(?:Mount)?$/,
      risk: 'The injected proxy can access extra volumes',
      severity: always,
    },
    {
      key: /^dapr\.io\/volume-mounts-rw$/,
      risk: 'Injected container can write to app volumes',
      severity: always,
    },
    {
      key: /^consul\.hashicorp\.com\/consul-sidecar-user-volume(?:-mount)?$/,
      risk: 'Injected container can access extra volumes',
      severity: always,
    },
    {
      key: /^vault\.hashicorp\.com\/agent-copy-volume-mounts$/,
      risk: 'The Vault agent can access all volumes of a container',
      severity: always,
    },
    {
      key: /^vault\.hashicorp\.com\/agent-share-process-namespace$/,
      risk: 'The Vault agent can see the processes of the app',
      severity: ifOn,
    },
    {
      key: /^vault\.hashicorp\.com\/agent-run-as-same-user$/,
      risk: 'The Vault agent runs as the user of the app',
      severity: ifOn,
    },
  ],
  advice: 'Share only what is needed, read-only if possible.',
});
