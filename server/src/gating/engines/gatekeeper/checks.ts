import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import type { ImageDecision } from '../../gate';
import { type Check, exempting, IMAGE_CHECKS, unknown } from './image-checks';
import { LISTS, newestRules } from './library';
import type { TemplateFacts } from './template';
import type { TemplateRule } from './template-rules';

/** What a constraint checks in each list of containers that its template looks at. */
export type Checks = ReadonlyMap<ContainerList, Check>;

/**
 * What a constraint checks by its parameters.
 * @param facts of its template; a constraint without one in the workspace is taken to be of the library's
 */
export function checksOf(kind: string, parameters: YamlValue, facts: TemplateFacts | undefined): Checks {
  if (facts) return 'rules' in facts ? checksOfRules(facts.rules, parameters) : sameFor(LISTS, unknown(facts.doubt));
  const rules = newestRules(kind);
  if (!rules) return sameFor(LISTS, unknown(`its template is not one of Gatekeeper's library: ${kind}`));
  const known = rules.flatMap(parametersOf);
  const foreign = [...parameters.keys].find((key) => !known.includes(key));
  if (foreign === undefined) return checksOfRules(rules, parameters);
  const reason = `its parameter \`${foreign}\` is none of ${kind} in Gatekeeper's library, so its template is another one`;
  return sameFor(LISTS, unknown(reason, parameters.get(foreign)));
}

/** One check for several lists of containers. */
export function sameFor(lists: readonly ContainerList[], check: Check): Checks {
  return new Map(lists.map((list) => [list, check]));
}

function parametersOf({ check, exempts }: TemplateRule): readonly string[] {
  return [...IMAGE_CHECKS[check].parameters, ...(exempts ? ['exemptImages'] : [])];
}

function checksOfRules(rules: readonly TemplateRule[], parameters: YamlValue): Checks {
  const checks = new Map<ContainerList, readonly Check[]>();
  for (const rule of rules) {
    const check = checkOf(rule, parameters);
    for (const list of rule.lists) checks.set(list, [...(checks.get(list) ?? []), check]);
  }
  return new Map([...checks].map(([list, own]) => [list, together(own)]));
}

function checkOf({ check, exempts, needs }: TemplateRule, parameters: YamlValue): Check {
  const missing = needs.find((name) => !parameters.get(name).exists);
  if (missing !== undefined) {
    // The template can't put its message together then, and what has no message is no violation.
    const reason = `it has no \`${missing}\`, and without them its template refuses nothing`;
    const decision: ImageDecision = { verdict: 'admits', reason, at: parameters.get(missing) };
    return () => decision;
  }
  const made = IMAGE_CHECKS[check].make(parameters);
  return exempts ? exempting(made, parameters) : made;
}

/** What one rule refuses is refused; an image is left out where all of them leave it out. */
function together(checks: readonly Check[]): Check {
  const [first, ...others] = checks;
  if (!first) return unknown('nothing is checked');
  if (others.length === 0) return first;
  return (image) => {
    const decisions = checks.map((check) => check(image));
    const find = (verdict: ImageDecision['verdict']): ImageDecision | undefined =>
      decisions.find((decision) => decision.verdict === verdict);
    return find('rejects') ?? find('unknown') ?? find('admits') ?? first(image);
  };
}
