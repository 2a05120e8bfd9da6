import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { isCelNode, nodesOf } from './syntax';

const defined = new WeakMap<Environment, ReadonlySet<string>>();

/** The name of a function, macro or variable in an expression that can't be evaluated here. */
export function unsupportedIn(root: ASTNode, environment: Environment): string | undefined {
  const known = definedIn(environment);
  // How often `variables` is used other than to read one of its fields.
  let whole = 0;
  for (const { node } of nodesOf(root)) {
    const name = unsupported(node, known);
    if (name !== undefined) return name;
    if (isVariables(node)) whole++;
    else if (FIELD.has(node.op) && Array.isArray(node.args) && isVariables(node.args[0])) whole--;
  }
  // In Kubernetes it is not a map, and a walk over all of it takes more steps than the data has.
  return whole > 0 ? VARIABLES : undefined;
}

const VARIABLES = 'variables';
/** The operators that read a field. */
const FIELD: ReadonlySet<string> = new Set(['.', '.?', '[]', '[?]']);

function isVariables(node: unknown): boolean {
  return isCelNode(node) && node.op === 'id' && node.args === VARIABLES;
}

function unsupported(node: ASTNode, known: ReadonlySet<string>): string | undefined {
  if (node.op === 'call') return known.has(key(false, node.args[0], node.args[1])) ? undefined : node.args[0];
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, args] = node.args;
  if (known.has(key(true, name, args))) return undefined;
  // In a chain of calls, the first call names the library: `authorizer.group('')…`, `ip.isCanonical(…)`.
  return unsupported(receiver, known) ?? (receiver.op === 'id' ? `${receiver.args}.${name}` : name);
}

function definedIn(environment: Environment): ReadonlySet<string> {
  let keys = defined.get(environment);
  if (!keys) {
    const { functions } = environment.getDefinitions();
    keys = new Set(functions.map(({ name, receiverType, params }) => key(receiverType !== null, name, params)));
    defined.set(environment, keys);
  }
  return keys;
}

/** How the library distinguishes functions before it checks types. */
function key(hasReceiver: boolean, name: string, args: readonly unknown[]): string {
  return `${hasReceiver ? '.' : ''}${name}/${args.length}`;
}
