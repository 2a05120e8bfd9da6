import { ManifestDocument } from '../../../manifest/document';
import { jsonAt } from '../../../manifest/json';
import type { YamlValue } from '../../../manifest/value';
import type { ImageDecision } from '../../gate';
import { Glob } from '../../glob';
import type { GoName } from '../../go-name';
import type { Parameter } from '../../policy-set';

/** What Connaisseur's configuration says of an image. */
export type ImageRules = (image: GoName) => ImageDecision;

/** The ConfigMap that its chart writes `application.validators` and `application.policy` to. */
export const CONFIGURATION = 'connaisseur-app-config';

/** @param config the ConfigMap, if the workspace has it */
export function imageRulesOf(config: Parameter | undefined): ImageRules {
  if (!config) return undecided(`its policy, in the ConfigMap "${CONFIGURATION}", is not in this workspace`);
  const text = jsonAt(config.data, 'data', 'config.yaml');
  const root = typeof text === 'string' ? new ManifestDocument(text, false, true).root : undefined;
  if (!root?.get('policy').isList) return undecided(`the policy in the ConfigMap "${CONFIGURATION}" can not be read`);
  const rules = root.get('policy').items.map(toRule);
  const unread = rules.find(({ glob }) => glob === undefined);
  if (unread) return undecided(`its pattern \`${unread.pattern}\` is not one that is evaluated`);
  const validators = new Map(root.get('validators').items.map((one) => [one.get('name').string, one]));
  return (image) => {
    const name = foldHost(nameOf(image));
    const matching = rules.filter(({ glob }) => glob?.meets(name) === 'yes');
    const rule = matching.reduce<Rule | undefined>(
      (best, one) => (best ? moreSpecific(one, best, name) : one),
      undefined,
    );
    if (!rule) return { verdict: 'rejects', reason: 'none of the patterns of its policy matches' };
    return decideBy(rule, validators.get(rule.validator));
  };
}

interface Rule {
  readonly pattern: string;
  readonly validator: string;
  readonly trustRoot: string | undefined;
  /** None for a pattern with more than `*` in it. */
  readonly glob: Glob | undefined;
}

function undecided(reason: string): ImageRules {
  return () => ({ verdict: 'unknown', reason });
}

function toRule(item: YamlValue): Rule {
  const pattern = item.get('pattern').string ?? '';
  const isPlain = pattern !== '' && !/[?[\]{}\\]/.test(pattern);
  // A pattern may stand anywhere in a name; its stars don't stop at slashes (Connaisseur 3, `MatchingRule`).
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

/** Capitals in the name of a host mean nothing (Connaisseur 3, `foldHost`); the first part is one if it looks like one. */
function foldHost(text: string): string {
  const slash = text.indexOf('/');
  const host = slash === -1 ? '' : text.slice(0, slash);
  return /[.:]|^localhost$/i.test(host) ? host.toLowerCase() + text.slice(slash) : text;
}

/** The rule that counts of two: by parts, then by what they have in common with the image, then by length ("Image policy"). */
function moreSpecific(one: Rule, other: Rule, image: string): Rule {
  const [own, others, parts] = [one.pattern.split('/'), other.pattern.split('/'), image.split('/')];
  if (own.length !== others.length) return own.length > others.length ? one : other;
  for (const measure of [commonWith(parts), (part: string) => part.length]) {
    for (const [at, part] of own.entries()) {
      const difference = measure(part, at) - measure(others[at] ?? '', at);
      if (difference !== 0) return difference > 0 ? one : other;
    }
  }
  return one;
}

function commonWith(parts: readonly string[]): (part: string, at: number) => number {
  return (part, at) => {
    const other = parts[at] ?? '';
    let length = 0;
    while (length < part.length && part[length] === other[length]) length += 1;
    return length;
  };
}

function decideBy({ pattern, validator: name, trustRoot }: Rule, validator: YamlValue | undefined): ImageDecision {
  const by = `its pattern \`${pattern}\``;
  if (!validator) return { verdict: 'rejects', reason: `${by} has the validator "${name}", which there is not` };
  if (validator.get('type').string === 'static') {
    const approves = validator.get('approve').boolean;
    if (approves === undefined)
      return { verdict: 'unknown', reason: `\`approve\` of the validator "${name}" can not be read` };
    return approves
      ? { verdict: 'admits', reason: `${by} allows it without a signature` }
      : { verdict: 'rejects', reason: `${by} denies it` };
  }
  const root = trustRoot === undefined ? '' : ` with the trust root "${trustRoot}"`;
  return {
    verdict: 'unknown',
    reason: `${by} has it validated by "${name}"${root}, and whether it is signed is known to its registry alone`,
  };
}
