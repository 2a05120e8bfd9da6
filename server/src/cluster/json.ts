import { setOwn } from '../text/own';
/** The fields of an object in kubectl's output. The output is foreign data, so the functions here check its types. */
export type JsonFields = Readonly<Record<string, unknown>>;

/** The fields of an object; empty for any other value. */
export function jsonFields(value: unknown): JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonFields) : {};
}

/** The objects of a list; empty for any other value. */
export function jsonObjects(value: unknown): JsonFields[] {
  return Array.isArray(value) ? value.map(jsonFields) : [];
}

export function fieldText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Labels, annotations and the like, without values that are not text. The result inherits no keys. */
export function fieldTexts(value: unknown): Readonly<Record<string, string>> {
  const texts: Record<string, string> = Object.create(null);
  for (const [key, text] of Object.entries(jsonFields(value))) if (typeof text === 'string') setOwn(texts, key, text);
  return texts;
}
