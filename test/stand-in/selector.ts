import { fieldsOf, type KubeObject } from './objects.ts';

type Matcher = (object: KubeObject) => boolean;

/** A matcher for the `labelSelector` and `fieldSelector` of a list. */
export function selector(query: URLSearchParams): Matcher {
  const matchers = [
    ...requirements(query.get('labelSelector')).map((text) => label(text)),
    ...requirements(query.get('fieldSelector')).map((text) => field(text)),
  ];
  return (object) => matchers.every((matches) => matches(object));
}

/** Commas separate requirements, but not those within parentheses. */
function requirements(text: string | null): string[] {
  return text ? text.split(/,(?![^(]*\))/).map((requirement) => requirement.trim()) : [];
}

function label(text: string): Matcher {
  const set = /^(\S+) (in|notin) \((.*)\)$/.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return ({ metadata }) => values.includes(metadata.labels?.[key] ?? '') === (operator === 'in');
  }
  if (/^!?[^=!]+$/.test(text)) {
    return ({ metadata }) => text.replace(/^!/, '') in (metadata.labels ?? {}) !== text.startsWith('!');
  }
  return equality(text, ({ metadata }, key) => metadata.labels?.[key]);
}

function field(text: string): Matcher {
  return equality(text, (object, path) => {
    return path.split('.').reduce<unknown>((value, name) => fieldsOf(value)[name], object);
  });
}

function equality(text: string, read: (object: KubeObject, key: string) => unknown): Matcher {
  const [, key = '', operator, value] = /^(.*?)(!=|==?)(.*)$/.exec(text) ?? [];
  return (object) => (read(object, key) === value) === (operator !== '!=');
}
