import { fingerprint } from './fingerprint';
import type { RegoModule, RegoRule } from './module';
import { splitAt, type Token } from './tokens';

/** The names that variables have in a normal form: what they are called there. */
export type Names = Map<string, string>;

/** How many rules may use each other in a row; the library's are 3 deep. */
const DEEPEST = 50;
const WORDS = new Set('not some in every with as default else if contains true false null input _'.split(' '));

/**
 * The modules of a template. Rules are compared by what they do, whatever they and their variables are called: in a normal
 * form, variables are numbered, and the name of a rule is the fingerprint of all that the rule says. Rego has no recursion
 * (Policy Language, "Rules"), so that every rule has one.
 */
export class Modules {
  readonly #modules: ReadonlyMap<string, RegoModule>;
  readonly #fingerprints = new Map<readonly RegoRule[], string | undefined>();
  readonly #rules = new Map<string, readonly RegoRule[]>();
  #depth = 0;

  constructor(modules: readonly RegoModule[]) {
    this.#modules = new Map(modules.map((module) => [module.packageName, module]));
  }

  /** The rules that a name stands for in a module, by itself or by an import; none where it is no rule's. */
  rulesOf(module: RegoModule, name: string): readonly RegoRule[] {
    const path = module.imports.get(name);
    if (path === undefined) return this.#rulesIn(module, name);
    const [, packageName = '', rule = ''] = /^data\.(.*)\.(\w+)$/.exec(path) ?? [];
    const other = this.#modules.get(packageName);
    return other ? this.#rulesIn(other, rule) : [];
  }

  /** What identifies a rule by all that it says; `undefined` where that can't be told. */
  fingerprintOf(module: RegoModule, name: string): string | undefined {
    const rules = this.rulesOf(module, name);
    const [first] = rules;
    if (!first || this.#depth > DEEPEST) return undefined;
    if (!this.#fingerprints.has(rules)) {
      // So that rules which use each other, which Rego refuses, come to an end.
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

  /** Statements in their normal form; `undefined` where they use something that isn't known. */
  normalForm(module: RegoModule, statements: readonly (readonly Token[])[], names: Names): string | undefined {
    const locals = new Set(statements.flatMap(declaredIn));
    if ([...locals].some((name) => this.#isTaken(module, name))) return undefined;
    const forms = statements.map((statement) => this.#form(module, statement, names));
    return forms.includes(undefined) ? undefined : forms.join(' ; ');
  }

  #formOf(module: RegoModule, { args, key, value, body, rest }: RegoRule): string | undefined {
    const names: Names = new Map();
    // What a function takes is its own, whatever rules are called.
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

  #form(module: RegoModule, tokens: readonly Token[], names: Names): string | undefined {
    const words = tokens.map((token, at) => {
      const isField = tokens[at - 1]?.text === '.';
      if (token.kind !== 'name' || isField || WORDS.has(token.text)) return token.text;
      const local = names.get(token.text);
      if (local !== undefined) return local;
      if (this.#isTaken(module, token.text)) return this.fingerprintOf(module, token.text);
      // Documents beside the input, and rules by their whole path.
      if (token.text === 'data') return undefined;
      if (isCalled(tokens, at)) return token.text;
      const made = `$${names.size}`;
      names.set(token.text, made);
      return made;
    });
    return words.includes(undefined) ? undefined : words.join(' ');
  }
}

/** Whether a name begins that of a function: `startswith(…)`, `strings.any_prefix_match(…)`. */
function isCalled(tokens: readonly Token[], start: number): boolean {
  let at = start + 1;
  while (tokens[at]?.text === '.' && tokens[at + 1]?.kind === 'name') at += 2;
  return tokens[at]?.text === '(';
}

/** The variables that a statement says to be its own, also where a rule is called so. */
function declaredIn(statement: readonly Token[]): string[] {
  return statement.flatMap((token, at) => {
    if (token.text === ':=') return statement[at - 1]?.text ?? [];
    if (token.kind !== 'name' || !/^(?:some|every)$/.test(token.text)) return [];
    const end = statement.findIndex(({ text }, place) => place > at && text === 'in');
    return splitAt(statement.slice(at + 1, end === -1 ? undefined : end), ',').flatMap(([name]) => name?.text ?? []);
  });
}
