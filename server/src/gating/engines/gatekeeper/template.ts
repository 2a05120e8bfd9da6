import type { Cause } from '../../../cause/cause';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import { CONTAINER_LISTS, IMAGE_LISTS, type ImageList } from '../../../pod/template';
import type { PolicySet } from '../../policy-set';
import { policyTextsIn } from '../../weaknesses/policy-text';
import { newestRules, type TemplateRule } from './library';
import { isOwnRego, OWN_KIND } from './own-template';
import { parseModule } from './rego/module';
import { Modules } from './rego/normal-form';
import { regoTokens } from './rego/tokens';
import { readTemplateRules } from './template-rules';

/** The checks of a ConstraintTemplate. */
export type TemplateFacts =
  | { readonly rules: readonly TemplateRule[] }
  /** Why the checks are unknown. */
  | { readonly doubt: Cause };

const READ = new WeakMap<Resource, TemplateFacts>();

/** The kind of constraints that a ConstraintTemplate defines. */
export function kindOfTemplate({ value }: Resource): string | undefined {
  return value.at('spec', 'crd', 'spec', 'names', 'kind').string;
}

/** The template that defines a kind of constraints, if the workspace has it. */
export function templateOf(kind: string, policies: PolicySet): Resource | undefined {
  return templatesIn(policies).findLast((template) => kindOfTemplate(template) === kind);
}

export function templatesIn(policies: PolicySet): readonly Resource[] {
  return policies.ofKind('templates.gatekeeper.sh', 'ConstraintTemplate');
}

/**
 * The checks of a template, if each of its rules is equivalent to a rule of the library. Rego isn't evaluated: a
 * template with any other rule has unknown checks.
 */
export function factsOfTemplate(template: Resource): TemplateFacts {
  let facts = READ.get(template);
  if (!facts) {
    facts = readTemplate(template);
    READ.set(template, facts);
  }
  return facts;
}

function readTemplate({ name = '', value }: Resource): TemplateFacts {
  const engine = otherEngineOf(value);
  if (engine !== undefined) return { doubt: { kind: 'template-engine', template: name, engine } };
  const codes = codesOf(value);
  const own = codes && isOwnRego(codes) ? newestRules(OWN_KIND) : undefined;
  if (own) return { rules: own };
  const whole = codes?.map(parseModule) ?? [];
  const modules = whole.flatMap((module) => module ?? []);
  const [main] = modules;
  // Two modules with one name would be merged.
  const areApart = new Set(modules.map(({ packageName }) => packageName)).size === whole.length;
  if (!main || !areApart) return { doubt: { kind: 'template-unreadable', template: name } };
  if (hasDefaults(value)) return { doubt: { kind: 'template-defaults', template: name } };
  const rules: TemplateRule[] = [];
  for (const rule of readTemplateRules(main, new Modules(modules))) {
    if ('foreign' in rule) return { doubt: foreignTo(name, rule.foreign) };
    rules.push(rule);
  }
  return rules.length === 0 ? { doubt: foreignTo(name, `package ${main.packageName}`) } : { rules };
}

function foreignTo(template: string, code: string): Cause {
  return { kind: 'template-foreign', template, code };
}

/** The lists that a template checks: those that its code names, or all lists of containers if it names none. */
export function listsOfTemplate(template: Resource | undefined): readonly ImageList[] {
  const words = template ? wordsOf(template) : new Set();
  const lists = IMAGE_LISTS.filter((list) => words.has(list));
  return lists.length > 0 ? lists : CONTAINER_LISTS;
}

/** Whether a template skips the images of the parameter `exemptImages`, unless its code shows otherwise. */
export function readsExemptImages(template: Resource): boolean {
  const facts = factsOfTemplate(template);
  if ('rules' in facts) return facts.rules.some(({ exempts }) => exempts);
  const words = wordsOf(template);
  return words.size === 0 || words.has('exemptImages');
}

/** The names and strings in the code of a template. */
function wordsOf({ value }: Resource): ReadonlySet<string> {
  const tokens = (codesOf(value) ?? []).flatMap((code) => regoTokens(code) ?? []);
  return new Set(tokens.map(({ text }) => text.replace(/^"(.*)"$/, '$1')));
}

/**
 * The engine of code in a language other than Rego, such as the CEL of K8sNativeValidation (Integration with Kubernetes
 * Validating Admission Policy).
 */
function otherEngineOf(template: YamlValue): string | undefined {
  const engines = template.at('spec', 'targets').items.flatMap((target) => target.get('code').items);
  return engines.flatMap((code) => code.get('engine').string ?? []).find((engine) => engine !== 'Rego');
}

/**
 * All Rego of a template: first the module with the violations, then its libraries. `undefined` if a part cannot be
 * read, or if it is unclear which code applies (Constraint Templates, "code").
 */
function codesOf(template: YamlValue): string[] | undefined {
  const [target, ...others] = template.at('spec', 'targets').items;
  if (!target || others.length > 0) return undefined;
  const [engine, ...engines] = target.get('code').items;
  if (engines.length > 0 || (engine && target.get('rego').exists)) return undefined;
  if (engine && engine.get('engine').string !== 'Rego') return undefined;
  const source = engine ? engine.get('source') : target;
  const codes = [source.get('rego').string, ...source.get('libs').items.map(({ string }) => string)];
  return codes.includes(undefined) ? undefined : codes.flatMap((code) => code ?? []);
}

/** Whether the API server sets defaults for parameters that a constraint lacks. */
function hasDefaults(template: YamlValue): boolean {
  return policyTextsIn(template.at('spec', 'crd', 'spec', 'validation')).some(({ key }) => key === 'default');
}
