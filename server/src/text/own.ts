/**
 * The own value of an object for a foreign key. `object[key]` would also find inherited names: `constructor`, `toString`,
 * `__proto__`.
 */
export function own<T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets the own value of an object for a foreign key. An assignment to `__proto__` would change the prototype. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  // Defining a property takes much longer than setting it.
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
