import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { nodesOf } from './syntax';

const defined = new WeakMap<Environment, ReadonlySet<string>>();

/** A function or macro in an expression that can't be evaluated here, by its name. */
export function unsupportedIn(root: ASTNode, environment: Environment): string | undefined {
  const known = definedIn(environment);
  for (const { node } of nodesOf(root)) {
    const name = unsupported(node, known);
    if (name !== undefined) return name;
  }
  return undefined;
}

function unsupported(node: ASTNode, known: ReadonlySet<string>): string | undefined {
  if (node.op === 'call') return known.has(key(false, node.args[0], node.args[1])) ? undefined : node.args[0];
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, args] = node.args;
  if (known.has(key(true, name, args))) return undefined;
  // Of a chain of calls, the first says what it is about: `authorizer.group('')…`, `ip.isCanonical(…)`.
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

/** The library's own way to tell functions apart before it looks at types. */
function key(hasReceiver: boolean, name: string, args: readonly unknown[]): string {
  return `${hasReceiver ? '.' : ''}${name}/${args.length}`;
}
