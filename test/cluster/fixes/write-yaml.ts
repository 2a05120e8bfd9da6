import type { Random } from '../../fuzz/random';

/** Writes an object as people do: some parts in braces, some with comments. */
export function writeYaml(value: object, random: Random): string {
  return `${writeMap(value, 0, random)}\n`;
}

function writeMap(map: object, column: number, random: Random): string {
  return Object.entries(map)
    .map(([key, value]) => `${' '.repeat(column)}${key}:${writeBehind(value, column + 2, random)}`)
    .join('\n');
}

function writeBehind(value: unknown, column: number, random: Random): string {
  if (typeof value !== 'object' || value === null || isEmpty(value) || random.once(5))
    return ` ${flow(value)}${comment(random)}`;
  const below = Array.isArray(value)
    ? value.map((item) => writeItem(item, column, random)).join('\n')
    : writeMap(value, column, random);
  return `${comment(random)}\n${below}`;
}

function writeItem(item: unknown, column: number, random: Random): string {
  const dash = `${' '.repeat(column)}- `;
  if (typeof item !== 'object' || item === null || random.once(6)) return `${dash}${flow(item)}${comment(random)}`;
  return dash + writeMap(item, column + 2, random).trimStart();
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return isEmpty(value)
      ? '{}'
      : `{ ${Object.entries(value)
          .map(([key, one]) => `${key}: ${flow(one)}`)
          .join(', ')} }`;
  return typeof value === 'string' && !/^[A-Za-z_/][\w./@:-]*\w$/.test(value) ? JSON.stringify(value) : String(value);
}

function comment(random: Random): string {
  return random.once(8) ? ` # comment ${random.below(1000)}` : '';
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
