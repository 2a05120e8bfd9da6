import type { Cause } from '../../../cause/cause';
import type { YamlValue } from '../../../manifest/value';
import { IMAGE_LISTS, type ImageList } from '../../../pod/template';
import type { ImageDecision } from '../../gate';
import { exempting, IMAGE_CHECKS, type ImageCheck, unknownCheck } from './image-checks';
import { newestRules, type TemplateRule } from './library';
import type { TemplateFacts } from './template';

/** The checks of a constraint, for each list of containers or volumes whose images its template checks. */
export type ListChecks = ReadonlyMap<ImageList, ImageCheck>;

/**
 * The checks of a constraint with its parameters.
 * @param facts of its template. If the workspace has no template, the constraint uses the one of the library
 */
export function checksOf(kind: string, parameters: YamlValue, facts: TemplateFacts | undefined): ListChecks {
  if (facts)
    return 'rules' in facts ? checksOfRules(facts.rules, parameters) : sameFor(IMAGE_LISTS, unknownCheck(facts.doubt));
  const rules = newestRules(kind);
  if (!rules) return sameFor(IMAGE_LISTS, unknownCheck({ kind: 'template-not-in-library', constraint: kind }));
  const known = rules.flatMap(parametersOf);
  const foreign = [...parameters.keys].find((key) => !known.includes(key));
  if (foreign === undefined) return checksOfRules(rules, parameters);
  const cause: Cause = { kind: 'template-of-other-parameters', constraint: kind, parameter: foreign };
  return sameFor(IMAGE_LISTS, unknownCheck(cause, parameters.get(foreign)));
}

/** One check for several lists. */
export function sameFor(lists: readonly ImageList[], check: ImageCheck): ListChecks {
  return new Map(lists.map((list) => [list, check]));
}

function parametersOf({ check, exempts }: TemplateRule): readonly string[] {
  return [...IMAGE_CHECKS[check].parameters, ...(exempts ? ['exemptImages'] : [])];
}

function checksOfRules(rules: readonly TemplateRule[], parameters: YamlValue): ListChecks {
  const checks = new Map<ImageList, readonly ImageCheck[]>();
  for (const rule of rules) {
    const check = checkOf(rule, parameters);
    for (const list of rule.lists) checks.set(list, [...(checks.get(list) ?? []), check]);
  }
  return new Map([...checks].map(([list, own]) => [list, together(own)]));
}

function checkOf({ check, exempts, needs }: TemplateRule, parameters: YamlValue): ImageCheck {
  const missing = needs.find((name) => !parameters.get(name).exists);
  if (missing !== undefined) {
    // The template cannot build its message then. Without a message there is no violation.
    const cause: Cause = { kind: 'list-missing', field: missing, passes: true };
    const decision: ImageDecision = { verdict: 'admits', cause, at: parameters.get(missing) };
    return () => decision;
  }
  const made = IMAGE_CHECKS[check].make(parameters);
  return exempts ? exempting(made, parameters) : made;
}

/** An image is denied if one rule denies it, and skipped if all rules skip it. */
function together(checks: readonly ImageCheck[]): ImageCheck {
  const [first, ...others] = checks;
  if (!first) return unknownCheck({ kind: 'template-checks-nothing' });
  if (others.length === 0) return first;
  return (image) => {
    const decisions = checks.map((check) => check(image));
    const find = (verdict: ImageDecision['verdict']): ImageDecision | undefined =>
      decisions.find((decision) => decision.verdict === verdict);
    return find('rejects') ?? find('unknown') ?? find('admits') ?? first(image);
  };
}
