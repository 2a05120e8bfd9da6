import { parseModule } from '../../../server/src/gating/engines/gatekeeper/rego/module';
import { Modules } from '../../../server/src/gating/engines/gatekeeper/rego/normal-form';
import { regoTokens } from '../../../server/src/gating/engines/gatekeeper/rego/tokens';
import { mutate } from '../mutate';
import { REGO } from '../policies';
import { holds, type Target } from '../target';

const WORDS = [
  'not ',
  'some x in ',
  'every y in z { ',
  ' with input as x',
  'else = true {',
  'default a = 1\n',
  'import data.lib.x.y as z\n',
  'import future.keywords\n',
  'x := [y | y := z[_]; y > 1]',
  '{k: v | v := x[k]}',
  ' := ',
  ' == ',
  ' = ',
  '"a\\"b"',
  '`raw`',
  '# comment\n',
  '_',
  'input.parameters',
  'sprintf("%v", [x])',
  'contains',
  ' if ',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ';',
  '\n',
  '.',
  ',',
  '|',
  'constructor',
  '__proto__',
  'toString(x) { toString(x) }\n',
  'a { b }\nb { a }\n',
];

/** The modules of a template, with an empty comment between them. */
const BORDER = '\n# ===\n';

export const rego: Target = {
  name: 'rego',
  kind: 'Rego of constraint templates',
  weight: 12,
  input(random) {
    const modules = random.several(random.between(1, 3), () => {
      let text = random.pick(REGO);
      for (let count = random.below(6); count > 0; count--) {
        const offset = random.below(text.length + 1);
        text =
          text.slice(0, offset) + random.pick(WORDS) + text.slice(offset + (random.once(3) ? random.below(10) : 0));
      }
      return text;
    });
    const text = modules.join(BORDER);
    return random.once(2) ? text : mutate(text, random, REGO);
  },
  check(text, steps) {
    const codes = text.split(BORDER);
    for (const code of codes) steps.run('tokens', () => regoTokens(code));
    const all = codes
      .map((code) => steps.run('parse', () => parseModule(code)))
      .filter((module) => module !== undefined);
    const modules = new Modules(all);
    for (const module of all) {
      for (const name of new Set(module.rules.map((rule) => rule.name))) {
        const print = steps.run('fingerprint', () => modules.fingerprintOf(module, name));
        holds(print === modules.fingerprintOf(module, name), `The fingerprint of ${name} changes.`);
      }
    }
  },
};
