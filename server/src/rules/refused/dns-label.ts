/** Why a name is no DNS label (RFC 1123, in lower case), as a predicate: `has a dot`; `undefined` if it is one. */
export function faultOfLabel(name: string): string | undefined {
  if (DNS_LABEL.test(name) && name.length <= LONGEST_LABEL) return undefined;
  if (name.length > LONGEST_LABEL) return `has more than ${LONGEST_LABEL} characters`;
  if (/[A-Z]/.test(name)) return 'has upper-case letters';
  if (/^-|-$/.test(name)) return 'begins or ends with `-`';
  return 'has other characters than letters, digits and `-`';
}

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LONGEST_LABEL = 63;

/** What to do about it. */
export const WRITE_A_LABEL = 'Write at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends';
