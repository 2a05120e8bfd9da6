import type { Cause } from '../../../../cause/cause';
import type { YamlValue } from '../../../../manifest/value';
import type { PolicySet } from '../../../policy-set';
import { mentionsImages, policyTextsIn } from '../../../weaknesses/policy-text';
import { type RuleCheck, unknownDecision } from '../decision/decisions';
import { policyText } from '../expression/policy-json';
import { denialsOf } from '../usage/looked-lists';
import { compileForeach } from './foreach';
import { Message } from './message';
import { compileCel } from './rule-cel';
import { compileDeny, compilePatterns } from './validate';
import { compileVerifyImages } from './verify-images';

const FILLED_IN: Cause = { kind: 'open', what: 'checks' };

/** A field of `validate` that checks data, and the function that compiles it, if it is supported. */
interface Construct {
  readonly field: string;
  readonly compile?: (rule: YamlValue, message: Message, policies: PolicySet) => RuleCheck;
}

/** The fields that can check images; Pod Security and signed manifests cannot. A rule has one of them. */
const CONSTRUCTS: readonly Construct[] = [
  { field: 'deny', compile: compileDeny },
  { field: 'pattern', compile: compilePatterns },
  { field: 'anyPattern', compile: compilePatterns },
  { field: 'foreach', compile: compileForeach },
  { field: 'cel', compile: (rule, _, policies) => compileCel(rule, policies) },
  { field: 'assert' },
];

/** Whether a rule decides about images. The rule can read images through its own variables. */
export function isImageRule(rule: YamlValue): boolean {
  if (rule.get('verifyImages').exists) return true;
  const parts = CONSTRUCTS.map(({ field }) => rule.at('validate', field)).filter(({ exists }) => exists);
  return parts.length > 0 && [...parts, denialsOf(rule), rule.get('context')].some(isAboutImages);
}

/** In an expression, an image can be a field without a parent (`containers[?contains(image, 'x')]`). */
function isAboutImages(part: YamlValue): boolean {
  const isExpression = (key: string, text: string): boolean =>
    key === 'list' || key === 'jmesPath' || text.includes('{{');
  return (
    mentionsImages(part) ||
    policyTextsIn(part).some(({ key, text }) => isExpression(key, text) && /\bimages?\b/.test(text))
  );
}

/** Compiles the checks of a rule. If a check is not supported, the decision on every image is unknown. */
export function compileChecks(rule: YamlValue, policies: PolicySet): RuleCheck[] {
  const verifyImages = rule.get('verifyImages');
  const checks = !verifyImages.exists
    ? []
    : [verifyImages.isExpression ? undecided(FILLED_IN, verifyImages) : compileVerifyImages(rule)];
  const validate = rule.get('validate');
  if (!validate.exists) return checks;
  const open = CONSTRUCTS.map(({ field }) => validate.get(field)).find(({ isExpression }) => isExpression);
  return [...checks, open ? undecided(FILLED_IN, open) : compileValidate(rule, policies)];
}

function compileValidate(rule: YamlValue, policies: PolicySet): RuleCheck {
  const validate = rule.get('validate');
  const { field, compile } = CONSTRUCTS.find((one) => validate.get(one.field).exists) ?? { field: 'validate' };
  return (
    compile?.(rule, messageOf(rule), policies) ??
    undecided({ kind: 'not-supported', what: 'rule', name: field }, validate.get(field))
  );
}

function undecided(cause: Cause, at: YamlValue): RuleCheck {
  const decision = unknownDecision(cause, at);
  return ({ pod }) => pod.images.map(() => decision);
}

function messageOf(rule: YamlValue): Message {
  return new Message(policyText(rule.at('validate', 'message'))?.trim(), rule.get('name').label ?? '');
}
