import type { YamlValue } from '../../../manifest/value';
import { own } from '../../../text/own';
import { isToBeReplaced } from '../../../text/placeholder';
import type { GateRefusal } from '../../engine';

/** Whether a value is a text without placeholders. */
export function isFilledIn(value: YamlValue): boolean {
  return value.string !== undefined && value.string !== '' && !isToBeReplaced(value.string);
}

/** Whether there is no value: `null` counts as none. */
export function isNothing({ node }: YamlValue): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

/** A value that has to be there. */
export function required(at: YamlValue): GateRefusal[] {
  return isNothing(at) || at.string === '' ? [{ at, message: 'Required value' }] : [];
}

/** A text that has to be one of some, if it is there. */
export function isOneOf(at: YamlValue, supported: readonly string[]): GateRefusal[] {
  if (at.string !== '' && (!isFilledIn(at) || supported.includes(at.string ?? ''))) return [];
  return [{ at, message: `Unsupported value: "${at.string ?? ''}": supported values: ${supported.join(', ')}` }];
}

/** A text that has to be of a form. */
export function ofForm(at: YamlValue, form: RegExp, message: string): GateRefusal[] {
  return !isFilledIn(at) || form.test(at.string ?? '') ? [] : [{ at, message }];
}

/** Names that may occur only once. */
export function repeatedIn(names: readonly YamlValue[]): GateRefusal[] {
  const texts = names.map(({ string }) => string);
  return names
    .filter((name, index) => isFilledIn(name) && texts.indexOf(name.string) < index)
    .map((at) => ({ at, message: `Duplicate value: "${at.string ?? ''}"` }));
}

/** What the API server does not accept of `matchConstraints` or `matchResources`. */
export function matchRefusals(match: YamlValue): GateRefusal[] {
  return [
    ...isOneOf(match.get('matchPolicy'), ['Exact', 'Equivalent']),
    ...['namespaceSelector', 'objectSelector'].flatMap((name) => ofSelector(match.get(name))),
    ...['resourceRules', 'excludeResourceRules'].flatMap((name) => match.get(name).items.flatMap(ofRule)),
  ];
}

const OPERATORS = ['DoesNotExist', 'Exists', 'In', 'NotIn'];

const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
/** The name of a label or annotation without its prefix, or the value of a label. */
export const NAME_PART = new RegExp(`^${NAME}$`);
export const NOT_A_NAME =
  "name part must consist of at most 63 alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_KEY = new RegExp(`^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?${NAME}$`);

/** The labels of a selector. An empty value is one. */
function ofLabels(labels: YamlValue): GateRefusal[] {
  return labels.entries.flatMap(({ key, value }) => [
    ...(LABEL_KEY.test(key) || isToBeReplaced(key) ? [] : [{ at: value, message: NOT_A_NAME }]),
    ...ofForm(value, NAME_PART, NOT_A_NAME),
  ]);
}

function ofSelector(selector: YamlValue): GateRefusal[] {
  return [...ofLabels(selector.get('matchLabels')), ...ofExpressions(selector.get('matchExpressions'))];
}

function ofExpressions(expressions: YamlValue): GateRefusal[] {
  return expressions.items.flatMap((expression) => {
    const [operator, values] = [expression.get('operator'), expression.get('values')];
    const wantsValues = operator.string === 'In' || operator.string === 'NotIn';
    const hasNone = operator.string === 'Exists' || operator.string === 'DoesNotExist';
    const isEmpty = values.items.length === 0 && (values.isList || !values.isSet);
    return [
      ...required(expression.get('key')),
      ...ofForm(expression.get('key'), LABEL_KEY, NOT_A_NAME),
      ...required(operator),
      ...isOneOf(operator, OPERATORS),
      ...(wantsValues && isEmpty
        ? [{ at: values.isSet ? values : operator, message: 'must be specified when `operator` is In or NotIn' }]
        : []),
      ...(hasNone && values.items.length > 0
        ? [{ at: values, message: 'may not be specified when `operator` is Exists or DoesNotExist' }]
        : []),
    ];
  });
}

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];

function ofRule(rule: YamlValue): GateRefusal[] {
  const [groups, versions, operations] = ['apiGroups', 'apiVersions', 'operations'].map((key) => rule.get(key));
  if (!groups || !versions || !operations) return [];
  return [
    ...[groups, versions, operations, rule.get('resources')].flatMap(withItems),
    ...[groups, versions, operations].flatMap((list) =>
      list.items.length > 1 && list.strings.includes('*')
        ? [
            {
              at: list,
              message: `if '*' is present, must not specify other ${own(OTHERS, list.name ?? '') ?? 'values'}`,
            },
          ]
        : [],
    ),
    ...versions.items.flatMap(required),
    ...operations.items.flatMap((item) => isOneOf(item, OPERATIONS)),
    ...repeatedIn(rule.get('resourceNames').items),
    ...isOneOf(rule.get('scope'), ['*', 'Cluster', 'Namespaced']),
    ...ofResources(rule.get('resources')),
  ];
}

const OTHERS: Readonly<Record<string, string>> = {
  apiGroups: 'API groups',
  apiVersions: 'API versions',
  operations: 'operations',
};

function withItems(list: YamlValue): GateRefusal[] {
  return list.items.length === 0 && (list.isList || isNothing(list)) ? [{ at: list, message: 'Required value' }] : [];
}

function ofResources(list: YamlValue): GateRefusal[] {
  const refusals: GateRefusal[] = list.items.flatMap(required);
  const texts = list.items.map(({ string = '' }) => string);
  const [whole, all] = [new Set<string>(), new Set<string>()];
  let isOnlyName = false;
  for (const [index, text] of texts.entries()) {
    const slash = text.indexOf('/');
    if (text === '') continue;
    if (slash === -1) {
      isOnlyName = text !== '*';
      continue;
    }
    const [resource, subresource] = [text.slice(0, slash), text.slice(slash + 1)];
    const at = list.items[index] ?? list;
    if (whole.has(resource)) refusals.push({ at, message: `if '${resource}/*' is present, must not specify ${text}` });
    if (all.has(subresource))
      refusals.push({ at, message: `if '*/${subresource}' is present, must not specify ${text}` });
    if (subresource === '*') whole.add(resource);
    if (resource === '*') all.add(subresource);
  }
  if (texts.length > 1 && texts.includes('*/*')) {
    refusals.push({ at: list, message: "if '*/*' is present, must not specify other resources" });
  }
  if (texts.includes('*') && isOnlyName) {
    refusals.push({ at: list, message: "if '*' is present, must not specify other resources without subresources" });
  }
  return refusals;
}
