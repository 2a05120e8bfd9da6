/** "a, b and c". If there are more than `most`, the first ones and the number of the others. */
export function inWords(words: readonly string[], most = words.length): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  return joined(words, 'and');
}

/** `a`, `b` or `c`, each as code. */
export function anyOf(words: readonly string[]): string {
  return joined(
    words.map((word) => `\`${word}\``),
    'or',
  );
}

function joined(words: readonly string[], conjunction: string): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
