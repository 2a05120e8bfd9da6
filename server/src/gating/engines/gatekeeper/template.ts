import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import type { PolicySet } from '../../policy-set';
import { textsOf } from '../../policy-text';
import { LISTS } from './library';
import { parseModule } from './rego/module';
import { Modules } from './rego/normal-form';
import { tokensOf } from './rego/tokens';
import { readTemplateRules, type TemplateRule } from './template-rules';

/** What a ConstraintTemplate does. */
export type TemplateFacts =
  | { readonly rules: readonly TemplateRule[] }
  /** Why that can't be told. */
  | { readonly doubt: string };

const READ = new WeakMap<Resource, TemplateFacts>();
const LONGEST = 100;

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
 * What a template does, if each of its rules does what one of the library's does, however it is written. Rego isn't
 * evaluated: a template with any other rule is one of which nothing is known.
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
  if (engine !== undefined)
    return { doubt: `its ConstraintTemplate "${name}" has code for ${engine}, which is not evaluated` };
  const codes = codesOf(value);
  const whole = codes?.map(parseModule) ?? [];
  const modules = whole.flatMap((module) => module ?? []);
  const [main] = modules;
  // Two modules of one name would add to each other.
  const areApart = new Set(modules.map(({ packageName }) => packageName)).size === whole.length;
  if (!main || !areApart) return { doubt: `the Rego of its ConstraintTemplate "${name}" can not be read` };
  if (hasDefaults(value))
    return { doubt: `its ConstraintTemplate "${name}" has defaults for parameters, which are not filled in here` };
  const rules: TemplateRule[] = [];
  for (const rule of readTemplateRules(main, new Modules(modules))) {
    if ('foreign' in rule) return { doubt: foreignTo(name, rule.foreign) };
    rules.push(rule);
  }
  return rules.length === 0 ? { doubt: foreignTo(name, `package ${main.packageName}`) } : { rules };
}

function foreignTo(name: string, code: string): string {
  const part = code.length > LONGEST ? `${code.slice(0, LONGEST)}…` : code;
  return `its ConstraintTemplate "${name}" does something else than those of Gatekeeper's library (\`${part}\`), and Rego is not evaluated`;
}

/** The lists that a template looks at, as far as its code names them; all where it names none. */
export function listsOfTemplate(template: Resource | undefined): readonly ContainerList[] {
  const words = template ? wordsOf(template) : new Set();
  const lists = LISTS.filter((list) => words.has(list));
  return lists.length > 0 ? lists : LISTS;
}

/** Whether a template leaves out the images of the parameter `exemptImages`, unless its code tells otherwise. */
export function readsExemptImages(template: Resource): boolean {
  const facts = factsOfTemplate(template);
  if ('rules' in facts) return facts.rules.some(({ exempts }) => exempts);
  const words = wordsOf(template);
  return words.size === 0 || words.has('exemptImages');
}

/** The names in a template's code, and its texts. */
function wordsOf({ value }: Resource): ReadonlySet<string> {
  const tokens = (codesOf(value) ?? []).flatMap((code) => tokensOf(code) ?? []);
  return new Set(tokens.map(({ text }) => text.replace(/^"(.*)"$/, '$1')));
}

/** The engine of code that isn't Rego, such as K8sNativeValidation's CEL (Integration with Kubernetes Validating Admission Policy). */
function otherEngineOf(template: YamlValue): string | undefined {
  const engines = template.at('spec', 'targets').items.flatMap((target) => target.get('code').items);
  return engines.flatMap((code) => code.get('engine').string ?? []).find((engine) => engine !== 'Rego');
}

/**
 * All its Rego, first the module with the violations, then what it imports; `undefined` where some can't be read, or where
 * it can't be told which counts (Constraint Templates, "code").
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

/** Whether the API server fills in parameters that a constraint doesn't have. */
function hasDefaults(template: YamlValue): boolean {
  return textsOf(template.at('spec', 'crd', 'spec', 'validation')).some(({ key }) => key === 'default');
}
