/**
 * Kyverno's wildcards: `*` stands for any text, also for none and across slashes, and `?` for one character ("Validate
 * Rules", Wildcards). No regular expression is made of them, so that matching is linear in practice and nothing has to
 * be compiled.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  let read = 0;
  while (read < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      mark = read;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[read])) {
      at++;
      read++;
    } else if (star !== -1) {
      at = star + 1;
      read = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesWildcard(pattern, text));
}

export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
