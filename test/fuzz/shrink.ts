/** The same mistake, whatever the names and numbers in its message: its words, and where it was thrown. */
export function keyOf(target: string, { name, message, stack = '' }: Error): string {
  const words = message
    .split('\n', 1)[0]
    ?.replace(/"[^"]*"|`[^`]*`|'[^']*'/g, '"…"')
    .replace(/[\d.]+/g, 'N')
    .slice(0, 60);
  const [, frame = ''] = /^\s+at (?:new |async )?([\w.#<>]+)/m.exec(stack) ?? [];
  // Where the stack ends is chance.
  return `${target} ${name} ${words} ${name === 'RangeError' ? '' : frame}`;
}

/**
 * A smaller text with the same mistake: parts of it are left out for as long as it stays.
 * @param fails whether a text has it
 * @param until when to stop, as `performance.now()` tells it
 */
export async function shrink(
  text: string,
  fails: (text: string) => boolean | Promise<boolean>,
  until: number,
): Promise<string> {
  let smallest = text;
  // Lines first: what is left out with them keeps the rest as it is.
  for (const border of [/(?<=\n)/, '']) {
    for (let size = Math.ceil(smallest.split(border).length / 2); size >= 1; size = Math.floor(size / 2)) {
      let parts = smallest.split(border);
      for (let index = 0; index < parts.length; ) {
        if (performance.now() > until) return smallest;
        const without = [...parts.slice(0, index), ...parts.slice(index + size)];
        const candidate = without.join('');
        if (candidate !== smallest && (await fails(candidate))) {
          parts = without;
          smallest = candidate;
        } else index += size;
      }
    }
  }
  return smallest;
}
