import type { YamlValue } from '../../../manifest/value';
import type { Answer } from '../../gate';
import { Glob, UNKNOWN_DIGIT } from '../../glob';
import type { GoName } from '../../go-name';

/** Which images a ClusterImagePolicy is about. */
export interface ImageGlobs {
  find(image: GoName): GlobFound;
}

export interface GlobFound {
  readonly answer: Answer;
  /** The glob that decides. */
  readonly at?: YamlValue;
  readonly reason: string;
}

const VALID = /^[a-zA-Z0-9_:/*.-]+$/;
/** Their registry is added (policy-controller, package glob). */
const OF_THE_HUB: Readonly<Record<string, string>> = { '*': 'index.docker.io/library/*', '*/*': 'index.docker.io/*/*' };

/**
 * The globs of `images`: `*` stays between slashes, `**` doesn't. They are compared with the repository and the digest,
 * since a webhook of policy-controller's has replaced the tag by then (policy-controller, "Admission of images").
 */
export function globsOf(images: YamlValue): ImageGlobs {
  const globs = images.items.map((item) => {
    const at = item.get('glob');
    const text = at.string;
    return { at, text, glob: text !== undefined && VALID.test(text) ? toGlob(text) : undefined };
  });
  const unreadable = globs.find(({ glob }) => glob === undefined);
  return {
    find: (image) => {
      const digest = image.digest ?? `sha256:${UNKNOWN_DIGIT.repeat(64)}`;
      const answers = globs.map(({ at, text, glob }) => {
        const answer: Answer = glob?.meets(`${image.repository}@${digest}`) ?? 'unknown';
        return { answer, at, text, glob };
      });
      const found = answers.find(({ answer }) => answer === 'yes');
      if (found) return { answer: 'yes', at: found.at, reason: '' };
      if (unreadable || images.items.length === 0) {
        const reason = `its glob \`${unreadable?.text ?? ''}\` can not be read`;
        return { answer: 'unknown', at: unreadable?.at ?? images, reason };
      }
      const doubt = answers.find(({ answer }) => answer === 'unknown');
      if (doubt) {
        return {
          answer: 'unknown',
          at: doubt.at,
          reason: `it depends on the digest whether \`${doubt.text}\` matches`,
        };
      }
      const name = `${image.repository}:${image.tag ?? 'latest'}`;
      const byTag = answers.find(({ glob }) => glob?.meets(name) === 'yes');
      if (!byTag) return { answer: 'no', at: images, reason: 'none of its globs matches' };
      const reason = `its glob \`${byTag.text}\` matches the tag, but policy-controller compares the digest in its place`;
      return { answer: 'no', at: byTag.at, reason };
    },
  };
}

function toGlob(text: string): Glob {
  const whole = OF_THE_HUB[text] ?? text;
  const parts = whole.match(/\*\*|./g) ?? [];
  return new Glob(parts.map((part) => (part === '**' ? { star: 'any' } : part === '*' ? { star: 'part' } : part)));
}
