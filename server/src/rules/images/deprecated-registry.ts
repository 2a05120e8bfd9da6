import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imagesOf } from './run-images';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const OLD = 'k8s.gcr.io';
const NEW = 'registry.k8s.io';

export const deprecatedRegistry: Rule = {
  id: 'deprecated-registry',
  category: 'images',
  severity: 'warning',
  title: 'An image from a registry that gets no updates',
  why: `${OLD} has been frozen since April 2023: no new image and no security fix arrives there.`,
  fix: `Write \`${NEW}\`, which has the same images under the same names.`,
  references: [links.images, links.registryFreeze],
  peers: { Kubescape: ['C-0253'] },
  examples: {
    bad: examplePod({ image: `${OLD}/pause:3.9@${DIGEST} # warning` }),
    good: examplePod({ image: `${NEW}/pause:3.9@${DIGEST}` }),
  },

  *container(container, pod, context) {
    const image = imagesOf(container, pod, context).find(({ reference }) => reference.registry === OLD);
    if (!image) return;
    const value = container.value.get('image');
    yield {
      at: value,
      message: `The image of "${container.label}" is from ${OLD}, which gets no updates any more. Write \`${NEW}\`.`,
      fixes: image.isWritten
        ? [
            {
              title: `Write ${NEW}`,
              isPreferred: true,
              change: () => setValue(pod.resource.document, value, image.text.replace(OLD, NEW)),
            },
          ]
        : [],
    };
  },
};
