import { type Allowed, declarationsFor } from './environment';
import type { CelExpression } from './expression';
import { kubernetesOverloads } from './library/library';
import { isPattern } from './library/regexes';
import { isConstant } from './run/constants';
import { Evaluator } from './run/evaluator';
import { Meter } from './run/meter';
import { type CelNode, nodesOf } from './syntax/node';
import { type Checked, checkTypes } from './types/checker';
import { TypeProblem } from './types/problems';
import { Failure } from './values';

/** What is known of an expression before it is evaluated, or why the API server does not accept it. */
export type CheckResult =
  | { readonly kind: 'checked'; readonly checked: Checked }
  | { readonly kind: 'refused'; readonly message: string }
  /** It is not read here, but perhaps in a cluster. */
  | { readonly kind: 'unread' };

const UNREAD: CheckResult = { kind: 'unread' };

/** Functions that some versions of Kubernetes have, or that other kinds of policies have. */
const OF_OTHER_VERSIONS: ReadonlySet<string> = new Set(['includes', 'jsonpatch.escapeKey']);

/** Checks an expression as the API server does when a policy is created. */
export function checkExpression({ root, syntaxProblem }: CelExpression, allowed: Allowed): CheckResult {
  if (syntaxProblem !== undefined) return { kind: 'refused', message: `Syntax error: ${syntaxProblem}` };
  if (!root || usesOtherVersions(root)) return UNREAD;
  try {
    const checked = checkTypes(root, declarationsFor(allowed));
    checkConstants(root);
    return { kind: 'checked', checked };
  } catch (error) {
    if (error instanceof TypeProblem) return { kind: 'refused', message: error.message };
    throw error;
  }
}

function usesOtherVersions(root: CelNode): boolean {
  return [...nodesOf(root)].some(({ op, args }) => {
    if (op === 'struct') return args[0].startsWith(WELL_KNOWN);
    return (op === 'call' || op === 'rcall') && OF_OTHER_VERSIONS.has(args[0]);
  });
}

/** The API server knows these structs, but not even its documentation uses one. */
const WELL_KNOWN = 'google.protobuf.';

const NO_NAMES = {
  get: (): never => {
    throw new TypeError('A constant has no names.');
  },
};

/** @throws TypeProblem for what the API server can't make once: `int('latest')`, a bad pattern */
function checkConstants(root: CelNode): void {
  for (const node of nodesOf(root)) {
    if (node.op === 'call' && isConstant(node)) {
      try {
        new Evaluator(kubernetesOverloads, new Map(), new Meter()).run(node, NO_NAMES);
      } catch (error) {
        if (error instanceof Failure) throw new TypeProblem(`program instantiation failed: ${error.message}`);
        throw error;
      }
    }
    const pattern = patternOf(node);
    if (pattern !== undefined && !isPattern(pattern)) throw new TypeProblem(`invalid matches argument: "${pattern}"`);
  }
}

const WITH_PATTERN: ReadonlySet<string> = new Set(['matches', 'find', 'findAll']);

function patternOf(node: CelNode): string | undefined {
  if (node.op !== 'rcall' || !WITH_PATTERN.has(node.args[0])) return undefined;
  const [pattern] = node.args[2];
  return pattern?.op === 'value' && typeof pattern.args === 'string' ? pattern.args : undefined;
}
