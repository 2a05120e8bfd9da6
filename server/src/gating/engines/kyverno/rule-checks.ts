import type { YamlValue } from '../../../manifest/value';
import type { PolicySet } from '../../policy-set';
import { mentionsImages, textsOf } from '../../policy-text';
import { type Check, unknown } from './decisions';
import { compileForeach } from './foreach';
import { denialsOf } from './looked-lists';
import { Message } from './message';
import { isTemplate, policyText } from './policy-json';
import { compileCel } from './rule-cel';
import { compileDeny, compilePatterns } from './validate';
import { compileVerifyImages } from './verify-images';

const FILLED_IN = 'a template still fills in what it checks';
/** The ways to validate that can be about images; Pod Security and signed manifests aren't. */
const ABOUT_DATA = ['pattern', 'anyPattern', 'deny', 'foreach', 'cel', 'assert'];

/** Whether a rule decides by images. What it compares may be taken from them by variables of its own. */
export function isImageRule(rule: YamlValue): boolean {
  if (rule.get('verifyImages').exists) return true;
  const parts = ABOUT_DATA.map((key) => rule.at('validate', key)).filter(({ exists }) => exists);
  return parts.length > 0 && [...parts, denialsOf(rule), rule.get('context')].some(isAboutImages);
}

/** In an expression an image may be a field without anything before it (`containers[?contains(image, 'x')]`). */
function isAboutImages(part: YamlValue): boolean {
  const isExpression = (key: string, text: string): boolean =>
    key === 'list' || key === 'jmesPath' || text.includes('{{');
  return (
    mentionsImages(part) || textsOf(part).some(({ key, text }) => isExpression(key, text) && /\bimages?\b/.test(text))
  );
}

/** What a rule checks; a way of checking that isn't evaluated here leaves every image unknown. */
export function compileChecks(rule: YamlValue, policies: PolicySet): Check[] {
  const verifyImages = rule.get('verifyImages');
  const checks = !verifyImages.exists
    ? []
    : [isTemplate(verifyImages) ? undecided(FILLED_IN, verifyImages) : compileVerifyImages(rule)];
  const validate = rule.get('validate');
  if (!validate.exists) return checks;
  const message = messageOf(rule);
  const open = ABOUT_DATA.map((key) => validate.get(key)).find(isTemplate);
  const check =
    (open && undecided(FILLED_IN, open)) ??
    compileDeny(rule, message) ??
    compilePatterns(rule, message) ??
    compileForeach(rule, policies, message) ??
    compileCel(rule, policies) ??
    unsupported(validate);
  return [...checks, check];
}

function unsupported(validate: YamlValue): Check {
  const key = ABOUT_DATA.find((name) => validate.get(name).exists) ?? 'validate';
  return undecided(`a rule with \`${key}\` is not evaluated here`, validate.get(key));
}

function undecided(reason: string, at: YamlValue): Check {
  const decision = unknown(reason, at);
  return ({ pod }) => pod.images.map(() => decision);
}

function messageOf(rule: YamlValue): Message {
  const written = policyText(rule.at('validate', 'message'))?.trim();
  return new Message(written || `its rule \`${rule.get('name').label ?? ''}\` fails`);
}
