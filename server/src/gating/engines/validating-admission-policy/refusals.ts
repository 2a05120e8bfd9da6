import { apiGroup, type Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { GateRefusal } from '../../engine';
import { expressionRefusals } from './expression-refusals';
import { ADMISSION_BINDING, ADMISSION_GROUP, ADMISSION_POLICY } from './kinds';
import {
  isFilledIn,
  isNothing,
  isOneOf,
  matchRefusals,
  NAME_PART,
  NOT_A_NAME,
  ofForm,
  repeatedIn,
  required,
} from './match-refusals';
import { unknownFields } from './policy-fields';

const known = new WeakMap<Resource, readonly GateRefusal[]>();

/**
 * Why the API server does not accept a policy or a binding when it is created; nothing if it accepts it, or if parts of it are
 * still to be filled in (Kubernetes, `pkg/apis/admissionregistration/validation`).
 */
export function refusalsOf(resource: Resource): readonly GateRefusal[] {
  let refusals = known.get(resource);
  if (!refusals) {
    refusals = find(resource);
    known.set(resource, refusals);
  }
  return refusals;
}

function find(resource: Resource): readonly GateRefusal[] {
  const { document, value, kind } = resource;
  const isOurs = apiGroup(resource) === ADMISSION_GROUP && (kind === ADMISSION_POLICY || kind === ADMISSION_BINDING);
  if (!isOurs || document.isTemplate || document.syntaxErrors.length > 0) return [];
  const spec = value.get('spec');
  const own = kind === ADMISSION_POLICY ? ofPolicy(spec) : ofBinding(spec);
  return [...own, ...unknownFields(value, kind)];
}

function ofPolicy(spec: YamlValue): GateRefusal[] {
  const constraints = spec.get('matchConstraints');
  const paramKind = spec.get('paramKind');
  const validations = spec.get('validations');
  const hasChecks = [validations, spec.get('auditAnnotations')].some(
    ({ items, node }) => items.length > 0 || isOpen(node),
  );
  return [
    ...isOneOf(spec.get('failurePolicy'), ['Fail', 'Ignore']),
    ...(isNothing(paramKind) ? [] : ofParamKind(paramKind)),
    ...(isNothing(constraints) ? required(constraints) : matchRefusals(constraints)),
    ...(isNothing(constraints) ? [] : withoutItems(constraints.get('resourceRules'))),
    ...(hasChecks
      ? []
      : [{ at: validations, message: 'validations or auditAnnotations must contain at least one item' }]),
    ...spec.get('matchConditions').items.flatMap((condition) => required(condition.get('name'))),
    ...ofConditionNames(spec.get('matchConditions').items.map((condition) => condition.get('name'))),
    ...ofAnnotationKeys(spec.get('auditAnnotations').items.map((annotation) => annotation.get('key'))),
    ...validations.items.flatMap(ofValidation),
    ...expressionRefusals(spec),
  ];
}

/** The API server puts the name of the policy before each key. */
function ofAnnotationKeys(keys: readonly YamlValue[]): GateRefusal[] {
  return [
    ...tooMany(keys, MOST_ANNOTATIONS),
    ...keys.flatMap(required),
    ...keys.flatMap((key) => ofForm(key, NAME_PART, NOT_A_NAME)),
    ...repeatedIn(keys),
  ];
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED =
  /^(?:[a-z0-9]([-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** The most items that the API server accepts in the lists of a policy. */
const MOST_CONDITIONS = 64;
const MOST_ANNOTATIONS = 20;

function tooMany(items: readonly YamlValue[], most: number): GateRefusal[] {
  const [first] = items.slice(most);
  return first ? [{ at: first, message: `Too many: ${items.length}: must have at most ${most} items` }] : [];
}

function ofConditionNames(names: readonly YamlValue[]): GateRefusal[] {
  return [
    ...tooMany(names, MOST_CONDITIONS),
    ...names.flatMap((name) => ofForm(name, QUALIFIED, 'it is not a qualified name')),
    ...names.flatMap((name) => ofForm(name, /^(?:.*\/)?[^/]{0,63}$/s, 'name part must be no more than 63 bytes')),
    ...repeatedIn(names),
  ];
}

function ofParamKind(paramKind: YamlValue): GateRefusal[] {
  const [version, kind] = [paramKind.get('apiVersion'), paramKind.get('kind')];
  return [
    ...[version, kind].flatMap(required),
    ...ofForm(version, /^[^/]*(?:\/[^/]+)?$/, 'unexpected GroupVersion'),
    ...ofForm(kind, /^[a-z]([-a-z0-9]*[a-z0-9])?$/i, 'may have mixed case, but should otherwise be a DNS-1035 label'),
  ];
}

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

function ofValidation(validation: YamlValue): GateRefusal[] {
  const [message, messageExpression] = [validation.get('message'), validation.get('messageExpression')];
  const isBroken = /[\n\r]/.test((message.string ?? '').trim());
  return [
    ...isOneOf(validation.get('reason'), REASONS),
    ...[message, messageExpression].flatMap((at) =>
      at.string !== undefined && at.string !== '' && at.string.trim() === ''
        ? [{ at, message: 'must be non-empty if specified' }]
        : [],
    ),
    ...(isBroken ? [{ at: message, message: 'must not contain line breaks' }] : []),
  ];
}

function ofBinding(spec: YamlValue): GateRefusal[] {
  const resources = spec.get('matchResources');
  const reference = spec.get('paramRef');
  return [
    ...required(spec.get('policyName')),
    ...ofForm(spec.get('policyName'), SUBDOMAIN, 'it is not a lowercase RFC 1123 subdomain'),
    ...(isNothing(reference) ? [] : ofReference(reference)),
    ...(isNothing(resources) ? [] : matchRefusals(resources)),
    ...ofActions(spec.get('validationActions')),
  ];
}

function ofReference(reference: YamlValue): GateRefusal[] {
  const [name, selector, action] = ['name', 'selector', 'parameterNotFoundAction'].map((key) => reference.get(key));
  if (!name || !selector || !action) return [];
  const hasName = name.isSet && name.string !== '';
  const both = { at: selector, message: 'name and selector are mutually exclusive' };
  const neither = { at: reference, message: 'one of name or selector must be specified' };
  return [
    ...(hasName && !isNothing(selector) ? [both] : []),
    ...(!hasName && isNothing(selector) ? [neither] : []),
    ...ofForm(name, /^(?!\.{1,2}$)[^/%]*$/, 'it is not a name'),
    ...required(action),
    ...isOneOf(action, ['Deny', 'Allow']),
  ];
}

function ofActions(actions: YamlValue): GateRefusal[] {
  if (!isNothing(actions) && !actions.isList) return [];
  const { items } = actions;
  const texts = items.map(({ string }) => string);
  const repeated = items.filter((item, index) => isFilledIn(item) && texts.indexOf(item.string) < index);
  return [
    ...(items.length === 0 ? [{ at: actions, message: 'at least one validation action is required' }] : []),
    ...items.flatMap((item) => isOneOf(item, ['Audit', 'Deny', 'Warn'])),
    ...repeated.map((at) => ({ at, message: `Duplicate value: "${at.string ?? ''}"` })),
    ...(texts.includes('Deny') && texts.includes('Warn')
      ? [{ at: actions, message: 'must not contain both Deny and Warn' }]
      : []),
  ];
}

function withoutItems(list: YamlValue): GateRefusal[] {
  return list.items.length === 0 && (list.isList || isNothing(list)) ? [{ at: list, message: 'Required value' }] : [];
}

/** Whether a value may become a list: a text that is to be filled in. */
function isOpen(node: YamlValue['node']): boolean {
  return node?.kind === 'scalar' && node.value !== null;
}
