import { fieldsOf } from '../stand-in/objects.ts';

/** What each server gives as it likes; clients only hand it back, or show it. */
const ITS_OWN = ['uid', 'resourceVersion', 'creationTimestamp', 'continue'];
/** Lists whose order is not promised, by what their items are called; the stand-in has fewer. */
const BY_NAME = ['resources', 'groups'];
const SOME_OF = ['verbs', 'versions'];
/** The columns of `--output=wide` come last. */
const FIRST_OF = ['columnDefinitions', 'cells'];
const AGE = /^(?:\d+[smhdy]){1,2}$/;

/** Where one answer has something else than another. What only the other one has does not count. */
export function differences(one: unknown, other: unknown, path = ''): string[] {
  if (Array.isArray(one) && Array.isArray(other)) return inLists(one, other, path);
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    return Object.entries(one).flatMap(([key, value]) => {
      const here = `${path}.${key}`;
      const there = fieldsOf(other)[key];
      if (ITS_OWN.includes(key)) return typeof value === typeof there ? [] : [`${here}: ${value}, ${there}`];
      return value === undefined ? [] : differences(value, there, here);
    });
  }
  const areAges = [one, other].every((value) => AGE.test(String(value)));
  return areAges || Object.is(one, other) ? [] : [`${path}: ${JSON.stringify(one)}, ${JSON.stringify(other)}`];
}

function inLists(one: readonly unknown[], other: readonly unknown[], path: string): string[] {
  const [, list = ''] = /\.(\w+)$/.exec(path) ?? [];
  if (SOME_OF.includes(list))
    return one.filter((item) => !includes(other, item)).map((item) => `${path}: ${JSON.stringify(item)}`);
  if (BY_NAME.includes(list)) {
    return one.flatMap((item) => {
      const { name } = fieldsOf(item);
      return differences(
        item,
        other.find((candidate) => fieldsOf(candidate).name === name),
        `${path}[${name}]`,
      );
    });
  }
  const isLong = one.length === other.length || (FIRST_OF.includes(list) && one.length < other.length);
  const length = isLong ? [] : [`${path}: ${one.length}, ${other.length} items`];
  return [...length, ...one.flatMap((item, index) => differences(item, other[index], `${path}[${index}]`))];
}

function includes(list: readonly unknown[], item: unknown): boolean {
  return list.some((candidate) => differences(item, candidate).length === 0);
}
