import type { Answer } from '../../../admission/answers';
import { Glob } from '../../../image/glob';
import type { YamlValue } from '../../../manifest/value';
import { own } from '../../../text/own';
import type { ImageDecision } from '../../gate';
import type { ImageNames } from './subject';

const VALID = /^[a-zA-Z0-9_:/*.-]+$/;
/** Globs to which policy-controller adds the registry (policy-controller, package glob). */
const OF_THE_HUB: Readonly<Record<string, string>> = { '*': 'index.docker.io/library/*', '*/*': 'index.docker.io/*/*' };

interface Entry {
  /** `undefined` if the text cannot be parsed or isn't a glob. */
  readonly glob: Glob | undefined;
  /** The decision if the glob matches the tag of an image, but not its digest. */
  readonly ofTag: ImageDecision;
  /** The decision if the workspace cannot tell whether the glob matches an image. */
  readonly open: ImageDecision;
}

/**
 * The globs of `images`. `*` matches no slash, `**` does. policy-controller compares them with the repository and the
 * digest, since one of its webhooks has replaced the tag before (policy-controller, "Admission of images").
 */
export class ImageGlobs {
  readonly #entries: readonly Entry[];
  readonly #isWhole: boolean;
  readonly #none: ImageDecision;
  readonly #unread: ImageDecision;

  constructor(images: YamlValue) {
    this.#entries = images.items.map(toEntry);
    this.#isWhole = this.#entries.length > 0 && this.#entries.every(({ glob }) => glob !== undefined);
    this.#none = { verdict: 'skips', cause: { kind: 'no-glob-matches' }, at: images };
    this.#unread = { verdict: 'unknown', cause: { kind: 'unreadable-glob', glob: '' }, at: images };
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

  /** Why no glob matches an image. */
  explainNo({ byTag }: ImageNames): ImageDecision {
    return this.#entries.find(({ glob }) => glob?.meets(byTag) === 'yes')?.ofTag ?? this.#none;
  }

  /** Why the workspace cannot tell whether a glob matches an image. */
  explainUnknown({ byDigest }: ImageNames): ImageDecision {
    const doubt = this.#entries.find(({ glob }) => (glob?.meets(byDigest) ?? 'unknown') === 'unknown');
    return doubt?.open ?? this.#unread;
  }
}

function toEntry(item: YamlValue): Entry {
  const at = item.get('glob');
  const text = at.string ?? '';
  const glob = VALID.test(text) ? toGlob(text) : undefined;
  return {
    glob,
    ofTag: { verdict: 'skips', cause: { kind: 'glob-of-tag', glob: text }, at },
    open: { verdict: 'unknown', cause: { kind: glob ? 'digest-decides' : 'unreadable-glob', glob: text }, at },
  };
}

function toGlob(text: string): Glob {
  const whole = own(OF_THE_HUB, text) ?? text;
  const parts = whole.match(/\*\*|./g) ?? [];
  return new Glob(
    parts.map((part) => (part === '**' ? { wildcard: 'any' } : part === '*' ? { wildcard: 'part' } : part)),
  );
}
