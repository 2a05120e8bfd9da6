import { fingerprint } from './fingerprint';
import type { RegoModule, RegoRule } from './module';
import { type RegoToken, splitAt } from './tokens';

/** The name that each variable has in a normal form. */
export type Names = Map<string, string>;

/** The maximum depth of rules that use each other; the rules of the library have depth 3. */
const DEEPEST = 50;
const WORDS = new Set('not some in every with as default else if contains true false null input _'.split(' '));

/**
 * The modules of a template. Rules are compared by their content, not by the names of rules and variables: a normal
 * form has numbered variables, and the fingerprint of a rule in place of its name. Rego has no recursion (Policy
 * Language, "Rules"), so that every rule has a normal form.
 */
export class Modules {
  readonly #modules: ReadonlyMap<string, RegoModule>;
  readonly #fingerprints = new Map<readonly RegoRule[], string | undefined>();
  readonly #rules = new Map<string, readonly RegoRule[]>();
  #depth = 0;

  constructor(modules: readonly RegoModule[]) {
    this.#modules = new Map(modules.map((module) => [module.packageName, module]));
  }

  /** The rules of a name in a module, directly or by an import; none if the name isn't a rule. */
  rulesOf(module: RegoModule, name: string): readonly RegoRule[] {
    const path = module.imports.get(name);
    if (path === undefined) return this.#rulesIn(module, name);
    const [, packageName = '', rule = ''] = /^data\.(.*)\.(\w+)$/.exec(path) ?? [];
    const other = this.#modules.get(packageName);
    return other ? this.#rulesIn(other, rule) : [];
  }

  /** The fingerprint of the content of a rule; `undefined` if it has unknown parts. */
  fingerprintOf(module: RegoModule, name: string): string | undefined {
    const rules = this.rulesOf(module, name);
    const [first] = rules;
    if (!first || this.#depth > DEEPEST) return undefined;
    if (!this.#fingerprints.has(rules)) {
      // Rego refuses rules that use each other in a circle. This entry ends the recursion for them.
      this.#fingerprints.set(rules, undefined);
      const home = [...this.#modules.values()].find((one) => one.rules.includes(first)) ?? module;
      this.#depth++;
      const forms = rules.map((rule) => this.#formOf(home, rule));
      this.#depth--;
      const isWhole = !forms.includes(undefined);
      this.#fingerprints.set(rules, isWhole ? fingerprint([...new Set(forms)].sort().join('\n')) : undefined);
    }
    return this.#fingerprints.get(rules);
  }

  /** Statements in their normal form; `undefined` if they use something unknown. */
  normalForm(module: RegoModule, statements: readonly (readonly RegoToken[])[], names: Names): string | undefined {
    const locals = new Set(statements.flatMap(declaredIn));
    if ([...locals].some((name) => this.#isTaken(module, name))) return undefined;
    const forms = statements.map((statement) => this.#form(module, statement, names));
    return forms.includes(undefined) ? undefined : forms.join(' ; ');
  }

  #formOf(module: RegoModule, { args, key, value, body, rest }: RegoRule): string | undefined {
    const names: Names = new Map();
    // An argument of a function can have the name of a rule and hides the rule.
    if (args?.some(({ kind, text }) => kind === 'name' && this.#isTaken(module, text))) return undefined;
    const parts = [args, key].map((part) => (part ? this.normalForm(module, [part], names) : ''));
    const own = [...parts, this.normalForm(module, [value, ...body, rest], names)];
    return own.includes(undefined) ? undefined : own.join(' | ');
  }

  #rulesIn(module: RegoModule, name: string): readonly RegoRule[] {
    const key = `${module.packageName} ${name}`;
    let rules = this.#rules.get(key);
    if (!rules) {
      rules = module.rules.filter((rule) => rule.name === name);
      this.#rules.set(key, rules);
    }
    return rules;
  }

  #isTaken(module: RegoModule, name: string): boolean {
    return module.imports.has(name) || this.#rulesIn(module, name).length > 0;
  }

  #form(module: RegoModule, tokens: readonly RegoToken[], names: Names): string | undefined {
    const words = tokens.map((token, index) => {
      const isField = tokens[index - 1]?.text === '.';
      if (token.kind !== 'name' || isField || WORDS.has(token.text)) return token.text;
      const local = names.get(token.text);
      if (local !== undefined) return local;
      if (this.#isTaken(module, token.text)) return this.fingerprintOf(module, token.text);
      // Documents other than the input, and rules by their full path.
      if (token.text === 'data') return undefined;
      if (isCalled(tokens, index)) return token.text;
      const made = `$${names.size}`;
      names.set(token.text, made);
      return made;
    });
    return words.includes(undefined) ? undefined : words.join(' ');
  }
}

/** Whether a name is the start of a function call: `startswith(…)`, `strings.any_prefix_match(…)`. */
function isCalled(tokens: readonly RegoToken[], start: number): boolean {
  let index = start + 1;
  while (tokens[index]?.text === '.' && tokens[index + 1]?.kind === 'name') index += 2;
  return tokens[index]?.text === '(';
}

/** The variables that a statement declares, even if a rule has the same name. */
function declaredIn(statement: readonly RegoToken[]): string[] {
  return statement.flatMap((token, index) => {
    if (token.text === ':=') return statement[index - 1]?.text ?? [];
    if (token.kind !== 'name' || !/^(?:some|every)$/.test(token.text)) return [];
    const end = statement.findIndex(({ text }, place) => place > index && text === 'in');
    return splitAt(statement.slice(index + 1, end === -1 ? undefined : end), ',').flatMap(([name]) => name?.text ?? []);
  });
}
