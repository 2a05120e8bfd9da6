import { isAllowedBy } from '../../gating/allowed-registries';
import { qualifiedRepository } from '../../pod/image-name';
import { findKnownSidecar, isConfirmed, sidecarsNamed } from '../../pod/known-sidecars';
import { examplePod } from '../example';
import { imagesOf } from '../images/run-images';
import { links } from '../links';
import type { Rule } from '../rule';

const DIGEST = 'sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

export const impersonatesInjectedSidecar: Rule = {
  id: 'impersonates-injected-sidecar',
  category: 'sidecar',
  severity: 'warning',
  title: "A container has the name of an injected sidecar, but not its publisher's image",
  why: 'Nobody looks twice at `istio-proxy` or `vault-agent` in a pod: people take them for the work of an injector, and policies and alerts often let them through by name. An attacker who calls a container so is hidden in plain sight.',
  fix: "Take the image from its publisher, or from a mirror that keeps the publisher's path (`mirror.example.com/istio/proxyv2`). If the container is something else, give it another name. A mirror with other paths can be named in `allowedRegistries`.",
  references: [links.nameSimilarity, links.sidecarInjection],
  examples: {
    bad: examplePod({
      spec: `initContainers:\n  - name: istio-proxy\n    image: docker.io/example/proxyv2@${DIGEST} # warning\n    restartPolicy: Always`,
    }),
    good: examplePod({
      spec: `initContainers:\n  - name: istio-proxy\n    image: docker.io/istio/proxyv2@${DIGEST}\n    restartPolicy: Always`,
    }),
  },

  *container(container, pod, context) {
    const claimed = sidecarsNamed(container.name);
    const [first] = claimed;
    if (!first || !claimed.every(({ isInjected }) => isInjected)) return;
    const image = imagesOf(container, pod, context).find(
      ({ text }) =>
        !isConfirmed(findKnownSidecar(container.name, text)) && !isAllowedBy(context.allowedRegistries, text),
    );
    if (!image) return;
    const publishers = [...new Set(claimed.map(({ publisher }) => publisher))].join(' or ');
    yield {
      at: container.value.get('image'),
      message: `The ${container.isSidecar ? 'sidecar' : 'container'} "${container.label}" has the name of ${first.name}, but its image \`${qualifiedRepository(image.text)}\` is not from ${publishers}: whoever sees the name takes it for the work of an injector. Use the publisher's image, or give the container a name of its own.`,
    };
  },
};
