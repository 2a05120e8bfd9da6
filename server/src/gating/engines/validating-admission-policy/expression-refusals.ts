import { checkExpression } from '../../../cel/checks';
import type { Allowed } from '../../../cel/environment';
import { CelExpression } from '../../../cel/expression';
import { RESERVED } from '../../../cel/syntax/parser';
import { type CelType, DYN, nameOfType } from '../../../cel/types/type';
import type { YamlValue } from '../../../manifest/value';
import type { GateRefusal } from '../../engine';
import { isFilledIn, isNothing, required } from './match-refusals';

const NOT_NAMES: ReadonlySet<string> = new Set([...RESERVED, 'true', 'false', 'null', 'in']);

/** The expressions of a policy that the API server does not accept: of their types, or of what they refer to. */
export function expressionRefusals(spec: YamlValue): GateRefusal[] {
  const paramKind = spec.get('paramKind');
  const params = !isNothing(paramKind);
  const refusals: GateRefusal[] = [];
  const check = (at: YamlValue, allowed: Omit<Allowed, 'params'>, wanted: readonly string[]): CelType => {
    const found = typeOf(at, { params, ...allowed }, wanted);
    if ('message' in found) refusals.push({ at, message: found.message });
    return 'message' in found ? DYN : found.type;
  };
  for (const condition of spec.get('matchConditions').items) {
    check(condition.get('expression'), { authorizer: true }, ['bool']);
  }
  const declared = spec.get('variables').items;
  const types = declared.length > 0 ? new Map<string, CelType>() : undefined;
  for (const variable of declared) {
    const name = variable.get('name');
    refusals.push(...required(name), ...ofName(name));
    const type = check(variable.get('expression'), { authorizer: true, variables: types }, []);
    types?.set(name.string ?? '', type);
  }
  for (const validation of spec.get('validations').items) {
    check(validation.get('expression'), { authorizer: true, variables: types }, ['bool']);
    const message = validation.get('messageExpression');
    if (message.isSet && message.string?.trim() !== '') {
      check(message, { authorizer: false, variables: types }, ['string']);
    }
  }
  for (const annotation of spec.get('auditAnnotations').items) {
    refusals.push(...required(annotation.get('key')));
    check(annotation.get('valueExpression'), { authorizer: true, variables: types }, ['string', 'null']);
  }
  return refusals;
}

function ofName(name: YamlValue): GateRefusal[] {
  if (!isFilledIn(name) || name.string === '') return [];
  const isName = /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name.string ?? '') && !NOT_NAMES.has(name.string ?? '');
  return isName ? [] : [{ at: name, message: 'must be a valid CEL identifier' }];
}

/** The type of an expression, or why it is not accepted. @param wanted the types that it may have; any if there are none */
function typeOf(
  at: YamlValue,
  allowed: Allowed,
  wanted: readonly string[],
): { readonly type: CelType } | { readonly message: string } {
  if (isNothing(at) || at.string?.trim() === '') return { message: 'Required value' };
  const text = at.string;
  if (text === undefined) return { type: DYN };
  const result = checkExpression(CelExpression.of(text), allowed);
  if (result.kind === 'refused') return { message: `compilation failed: ${result.message}` };
  if (result.kind === 'unread') return { type: DYN };
  const { type } = result.checked;
  const name = nameOfType(type);
  if (wanted.length === 0 || wanted.includes(name)) return { type };
  const words = wanted.length === 1 ? wanted[0] : `one of [${wanted.join(' ')}]`;
  return { message: `must evaluate to ${words} but got ${name}` };
}
