import { isPlaceholder, parseByGrammar, parseImageReference } from '../../gating/image-reference';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const invalidImage: Rule = {
  id: 'invalid-image',
  category: 'images',
  severity: 'error',
  title: 'An image that is no valid reference',
  why: 'The container never starts (InvalidImageName). Policies that compare texts may still let such a name through, or refuse it for the wrong reason.',
  fix: 'Write `registry/repository:tag@digest`: the repository in lower case, without spaces.',
  references: [links.images],
  peers: { Kubescape: ['C-0078'] },
  examples: {
    bad: examplePod({ image: `registry.example.com/Web@${DIGEST} # error: upper case` }),
    good: examplePod({ image: `registry.example.com/web@${DIGEST}` }),
  },

  *container(container, pod) {
    const { image } = container;
    if (image === undefined || pod.isAssembled || isStandIn(image) || parseImageReference(image)) return;
    yield {
      at: container.value.get('image'),
      message: `The image of "${container.label}" ${reasonFor(image)}, so the container never starts. Write \`registry/repository:tag\`, in lower case and without spaces.`,
    };
  },
};

/** Spaces alone are no sign that something is still to be filled in. */
function isStandIn(image: string): boolean {
  const packed = image.replace(/\s+/g, '');
  return packed !== '' && isPlaceholder(packed);
}

const TOO_LONG = 'has a repository of more than 255 characters, with the `library/` of Docker Hub';

function reasonFor(image: string): string {
  if (image.trim() === '') return 'is empty';
  if (/\s/.test(image)) return 'has a space in it';
  if (parseByGrammar(image)) {
    return image.length === 64 ? 'looks like the identifier of an image, not like a name' : TOO_LONG;
  }
  const digest = /@(.*)$/.exec(image)?.[1];
  if (digest !== undefined && parseImageReference(image.slice(0, image.indexOf('@')))) return 'has an invalid digest';
  if (parseImageReference(image.toLowerCase())) return 'has upper-case letters in its repository';
  return 'is not a valid reference';
}
