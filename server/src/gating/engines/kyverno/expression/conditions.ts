import type { Cause } from '../../../../cause/cause';
import { Unknowable } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import { isArray, isObject } from '../../../../manifest/json';
import type { YamlValue } from '../../../../manifest/value';
import { Gauge } from './extent';
import { operatorOf } from './operators';
import { policyJson } from './policy-json';
import { hasVariable, Template } from './template';
import type { Variables } from './variables';

/**
 * Whether conditions are met.
 * @throws Unknowable if the result depends on an unknown value
 */
export type Conditions = (variables: Variables) => boolean;

/**
 * Compiles conditions ("Preconditions", Any and All statements). In older policies they are a list, and all of them
 * must be met.
 */
export function compileConditions(value: YamlValue): Conditions {
  if (value.isList) return conjunction(value.items.map(compileEntry));
  if ([value, value.get('any'), value.get('all')].some(({ isExpression }) => isExpression)) return filledIn;
  const any = value.get('any').items.map(compileCondition);
  const every = value.get('all').items.map(compileCondition);
  return conjunction(any.length > 0 ? [...every, disjunction(any)] : every);
}

const OPEN: Cause = { kind: 'open', what: 'conditions' };

function filledIn(): never {
  throw new Unknowable(OPEN);
}

function compileEntry(value: YamlValue): Conditions {
  return value.get('any').exists || value.get('all').exists ? compileConditions(value) : compileCondition(value);
}

/** Compiles one condition: a key, an operator and a value. */
export function compileCondition(value: YamlValue): Conditions {
  const key = compileValue(policyJson(value.get('key')));
  const written = policyJson(value.get('value'));
  const operator = operatorOf(value.get('operator').label ?? '');
  if (isTemplated(written)) {
    const operand = compileValue(written);
    return (variables) => operator(operand(variables))(key(variables));
  }
  const isMet = operator(written);
  return (variables) => isMet(key(variables));
}

/** Compiles a value in which parts can be expressions. */
export function compileValue(json: Json): (variables: Variables) => Json {
  if (typeof json === 'string' && hasVariable(json)) {
    const template = new Template(json);
    return (variables) => template.resolve(variables);
  }
  if (isArray(json) && json.some(isTemplated)) {
    const items = json.map(compileValue);
    return (variables) => {
      const gauge = new Gauge();
      return items.map((item) => gauge.add(item(variables)));
    };
  }
  if (isObject(json) && Object.values(json).some(isTemplated)) {
    const entries = Object.entries(json).map(([name, item]) => [name, compileValue(item)] as const);
    return (variables) => {
      const gauge = new Gauge();
      return Object.fromEntries(entries.map(([name, item]) => [name, gauge.add(item(variables))]));
    };
  }
  return () => json;
}

function isTemplated(json: Json): boolean {
  if (typeof json === 'string') return hasVariable(json);
  return isArray(json) ? json.some(isTemplated) : isObject(json) && Object.values(json).some(isTemplated);
}

function conjunction(conditions: readonly Conditions[]): Conditions {
  return (variables) => !some(conditions, variables, false);
}

function disjunction(conditions: readonly Conditions[]): Conditions {
  return (variables) => some(conditions, variables, true);
}

/**
 * Whether one of the conditions has the wanted result. An unknown condition only matters if no other condition decides.
 */
function some(conditions: readonly Conditions[], variables: Variables, wanted: boolean): boolean {
  let unknown: Unknowable | undefined;
  for (const condition of conditions) {
    try {
      if (condition(variables) === wanted) return true;
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
  return false;
}
