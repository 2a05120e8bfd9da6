/**
 * Whether a text matches a pattern, in which `*` stands for any text, also an empty one. The time is linear in the lengths,
 * unlike the time of a regular expression with many `.*`.
 */
export function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  // The earliest match of each part leaves the most text for the others.
  let offset = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, offset);
    if (found === -1) return false;
    offset = found + part.length;
  }
  return text.length - last.length >= offset && text.endsWith(last);
}
