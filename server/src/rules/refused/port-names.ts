const LONGEST = 15;

/** What a port name must be, for a sentence. */
export const PORT_NAME = `at most ${LONGEST} lower-case letters, digits and single hyphens, with a letter among them`;

/** Why a text cannot be the name of a port, as the end of a clause (RFC 6335, in lower case); `undefined` if it can. */
export function portNameFault(name: string): string | undefined {
  if (name.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (!/^[-a-z0-9]+$/.test(name)) return 'has other characters than lower-case letters, digits and hyphens';
  if (!/[a-z]/.test(name)) return 'has no letter';
  if (name.includes('--')) return 'has two hyphens in a row';
  return name.startsWith('-') || name.endsWith('-') ? 'begins or ends with a hyphen' : undefined;
}
