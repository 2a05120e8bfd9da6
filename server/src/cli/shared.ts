/**
 * Several iterables with the items of one. The items wait until the slowest reader has taken them.
 * @param count how many; with one, it is the source itself
 */
export function shared<T>(source: AsyncIterable<T>, count: number): AsyncIterable<T>[] {
  if (count === 1) return [source];
  const items = source[Symbol.asyncIterator]();
  const queues = Array.from({ length: count }, (): Promise<IteratorResult<T>>[] => []);
  return queues.map((queue) => ({
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (queue.length === 0) {
          const next = items.next();
          // Each reader sees a failure for itself.
          next.catch(() => {});
          for (const other of queues) other.push(next);
        }
        const result = await queue.shift();
        if (!result || result.done) return;
        yield result.value;
      }
    },
  }));
}
