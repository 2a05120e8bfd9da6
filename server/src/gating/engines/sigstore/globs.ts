import type { YamlValue } from '../../../manifest/value';
import type { Answer, ImageDecision } from '../../gate';
import { Glob } from '../../glob';
import type { ImageNames } from './subject';

const VALID = /^[a-zA-Z0-9_:/*.-]+$/;
/** Their registry is added (policy-controller, package glob). */
const OF_THE_HUB: Readonly<Record<string, string>> = { '*': 'index.docker.io/library/*', '*/*': 'index.docker.io/*/*' };

interface Entry {
  readonly text: string | undefined;
  readonly at: YamlValue;
  /** `undefined` where it can't be read or isn't one. */
  readonly glob: Glob | undefined;
}

/**
 * The globs of `images`: `*` stays between slashes, `**` doesn't. They are compared with the repository and the digest,
 * since a webhook of policy-controller's has replaced the tag by then (policy-controller, "Admission of images").
 */
export class ImageGlobs {
  readonly #images: YamlValue;
  readonly #entries: readonly Entry[];
  readonly #isWhole: boolean;
  readonly #none: ImageDecision;

  constructor(images: YamlValue) {
    this.#images = images;
    this.#entries = images.items.map((item) => {
      const at = item.get('glob');
      const text = at.string;
      return { at, text, glob: text !== undefined && VALID.test(text) ? toGlob(text) : undefined };
    });
    this.#isWhole = this.#entries.length > 0 && this.#entries.every(({ glob }) => glob !== undefined);
    this.#none = { verdict: 'skips', reason: 'none of its globs matches', at: images };
  }

  meets({ byDigest }: ImageNames): Answer {
    let found: Answer = this.#isWhole ? 'no' : 'unknown';
    for (const { glob } of this.#entries) {
      const answer = glob?.meets(byDigest) ?? 'unknown';
      if (answer === 'yes') return 'yes';
      if (answer === 'unknown') found = 'unknown';
    }
    return found;
  }

  /** Why an image isn't one of these. */
  explainNo({ byTag }: ImageNames): ImageDecision {
    const found = this.#entries.find(({ glob }) => glob?.meets(byTag) === 'yes');
    if (!found) return this.#none;
    const reason = `its glob \`${found.text}\` matches the tag, but policy-controller compares the digest in its place`;
    return { verdict: 'skips', at: found.at, reason };
  }

  /** Why it can't be known whether an image is one of these. */
  explainUnknown({ byDigest }: ImageNames): ImageDecision {
    const doubt = this.#entries.find(({ glob }) => (glob?.meets(byDigest) ?? 'unknown') === 'unknown');
    if (doubt?.glob) {
      return { verdict: 'unknown', at: doubt.at, reason: `it depends on the digest whether \`${doubt.text}\` matches` };
    }
    return {
      verdict: 'unknown',
      at: doubt?.at ?? this.#images,
      reason: `its glob \`${doubt?.text ?? ''}\` can not be read`,
    };
  }
}

function toGlob(text: string): Glob {
  const whole = OF_THE_HUB[text] ?? text;
  const parts = whole.match(/\*\*|./g) ?? [];
  return new Glob(
    parts.map((part) => (part === '**' ? { wildcard: 'any' } : part === '*' ? { wildcard: 'part' } : part)),
  );
}
