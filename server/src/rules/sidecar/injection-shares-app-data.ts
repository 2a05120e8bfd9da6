import { examplePod } from '../example';
import { links } from '../links';
import { annotationRule } from './annotation-rule';

const always = (): 'warning' => 'warning';
const ifOn = (value: string): 'warning' | undefined => (value === 'true' ? 'warning' : undefined);

export const injectionSharesAppData = annotationRule({
  id: 'injection-shares-app-data',
  severity: 'warning',
  title: "An annotation gives the injected container the app's volumes, processes or user",
  why: "What an injector adds runs beside the app with an image and rights of its own. By default it does not see the app's files; with these annotations it does, and can often write them.",
  fix: 'Share only the volume that is needed, read-only where the injector can do that.',
  references: [links.sidecarInjection, links.leastPrivilege],
  examples: {
    bad: examplePod({ metadata: 'annotations:\n  dapr.io/volume-mounts-rw: data:/data # warning' }),
    good: examplePod({ metadata: 'annotations:\n  dapr.io/volume-mounts: config:/config' }),
  },
  patterns: [
    {
      key: /^sidecar\.istio\.io\/userVolume(?:Mount)?$/,
      does: 'mounts volumes into the injected proxy',
      severity: always,
    },
    {
      key: /^dapr\.io\/volume-mounts-rw$/,
      does: 'lets the injected container write to volumes of the app',
      severity: always,
    },
    {
      key: /^consul\.hashicorp\.com\/consul-sidecar-user-volume(?:-mount)?$/,
      does: 'mounts volumes into the injected container',
      severity: always,
    },
    {
      key: /^vault\.hashicorp\.com\/agent-copy-volume-mounts$/,
      does: 'mounts all volumes of a container into the Vault agent',
      severity: always,
    },
    {
      key: /^vault\.hashicorp\.com\/agent-share-process-namespace$/,
      does: "lets the Vault agent see the app's processes",
      severity: ifOn,
    },
    {
      key: /^vault\.hashicorp\.com\/agent-run-as-same-user$/,
      does: 'runs the Vault agent as the user of the app',
      severity: ifOn,
    },
  ],
  advice: 'Share only what is needed, read-only where that is possible.',
});
