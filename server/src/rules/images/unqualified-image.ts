import { setValue } from '../../fixes/set-value';
import { qualified } from '../../gating/image-reference';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imagesOf } from './run-images';

export const unqualifiedImage: Rule = {
  id: 'unqualified-image',
  category: 'images',
  severity: 'information',
  title: 'An image without a registry',
  why: "Which registry answers for a short name depends on each node's configuration: most ask Docker Hub, some a list of mirrors. Policies that allow registries have nothing to compare.",
  fix: "Write the registry's host. Docker Hub's is `docker.io`, with `library/` for official images.",
  references: [links.images, links.gateImages],
  peers: { Trivy: ['KSV-0034'] },
  examples: {
    bad: examplePod({ image: 'nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }),
    good: examplePod({
      image: 'docker.io/library/nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  },

  *container(container, pod, context) {
    const image = imagesOf(container, pod, context).find(({ reference }) => !reference.registry);
    if (!image) return;
    const full = qualified(image.text);
    const value = container.value.get('image');
    yield {
      at: value,
      message: `The image of "${container.label}" names no registry: which one answers depends on the node. Write \`${full}\` if Docker Hub is meant.`,
      fixes: image.isWritten
        ? [
            {
              title: `Write the registry: ${full}`,
              isPreferred: true,
              change: () => setValue(pod.resource.document, value, full),
            },
          ]
        : [],
    };
  },
};
