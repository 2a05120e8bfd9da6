import { Unknowable } from '../../../server/src/cause/unknown';
import { wordsOf } from '../../../server/src/gating/words/words';

/** What people read of why something is unknown; `undefined` where it is known. */
export function unknownIn(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Unknowable) return wordsOf(error.cause);
    throw error;
  }
}
