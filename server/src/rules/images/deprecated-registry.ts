import { setValue } from '../../fixes/set-value';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imageSubject } from '../subject';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const OLD = 'k8s.gcr.io';
const NEW = 'registry.k8s.io';

export const deprecatedRegistry: Rule = {
  id: 'deprecated-registry',
  category: 'images',
  severity: 'warning',
  tag: 'deprecated',
  title: 'An image from a registry that gets no updates',
  why: `\`${OLD}\` has been frozen since April 2023. It gets no new images and no security fixes.`,
  fix: `Use \`${NEW}\`, which has the same images with the same names.`,
  references: [links.images, links.registryFreeze],
  peers: { Kubescape: ['C-0253'] },
  examples: {
    bad: examplePod({ image: `${OLD}/pause:3.9@${DIGEST} # warning` }),
    good: examplePod({ image: `${NEW}/pause:3.9@${DIGEST}` }),
  },

  *image(used, pod, context) {
    const image = context.runImages(used, pod).find(({ reference }) => reference.registry === OLD);
    if (!image) return;
    const value = used.at;
    yield {
      at: value,
      message: `No security updates: ${imageSubject(used)} is from \`${OLD}\`, which is frozen. Use \`${NEW}\`.`,
      fixes: image.isWritten
        ? [
            {
              title: `Use ${NEW}`,
              isPreferred: true,
              change: () => setValue(pod.resource.document, value, image.text.replace(OLD, NEW)),
            },
          ]
        : [],
    };
  },
};
