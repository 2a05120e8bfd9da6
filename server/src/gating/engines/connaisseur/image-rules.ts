import type { Cause } from '../../../cause/cause';
import { sharedBy } from '../../../cause/shared';
import { Glob } from '../../../image/glob';
import type { GoName } from '../../../image/go-name';
import { jsonAt } from '../../../manifest/json';
import { readData } from '../../../manifest/read-document';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import type { Parameter } from '../../policy-set';

/** The decision of Connaisseur's configuration on an image. */
export type ImageRules = (image: GoName) => ImageDecision;

/** The ConfigMap that its chart writes `application.validators` and `application.policy` to. */
export const CONFIGURATION = 'connaisseur-app-config';

/** @param config the ConfigMap, if the workspace has it */
export function imageRulesOf(config: Parameter | undefined): ImageRules {
  if (!config) {
    return undecided({ kind: 'not-in-workspace', what: 'policy', resource: 'ConfigMap', name: CONFIGURATION });
  }
  const text = jsonAt(config.data, 'data', 'config.yaml');
  const root = typeof text === 'string' ? readData(text).root : undefined;
  if (!root?.get('policy').isList) return undecided({ kind: 'unreadable-configuration', configMap: CONFIGURATION });
  const rules = root.get('policy').items.map(toRule);
  const unread = rules.find(({ glob }) => glob === undefined);
  if (unread) return undecided({ kind: 'not-supported', what: 'glob', name: unread.pattern });
  const validators = new Map(root.get('validators').items.map((one) => [one.get('name').string, one]));
  const decisionBy = sharedBy((rule: Rule) => decideBy(rule, validators.get(rule.validator)));
  return (image) => {
    const name = foldHost(nameOf(image));
    const matching = rules.filter(({ glob }) => glob?.meets(name) === 'yes');
    const rule = matching.reduce<Rule | undefined>(
      (best, one) => (best ? moreSpecific(one, best, name) : one),
      undefined,
    );
    return rule ? decisionBy(rule) : NO_PATTERN;
  };
}

interface Rule {
  readonly pattern: string;
  readonly validator: string;
  readonly trustRoot: string | undefined;
  /** None for a pattern with special characters other than `*`. */
  readonly glob: Glob | undefined;
}

const NO_PATTERN: ImageDecision = { verdict: 'rejects', cause: { kind: 'no-pattern' } };

function undecided(cause: Cause): ImageRules {
  const decision: ImageDecision = { verdict: 'unknown', cause };
  return () => decision;
}

function toRule(item: YamlValue): Rule {
  const pattern = item.get('pattern').string ?? '';
  const isPlain = pattern !== '' && !/[?[\]{}\\]/.test(pattern);
  // A pattern can match anywhere in a name; its stars also match slashes (Connaisseur 3, `MatchingRule`).
  const folded = foldHost(pattern);
  const whole = `${folded.startsWith('*') ? '' : '*'}${folded}${folded.endsWith('*') ? '' : '*'}`;
  return {
    pattern,
    validator: item.get('validator').string ?? 'default',
    trustRoot: item.at('with', 'trustRoot').string,
    glob: isPlain
      ? new Glob([...whole].map((character) => (character === '*' ? { wildcard: 'any' } : character)))
      : undefined,
  };
}

function nameOf({ repository, tag, digest }: GoName): string {
  const label = tag ?? (digest === undefined ? 'latest' : undefined);
  return `${repository}${label === undefined ? '' : `:${label}`}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * Case does not matter in a host name (Connaisseur 3, `foldHost`). The first part is a host if it has the form of one.
 */
function foldHost(text: string): string {
  const slash = text.indexOf('/');
  const host = slash === -1 ? '' : text.slice(0, slash);
  return /[.:]|^localhost$/i.test(host) ? host.toLowerCase() + text.slice(slash) : text;
}

/** The rule that wins of two: by parts, then by the common text with the image, then by length ("Image policy"). */
function moreSpecific(one: Rule, other: Rule, image: string): Rule {
  const [own, others, parts] = [one.pattern.split('/'), other.pattern.split('/'), image.split('/')];
  if (own.length !== others.length) return own.length > others.length ? one : other;
  for (const measure of [commonWith(parts), (part: string) => part.length]) {
    for (const [index, part] of own.entries()) {
      const difference = measure(part, index) - measure(others[index] ?? '', index);
      if (difference !== 0) return difference > 0 ? one : other;
    }
  }
  return one;
}

function commonWith(parts: readonly string[]): (part: string, index: number) => number {
  return (part, index) => {
    const other = parts[index] ?? '';
    let length = 0;
    while (length < part.length && part[length] === other[length]) length += 1;
    return length;
  };
}

function decideBy({ pattern, validator: name, trustRoot }: Rule, validator: YamlValue | undefined): ImageDecision {
  if (!validator) return { verdict: 'rejects', cause: { kind: 'no-validator', pattern, validator: name } };
  if (validator.get('type').string !== 'static') {
    return { verdict: 'unknown', cause: { kind: 'validator', pattern, name, trustRoot } };
  }
  const allows = validator.get('approve').boolean;
  if (allows === undefined) return { verdict: 'unknown', cause: { kind: 'unreadable-validator', validator: name } };
  return { verdict: allows ? 'admits' : 'rejects', cause: { kind: 'pattern-decides', pattern, allows } };
}
