import type { Cause } from '../../cause/cause';
import { Unknowable } from '../../cause/unknown';
import { type DeclaredFunction, members } from './overload';

const PERMISSIONS: Cause = { kind: 'cluster-only', what: 'permissions' };

function inCluster(): never {
  throw new Unknowable(PERMISSIONS);
}

const A = 'kubernetes.authorization.';
const SIGNATURES = [
  `path(${A}Authorizer, string): ${A}PathCheck`,
  `group(${A}Authorizer, string): ${A}GroupCheck`,
  `serviceAccount(${A}Authorizer, string, string): ${A}Authorizer`,
  `resource(${A}GroupCheck, string): ${A}ResourceCheck`,
  ...['subresource', 'namespace', 'name', 'fieldSelector', 'labelSelector'].map(
    (name) => `${name}(${A}ResourceCheck, string): ${A}ResourceCheck`,
  ),
  `check(${A}PathCheck, string): ${A}Decision`,
  `check(${A}ResourceCheck, string): ${A}Decision`,
  `errored(${A}Decision): bool`,
  `error(${A}Decision): string`,
  `allowed(${A}Decision): bool`,
  `reason(${A}Decision): string`,
];

/** Questions about permissions, which only the cluster answers ("Authorizer library"). */
export const AUTHORIZER: readonly DeclaredFunction[] = members(
  Object.fromEntries(SIGNATURES.map((signature) => [signature, inCluster])),
);
