import type { Cause } from './cause';
import { sharedBy } from './shared';

/** The message of a policy when it denies, on one line. */
export function policySays(text: string): Cause {
  return onOneLine(text.replace(/\s+/g, ' ').trim());
}

const onOneLine = sharedBy((text: string): Cause => ({ kind: 'policy-says', text }));
