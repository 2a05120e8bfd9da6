import { isStandIn, parseByGrammar, parseImageReference } from '../../image/image-reference';
import { examplePod } from '../example';
import { links } from '../links';
import { isCheckedByServer } from '../refused/refused-rule';
import type { Rule } from '../rule';
import { imageSubject } from '../subject';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const invalidImage: Rule = {
  id: 'invalid-image',
  category: 'images',
  severity: 'error',
  title: 'An invalid image reference',
  why: 'The kubelet never starts the container (`InvalidImageName`). A policy that compares text can still admit such a name, or deny it for a wrong reason.',
  fix: 'Write `registry/repository:tag@digest`, with the repository in lower case and without spaces.',
  references: [links.images],
  peers: { Kubescape: ['C-0078'] },
  examples: {
    bad: examplePod({ image: `registry.example.com/Web@${DIGEST} # error: upper case` }),
    good: examplePod({ image: `registry.example.com/web@${DIGEST}` }),
  },

  *image(used, pod) {
    const { text: image } = used;
    if (image === undefined || pod.isAssembled || (image !== '' && isStandIn(image)) || parseImageReference(image))
      return;
    // The API server refuses it before: a rule of its own.
    if (image === '' && isCheckedByServer(pod.resource)) return;
    yield {
      at: used.at,
      message: `Never starts: ${imageSubject(used)} ${reasonFor(image)}. Write \`registry/repository:tag\`, in lower case and without spaces.`,
    };
  },
};

const TOO_LONG = 'has a repository of more than 255 characters, `library/` of Docker Hub included';

function reasonFor(image: string): string {
  if (image.trim() === '') return 'is empty';
  if (/\s/.test(image)) return 'has a space in it';
  if (parseByGrammar(image)) {
    return image.length === 64 ? 'looks like an image ID, not like a name' : TOO_LONG;
  }
  const [name = '', digest] = image.split('@', 2);
  if (digest !== undefined && parseImageReference(name)) return 'has an invalid digest';
  if (parseImageReference(image.toLowerCase())) return 'has upper-case letters in its repository';
  return 'is not a valid reference';
}
