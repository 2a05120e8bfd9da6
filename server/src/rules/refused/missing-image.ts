import { sidecarPod } from '../example';
import { links } from '../links';
import { containerSubject } from '../subject';
import { refusedRule } from './refused-rule';
import { isUnset } from './text';

export const missingImage = refusedRule({
  id: 'missing-image',
  title: 'A container without an image',
  why: 'The API server refuses a pod with a container that has no image, or an empty one. A JSON schema does not know this. In a patch, and in a manifest in which no container has an image, nothing is missing.',
  fix: 'Name the image of each container.',
  references: [links.images],
  examples: {
    bad: sidecarPod({}).replace(/(log-agent)\n +image: .*/, '$1 # error: no image'),
    good: sidecarPod({}),
  },

  *find({ containers }) {
    for (const container of containers) {
      const field = container.value.get('image');
      if (isUnset(field))
        yield {
          field,
          container,
          // An empty text is there, and says that there is no image.
          isAbsence: field.string === undefined,
          because: `${containerSubject(container)} has no image`,
          toDo: 'Name its image',
        };
    }
  },
});
