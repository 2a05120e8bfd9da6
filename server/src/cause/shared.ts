/** The cache is cleared at this size: names and texts change while a user types. */
const MOST = 5000;

/** Returns the same object for the same key, so equal decisions can be compared by identity. */
export function sharedBy<Key, Made extends object>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new Map<Key, Made>();
  return (key) => {
    const found = known.get(key);
    if (found) return found;
    if (known.size >= MOST) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
