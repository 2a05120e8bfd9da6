import { isAllowedBy } from '../../image/allowed-registries';
import { examplePod } from '../example';
import { links } from '../links';
import { annotationRule } from './annotation-rule';

export const injectionImageOverride = annotationRule({
  id: 'injection-image-override',
  severity: 'warning',
  title: 'An annotation that replaces the image of the injected container',
  why: 'The injected container has the keys of the mesh or the token of the secret store, and can see all traffic. An annotation can replace its image with any program, and the change is easy to miss in a manifest.',
  fix: 'Remove the annotation, so that the injector chooses the image. If you need your own build, set it in the configuration of the injector.',
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
      risk: 'A custom image replaces the injected one',
      writtenBy: 'vault.hashicorp.com/agent-inject-status',
      severity: (image, { allowedRegistries }) =>
        allowedRegistries.length > 0 && isAllowedBy(allowedRegistries, image) ? 'information' : 'warning',
    },
  ],
  advice: 'Remove the annotation, so that the injector chooses the image.',
  removal: 'the injector chooses its image',
});
