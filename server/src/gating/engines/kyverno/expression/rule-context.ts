import type { Cause } from '../../../../cause/cause';
import { sharedBy } from '../../../../cause/shared';
import { Unknowable, Unknown } from '../../../../cause/unknown';
import type { Json } from '../../../../manifest/json';
import type { YamlValue } from '../../../../manifest/value';
import type { Parameter, PolicySet } from '../../../policy-set';
import { compileValue } from './conditions';
import type { Data } from './data';
import { policyJson, policyText } from './policy-json';
import { Expression, hasVariable, Template } from './template';
import type { Variables } from './variables';

/** The variables that a rule defines ("External Data Sources"). They are evaluated on first use. */
export interface KyvernoContext {
  addTo(variables: Variables): Variables;
}

interface Entry {
  readonly name: string;
  evaluate(variables: Variables): Data;
}

/** Sources that only the cluster or a registry can answer. */
const ELSEWHERE = ['apiCall', 'globalReference', 'imageRegistry'];

export function compileContext(context: YamlValue, policies: PolicySet): KyvernoContext {
  const entries = context.items.map((item) => toEntry(item, policies));
  return {
    addTo: (variables) => entries.reduce((so, entry) => so.withLazily(entry.name, () => entry.evaluate(so)), variables),
  };
}

/**
 * The identities of the workspace objects that variables of some contexts read. An identity changes with its object.
 */
export function sourcesOf(contexts: readonly YamlValue[], policies: PolicySet): readonly object[] {
  const references = contexts.flatMap(({ items }) => items.map((item) => item.get('configMap')));
  return references
    .filter(({ exists }) => exists)
    .flatMap((reference) => configMapsFor(reference, policies).map(({ identity }) => identity));
}

function toEntry(item: YamlValue, policies: PolicySet): Entry {
  const name = policyText(item.get('name')) ?? '';
  if (item.get('variable').exists) return { name, evaluate: compileVariable(item.get('variable')) };
  if (item.get('configMap').exists) return toConfigMap(name, item.get('configMap'), policies);
  const source = ELSEWHERE.find((key) => item.get(key).exists) ?? [...item.keys].find((key) => key !== 'name') ?? '';
  return { name, evaluate: new Unknown({ kind: 'requested', variable: name, source }).read };
}

/** A value, an expression on the value or on the existing variables, and a default for a missing result. */
function compileVariable(variable: YamlValue): (variables: Variables) => Data {
  const value = variable.get('value').exists ? compileValue(policyJson(variable.get('value'))) : undefined;
  const path = policyText(variable.get('jmesPath'));
  const otherwise = variable.get('default').exists ? compileValue(policyJson(variable.get('default'))) : undefined;
  const expression = path === undefined || hasVariable(path) ? undefined : new Expression(path);
  const template = path === undefined || expression ? undefined : new Template(path);
  return (variables) => {
    const made = template ? new Expression(String(template.resolve(variables))) : expression;
    const own = value?.(variables) ?? null;
    const result = made ? made.raw(value ? own : variables) : own;
    return result === null && otherwise ? otherwise(variables) : result;
  };
}

function toConfigMap(name: string, reference: YamlValue, policies: PolicySet): Entry {
  const [mapName, namespace] = ['name', 'namespace'].map((key) => policyText(reference.get(key)) ?? '');
  const [wantedName, wantedNamespace] = [compileValue(mapName ?? ''), compileValue(namespace || 'default')];
  const sources = configMapsFor(reference, policies);
  return {
    name,
    evaluate: (variables) => findConfigMap(sources, wantedName(variables), wantedNamespace(variables)),
  };
}

function configMapsFor(reference: YamlValue, policies: PolicySet): readonly Parameter[] {
  const name = policyText(reference.get('name')) ?? '';
  const all = policies.parameters({ apiVersion: 'v1', kind: 'ConfigMap' });
  return hasVariable(name) ? all : all.filter((one) => one.name === name);
}

const missing = sharedBy((name: string): Cause => {
  return { kind: 'not-in-workspace', what: 'data', resource: 'ConfigMap', name };
});

const FILLED_IN: Cause = { kind: 'open', what: 'parameters' };

function findConfigMap(sources: readonly Parameter[], name: Json, namespace: Json): Json {
  const found = sources.filter((one) => one.name === name);
  // A manifest without a namespace gets its namespace when it is applied.
  const own = found.find((one) => one.namespace === namespace) ?? found.find((one) => one.namespace === undefined);
  if (!own) throw new Unknowable(missing(`${namespace}/${name}`));
  if (own.data === undefined) throw new Unknowable(FILLED_IN);
  return own.data;
}
