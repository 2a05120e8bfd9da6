import { allOverloads } from './library/library';
import { isCelBinding, isMacro } from './syntax/macros';
import { type CelNode, nodesOf } from './syntax/node';

const VARIABLES = 'variables';

/** The name of a function, or of `variables` as a whole, in an expression that can't be evaluated here. */
export function unsupportedIn(root: CelNode): string | undefined {
  // How often `variables` is used other than to read one of its fields.
  let whole = 0;
  for (const node of nodesOf(root)) {
    const name = unsupported(node);
    if (name !== undefined) return name;
    if (isVariables(node)) whole++;
    else if ((node.op === '.' || node.op === '.?') && isVariables(node.args[0])) whole--;
  }
  // In Kubernetes it is not a map.
  return whole > 0 ? VARIABLES : undefined;
}

function isVariables({ op, args }: CelNode): boolean {
  return op === 'id' && args === VARIABLES;
}

function unsupported(node: CelNode): string | undefined {
  if (node.op === 'call') {
    const [name, args] = node.args;
    if (name === 'has' && args.length === 1) return undefined;
    return isKnown(name, false, args.length) ? undefined : name;
  }
  if (node.op !== 'rcall' || isMacro(node) || isCelBinding(node)) return undefined;
  const [name, receiver, args] = node.args;
  if (isKnown(name, true, args.length + 1)) return undefined;
  // In a chain of calls, the first call names the library: `resource.Get(…)`.
  return unsupported(receiver) ?? (receiver.op === 'id' ? `${receiver.args}.${name}` : name);
}

function isKnown(name: string, isMember: boolean, count: number): boolean {
  return allOverloads(name).some((overload) => overload.isMember === isMember && overload.params.length === count);
}
