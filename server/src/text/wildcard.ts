/**
 * Wildcards of policies: `*` stands for any text, also for none and across slashes, and `?` for one character (Kyverno,
 * "Validate Rules", Wildcards). No regular expression is made of them, so that matching is linear in practice and nothing
 * has to be compiled.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let index = 0;
  let star = -1;
  let mark = 0;
  let read = 0;
  while (read < text.length) {
    const wanted = pattern[index];
    if (wanted === '*') {
      star = index++;
      mark = read;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[read])) {
      index++;
      read++;
    } else if (star !== -1) {
      index = star + 1;
      read = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[index] === '*') index++;
  return index === pattern.length;
}

/** Reads a pattern once: nearly all are a plain text, or have one `*` at an end. */
export function compileWildcard(pattern: string): (text: string) => boolean {
  const [head = '', tail = '', ...others] = pattern.split('*');
  if (pattern.includes('?') || others.length > 0) return (text) => matchesWildcard(pattern, text);
  if (!pattern.includes('*')) return (text) => text === pattern;
  const shortest = head.length + tail.length;
  return (text) => text.length >= shortest && text.startsWith(head) && text.endsWith(tail);
}

/** Whether a text is as one of some patterns says. */
export function compileWildcards(patterns: readonly string[]): (text: string) => boolean {
  const compiled = patterns.map(compileWildcard);
  return (text) => compiled.some((matches) => matches(text));
}

export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
