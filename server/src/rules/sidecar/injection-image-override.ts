import { isAllowedBy } from '../../gating/allowed-registries';
import { examplePod } from '../example';
import { links } from '../links';
import { annotationRule } from './annotation-rule';

export const injectionImageOverride = annotationRule({
  id: 'injection-image-override',
  severity: 'warning',
  title: 'An annotation chooses the image of the injected container',
  why: 'The injected container holds the keys of the mesh or the token of the secret store, and sees all traffic. An annotation that replaces its image puts any program into that place, and the manifest looks as if nothing was added.',
  fix: 'Let the injector choose its image. If a build of your own is needed, set it in the configuration of the injector.',
  references: [links.sidecarInjection, links.gateImages],
  examples: {
    bad: examplePod({
      metadata: 'annotations:\n  team: shop\n  sidecar.istio.io/proxyImage: registry.example.net/proxyv2:1 # warning',
    }),
    good: examplePod({ metadata: 'annotations:\n  sidecar.istio.io/proxyCPU: 100m' }),
  },
  patterns: [
    {
      key: /^(?:sidecar\.istio\.io\/proxyImage|config\.linkerd\.io\/(?:proxy|init|debug)-image|vault\.hashicorp\.com\/agent-image|dapr\.io\/sidecar-image|admission\.datadoghq\.com\/(?:[\w-]+\.)?\w+-lib\.custom-image)$/,
      does: 'puts an image of its own in the place of the injected one',
      writtenBy: 'vault.hashicorp.com/agent-inject-status',
      severity: (image, { allowedRegistries }) =>
        allowedRegistries.length > 0 && isAllowedBy(allowedRegistries, image) ? 'information' : 'warning',
    },
  ],
  advice: 'Let the injector choose its image.',
  removal: 'the injector chooses its image',
});
