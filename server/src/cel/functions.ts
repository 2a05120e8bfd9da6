import { Environment, Optional } from '@marcbachmann/cel-js';
import { registerImages } from './image-library';
import { matches, regex } from './regex';
import { registerMacros } from './register-macros';
import { registerSemver } from './semver';

/** What an expression of a policy can refer to (Validating Admission Policy, "Validation Expression"). */
const VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'authorizer', 'variables'];

/** The name of our `matches`: the library's function backtracks, Kubernetes uses RE2. */
export const MATCHES = 're2Matches';

let environment: Environment | undefined;

/** CEL with the functions that Kubernetes adds and image policies use ("Common Expression Language in Kubernetes"). */
export function celEnvironment(): Environment {
  environment ??= create();
  return environment;
}

function create(): Environment {
  const created = new Environment({
    enableOptionalTypes: true,
    // The types of objects are not declared here, so literals may mix with them.
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 10_000, maxDepth: 100 },
  });
  for (const name of VARIABLES) created.registerVariable(name, 'dyn');
  const functions: Readonly<Record<string, (...values: never[]) => unknown>> = {
    [`string.${MATCHES}(string): bool`]: matches,
    // Regex library.
    'string.find(string): string': (text: string, pattern: string) => findAll(text, pattern, 1)[0] ?? '',
    'string.findAll(string): list<string>': (text: string, pattern: string) => findAll(text, pattern),
    'string.findAll(string, int): list<string>': (text: string, pattern: string, most: bigint) =>
      findAll(text, pattern, Number(most)),
    // Strings extension.
    'string.charAt(int): string': (text: string, index: bigint) => text.charAt(Number(index)),
    'string.replace(string, string): string': (text: string, from: string, to: string) =>
      text.replaceAll(from, () => to),
    'string.replace(string, string, int): string': replaceSome,
    'string.reverse(): string': (text: string) => [...text].reverse().join(''),
    'string.format(list): string': format,
    // List library.
    'list.isSorted(): bool': (list: Comparable[]) =>
      list.every((item, index) => index === 0 || (list[index - 1] ?? item) <= item),
    'list.sum(): dyn': (list: Summable[]) => list.reduce<Summable>(add, 0n),
    'list.min(): dyn': (list: Comparable[]) => extreme(list, (a, b) => a < b),
    'list.max(): dyn': (list: Comparable[]) => extreme(list, (a, b) => a > b),
    'list.indexOf(dyn): int': (list: unknown[], item: unknown) => BigInt(list.indexOf(item)),
    'list.lastIndexOf(dyn): int': (list: unknown[], item: unknown) => BigInt(list.lastIndexOf(item)),
    // Optional types.
    'OptionalNamespace.ofNonZeroValue(dyn): optional<dyn>': (_: unknown, value: unknown) =>
      isZero(value) ? Optional.none() : Optional.of(value),
  };
  for (const [signature, handler] of Object.entries(functions)) created.registerFunction(signature, handler);
  registerSets(created);
  registerImages(created);
  registerMacros(created);
  registerSemver(created);
  return created;
}

/** Functions such as `sets.contains(…)` have a dot in their name. In the library they are methods of a value. */
function registerSets(created: Environment): void {
  class Sets {}
  created.registerType('Sets', Sets);
  created.registerConstant('sets', 'Sets', new Sets());
  const contains = (all: unknown[], some: unknown[]): boolean => some.every((item) => all.includes(item));
  created.registerFunction('Sets.contains(list, list): bool', (_: Sets, all: unknown[], some: unknown[]) =>
    contains(all, some),
  );
  created.registerFunction(
    'Sets.equivalent(list, list): bool',
    (_: Sets, a: unknown[], b: unknown[]) => contains(a, b) && contains(b, a),
  );
  created.registerFunction('Sets.intersects(list, list): bool', (_: Sets, a: unknown[], b: unknown[]) =>
    a.some((item) => b.includes(item)),
  );
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === '' || value === false || value === 0 || value === 0n;
}

type Comparable = bigint | number | string;
type Summable = bigint | number;

function findAll(text: string, pattern: string, most = -1): string[] {
  const matcher = regex(pattern).matcher(text);
  const found: string[] = [];
  while (found.length !== most && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

function replaceSome(text: string, from: string, to: string, most: bigint): string {
  if (most < 0n) return text.replaceAll(from, () => to);
  let left = most;
  return text.replaceAll(from, () => (left-- > 0n ? to : from));
}

/** `%s`, `%d` and similar verbs, for messages of policies. */
function format(text: string, values: unknown[]): string {
  let index = 0;
  return text.replace(/%(?:\.(\d+))?([a-zA-Z%])/g, (whole, digits: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    const value = values[index++];
    if (verb === 'f' && typeof value === 'number') return value.toFixed(digits === undefined ? 6 : Number(digits));
    return verb === 's' || verb === 'd' ? show(value) : whole;
  });
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, own]) => `${key}: ${show(own)}`)
      .join(', ')}}`;
  }
  return String(value);
}

function add(a: Summable, b: Summable): Summable {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a + b;
  return Number(a) + Number(b);
}

function extreme(list: Comparable[], isBetter: (a: Comparable, b: Comparable) => boolean): Comparable {
  const [first, ...rest] = list;
  if (first === undefined) throw new RangeError('The list is empty.');
  return rest.reduce((best, item) => (isBetter(item, best) ? item : best), first);
}
