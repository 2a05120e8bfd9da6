import { isAllowedBy } from '../../image/allowed-registries';
import { qualifiedRepository } from '../../image/image-name';
import { findKnownSidecar, isConfirmed, isOfPublisher, sidecarsNamed } from '../../pod/known-sidecars';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

const DIGEST = 'sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

export const impersonatesInjectedSidecar: Rule = {
  id: 'impersonates-injected-sidecar',
  category: 'sidecar',
  severity: 'warning',
  title: 'A container with the name of an injected sidecar but another image',
  why: 'Reviewers expect containers such as `istio-proxy` or `vault-agent` in a pod, and policies and alerts often exclude them by name. An attacker can use such a name to hide a container.',
  fix: "Use the image of the publisher, or a mirror that keeps the publisher's path (`mirror.example.com/istio/proxyv2`). If your mirror has other paths, add it to `allowedRegistries`. If the container is something else, rename it.",
  references: [links.nameSimilarity, links.sidecarInjection],
  examples: {
    bad: examplePod({
      spec: `initContainers:\n  - name: istio-proxy\n    image: docker.io/example/proxyv2@${DIGEST} # warning\n    restartPolicy: Always`,
    }),
    good: examplePod({
      spec: `initContainers:\n  - name: istio-proxy\n    image: docker.io/istio/proxyv2@${DIGEST}\n    restartPolicy: Always`,
    }),
  },

  *image(used, pod, context) {
    const { container } = used;
    if (!container) return;
    const claimed = sidecarsNamed(container.name);
    const [first] = claimed;
    if (!first || !claimed.every(({ isInjected }) => isInjected)) return;
    const image = context
      .runImages(used, pod)
      .find(
        ({ text }) =>
          !isConfirmed(findKnownSidecar(container.name, text)) &&
          !isOfPublisher(claimed, text) &&
          !isAllowedBy(context.allowedRegistries, text),
      );
    if (!image) return;
    const publishers = [...new Set(claimed.map(({ publisher }) => publisher))].join(' or ');
    yield {
      at: used.at,
      message: `Possible fake sidecar: "${container.label}" has the name of ${first.name}, but its image \`${qualifiedRepository(image.text)}\` is not from ${publishers}. Use the publisher's image, or rename the container.`,
    };
  },
};
