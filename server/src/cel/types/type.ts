/** A type of CEL. Types of one kind differ by their names (structs, opaque types, parameters) and their parameters. */
export interface CelType {
  readonly kind: TypeKind;
  readonly name: string;
  readonly params: readonly CelType[];
}

type TypeKind = (typeof SIMPLE)[number] | 'error' | 'list' | 'map' | 'type' | 'param' | 'struct' | 'opaque';

const SIMPLE = [
  ...(['dyn', 'null_type', 'bool', 'int', 'uint', 'double', 'string', 'bytes'] as const),
  ...(['timestamp', 'duration'] as const),
] as const;
const NAMES: Readonly<Record<string, string>> = {
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
};

function simple(kind: (typeof SIMPLE)[number] | 'error'): CelType {
  return { kind, name: NAMES[kind] ?? kind, params: [] };
}

export const DYN = simple('dyn');
export const ERROR = simple('error');
export const NULL = simple('null_type');
export const BOOL = simple('bool');
export const INT = simple('int');
export const UINT = simple('uint');
export const DOUBLE = simple('double');
export const STRING = simple('string');
export const BYTES = simple('bytes');

export function listOf(item: CelType): CelType {
  return { kind: 'list', name: 'list', params: [item] };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', name: 'map', params: [key, value] };
}

export function optionalOf(value: CelType): CelType {
  return { kind: 'opaque', name: 'optional_type', params: [value] };
}

export function typeOf(type: CelType): CelType {
  return { kind: 'type', name: 'type', params: [type] };
}

function parameter(name: string): CelType {
  return { kind: 'param', name, params: [] };
}

export function struct(name: string): CelType {
  return { kind: 'struct', name, params: [] };
}

export function isOptionalType(type: CelType): boolean {
  return type.kind === 'opaque' && type.name === 'optional_type';
}

/** The type of the value of an optional type; another type as it is. */
export function unwrapped(type: CelType): CelType {
  return isOptionalType(type) ? (type.params[0] ?? DYN) : type;
}

export function isSame(one: CelType, other: CelType): boolean {
  return (
    one.kind === other.kind &&
    one.name === other.name &&
    one.params.length === other.params.length &&
    one.params.every((param, index) => isSame(param, other.params[index] ?? ERROR))
  );
}

/** A type as the API server writes it. */
export function nameOfType({ kind, name, params }: CelType): string {
  if (kind === 'error') return '!error!';
  if (kind === 'timestamp' || kind === 'duration') return kind;
  if (kind === 'null_type') return 'null';
  return params.length === 0 ? name : `${name}(${params.map(nameOfType).join(', ')})`;
}

/**
 * A type from its notation in signatures: `list<A>`, `optional<string>`, `Quantity`. A single capital is a parameter.
 * @returns the type and the index behind it
 */
export function readType(text: string, start = 0): readonly [CelType, number] {
  const [whole = '', name = ''] = /^ *([\w.]+)/.exec(text.slice(start)) ?? [];
  if (name === '') throw new TypeError(`No type: ${text.slice(start)}`);
  let at = start + whole.length;
  const params: CelType[] = [];
  if (text[at] === '<') {
    do {
      const [param, end] = readType(text, at + 1);
      params.push(param);
      at = end;
    } while (text[at] === ',');
    at++;
  }
  return [namedType(name, params), at];
}

function namedType(name: string, params: readonly CelType[]): CelType {
  const [first = DYN, second = DYN] = params;
  if (name === 'list') return listOf(first);
  if (name === 'map') return mapOf(first, second);
  if (name === 'optional') return optionalOf(first);
  if (name === 'type') return typeOf(first);
  if (/^[A-Z]$/.test(name)) return parameter(name);
  const kind = SIMPLE.find((one) => one === name);
  return kind ? simple(kind) : { kind: 'opaque', name, params };
}
