import { CONTAINER_LISTS, type ContainerList } from '../../../pod/template';
import { own } from '../../../text/own';
import { type CheckName, KNOWN_CHECKS, KNOWN_EXEMPTIONS, KNOWN_VALUES, type TemplateRule } from './library';
import { fingerprint } from './rego/fingerprint';
import type { RegoModule, RegoRule } from './rego/module';
import type { Modules, Names } from './rego/normal-form';
import { areWords, type RegoToken, splitAt } from './rego/tokens';

/** A rule that the library does not have, and the part that differs. */
export interface ForeignRule {
  readonly foreign: string;
}

type Statement = readonly RegoToken[];

/** The lists that a rule takes containers from. */
interface Source {
  readonly lists: readonly ContainerList[];
  readonly exempts: boolean;
}

/** The name of the container in a normal form. */
const CONTAINER = '$container';

/**
 * The checks of a template, one for each rule: each result of a rule is a violation ("Constraint Templates",
 * violation). A rule takes containers from a list, can skip some, checks them, and makes a message. Only the check must
 * be a known one.
 */
export function readTemplateRules(module: RegoModule, modules: Modules): (TemplateRule | ForeignRule)[] {
  const reader = new RuleReader(module, modules);
  return modules.rulesOf(module, 'violation').flatMap((rule) => reader.read(rule));
}

class RuleReader {
  readonly #module: RegoModule;
  readonly #modules: Modules;

  constructor(module: RegoModule, modules: Modules) {
    this.#module = module;
    this.#modules = modules;
  }

  read(rule: RegoRule): (TemplateRule | ForeignRule)[] {
    const message = messageIn(rule);
    const [container, sources] = this.#sourcesOf(rule.body);
    if (!message) return [{ foreign: this.#textOf(rule.body.at(-1) ?? rule.key ?? rule.rest) }];
    if (container === undefined) return [{ foreign: this.#textOf(rule.body[0] ?? rule.rest) }];
    const exemptions = rule.body.filter((statement) => this.#isExemption(statement, container));
    const checked = rule.body.filter(
      (statement) =>
        !exemptions.includes(statement) && statement !== message.statement && !this.#isSource(statement, container),
    );
    const names: Names = new Map([[container, CONTAINER]]);
    const check = this.#checkOf(checked, names);
    const strange = message.args.find((arg) => !this.#isAlwaysThere(arg, container, names));
    if (check === undefined)
      return [{ foreign: this.#strangestOf(checked.length > 0 ? checked : rule.body, container) }];
    if (strange) return [{ foreign: this.#textOf(strange) }];
    const needs = message.args.flatMap((arg) => parameterOf(arg) ?? []);
    return sources.map(({ lists, exempts }) => ({ lists, check, exempts: exempts || exemptions.length > 0, needs }));
  }

  /** The variable of the containers, and the lists that they come from. */
  #sourcesOf(body: readonly Statement[]): [string | undefined, readonly Source[]] {
    const found = body.flatMap((statement) => {
      const walked = walkedIn(statement);
      const sources = walked && this.#walk(walked.over);
      return sources ? [{ container: walked.variable, sources }] : [];
    });
    const [only] = found;
    return found.length === 1 && only ? [only.container, only.sources] : [undefined, []];
  }

  #walk(over: Statement): readonly Source[] | undefined {
    const list = CONTAINER_LISTS.find((one) => areWords(over, ...`input . review . object . spec . ${one}`.split(' ')));
    if (list) return [{ lists: [list], exempts: false }];
    const [name] = over;
    return over.length === 1 && name ? this.#collected(name.text) : undefined;
  }

  /** The sources of a set of containers that other rules collect (`input_containers`). */
  #collected(name: string): readonly Source[] | undefined {
    const rules = this.#modules.rulesOf(this.#module, name);
    const sources = rules.map(({ args, key, value, body, rest }) => {
      const [first, ...others] = body.filter((statement) => walkedIn(statement));
      const walked = first && walkedIn(first);
      if (!walked || args || value.length > 0 || rest.length > 0 || others.length > 0) return undefined;
      // A set that contains itself, which Rego refuses, would not end. So sets of sets are unknown.
      if (!areWords(key ?? [], walked.variable) || walked.over.length === 1) return undefined;
      const left = body.filter((statement) => statement !== first);
      if (!left.every((statement) => this.#isExemption(statement, walked.variable))) return undefined;
      return this.#walk(walked.over)?.map((source) => ({ ...source, exempts: left.length > 0 }));
    });
    return sources.length === 0 || sources.includes(undefined) ? undefined : sources.flatMap((source) => source ?? []);
  }

  #isSource(statement: Statement, container: string): boolean {
    const walked = walkedIn(statement);
    return walked?.variable === container && this.#walk(walked.over) !== undefined;
  }

  /** `not is_exempt(container)`, with any function name. */
  #isExemption(statement: Statement, container: string): boolean {
    const [, name] = statement;
    if (!name || !areWords(statement, 'not', name.text, '(', container, ')')) return false;
    return KNOWN_EXEMPTIONS.has(this.#modules.fingerprintOf(this.#module, name.text) ?? '');
  }

  #checkOf(statements: readonly Statement[], names: Names): CheckName | undefined {
    const form = this.#modules.normalForm(this.#module, statements, names);
    return form === undefined ? undefined : own(KNOWN_CHECKS, fingerprint(form));
  }

  /** Whether an argument of a message has a value for each container; without a value there is no violation. */
  #isAlwaysThere(arg: Statement, container: string, names: Names): boolean {
    if (areWords(arg, container, '.', 'name') || areWords(arg, container, '.', 'image')) return true;
    if (parameterOf(arg) !== undefined) return true;
    const [name, ...others] = arg;
    if (!name || others.length > 0) return false;
    return names.has(name.text) || KNOWN_VALUES.has(this.#modules.fingerprintOf(this.#module, name.text) ?? '');
  }

  /**
   * The code of the statement without which the other statements are a known check; otherwise the code of all
   * statements.
   */
  #strangestOf(statements: readonly Statement[], container: string): string {
    const found = statements.find((statement) => {
      const others = statements.filter((other) => other !== statement);
      return this.#checkOf(others, new Map([[container, CONTAINER]])) !== undefined;
    });
    return found ? this.#textOf(found) : statements.map((statement) => this.#textOf(statement)).join('; ');
  }

  #textOf(tokens: Statement): string {
    const code = this.#module.code.slice(tokens[0]?.start, tokens.at(-1)?.end);
    return code.replace(/\s+/g, ' ');
  }
}

/** `container := input_containers[_]`, or `some container in input_containers`. */
function walkedIn(statement: Statement): { variable: string; over: Statement } | undefined {
  const [first, second, third] = statement;
  if (first?.text === 'some' && second?.kind === 'name' && third?.text === 'in') {
    return { variable: second.text, over: statement.slice(3) };
  }
  if (first?.kind !== 'name' || !/^:?=$/.test(second?.text ?? '')) return undefined;
  return areWords(statement.slice(-3), '[', '_', ']')
    ? { variable: first.text, over: statement.slice(2, -3) }
    : undefined;
}

/** The message of a rule: its arguments, and the statement that makes it. */
function messageIn({
  args,
  key,
  value,
  body,
  rest,
}: RegoRule): { readonly statement: Statement | undefined; readonly args: readonly Statement[] } | undefined {
  if (args || value.length > 0 || rest.length > 0) return undefined;
  const [message = [], ...others] = splitAt(key?.slice(1, -1) ?? [], ',');
  const areEmpty = others.every((detail) => areWords(detail, '"details"', ':', '{', '}'));
  if (key?.[0]?.text !== '{' || !areWords(message.slice(0, 2), '"msg"', ':') || !areEmpty) return undefined;
  const [name] = message.slice(2);
  const statement = body.find(([first, sign]) => first?.text === name?.text && /^:?=$/.test(sign?.text ?? ''));
  const put = argsOfMessage(statement ? statement.slice(2) : message.slice(2));
  return put && { statement, args: put };
}

/** The arguments of a message, which is a string or a `sprintf`. */
function argsOfMessage(term: Statement): readonly Statement[] | undefined {
  if (term.length === 1 && term[0]?.kind === 'text') return [];
  if (!areWords(term.slice(0, 2), 'sprintf', '(') || term.at(-1)?.text !== ')') return undefined;
  const [format = [], list = [], ...others] = splitAt(term.slice(2, -1), ',');
  const isFormat = format.length === 1 && format[0]?.kind === 'text' && others.length === 0;
  return isFormat && list[0]?.text === '[' ? splitAt(list.slice(1, -1), ',') : undefined;
}

function parameterOf(arg: Statement): string | undefined {
  const name = arg[4]?.text ?? '';
  return areWords(arg, 'input', '.', 'parameters', '.', name) ? name : undefined;
}
