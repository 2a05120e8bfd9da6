import { setValue } from '../../fixes/set-value';
import { qualified } from '../../image/image-reference';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imageSubject } from '../subject';
import { isStillAdmitted } from './still-admitted';

export const unqualifiedImage: Rule = {
  id: 'unqualified-image',
  category: 'images',
  severity: 'information',
  title: 'An image without a registry',
  why: 'The configuration of each node decides which registry a short name means. Most nodes use Docker Hub, some use a list of mirrors. A policy that allows registries has no registry to compare.',
  fix: 'Add the host of the registry. For Docker Hub, it is `docker.io`, with `library/` for official images.',
  references: [links.images, links.gateImages],
  peers: { Trivy: ['KSV-0034'] },
  examples: {
    bad: examplePod({
      image: 'nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 # information: no registry',
    }),
    good: examplePod({
      image: 'docker.io/library/nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  },

  *image(used, pod, context) {
    const image = context.runImages(used, pod).find(({ reference }) => !reference.registry);
    if (!image) return;
    const full = qualified(image.text);
    const value = used.at;
    yield {
      at: value,
      message: `No registry: the node decides where ${imageSubject(used)} comes from. For Docker Hub, write \`${full}\`.`,
      fixes: image.isWritten
        ? [
            {
              title: `Add the registry: ${full}`,
              isPreferred: true,
              change: () =>
                isStillAdmitted(used, pod, full, context) ? setValue(pod.resource.document, value, full) : undefined,
            },
          ]
        : [],
    };
  },
};
