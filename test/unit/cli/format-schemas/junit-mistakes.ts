/** What CI servers accept in an element: the fields of Jenkins' `junit-10.xsd`, which others follow. */
interface ElementRule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  readonly hasText: boolean;
}

const REASON: ElementRule = { required: [], optional: ['type', 'message'], children: [], hasText: true };
const OUTPUT: ElementRule = { required: [], optional: [], children: [], hasText: true };
const RULES: ReadonlyMap<string, ElementRule> = new Map([
  [
    'testsuite',
    {
      required: ['name', 'tests', 'failures', 'errors'],
      optional: ['skipped', 'time', 'timestamp', 'hostname', 'id', 'package', 'file'],
      children: ['testsuite', 'testcase', 'properties', 'system-out', 'system-err'],
      hasText: false,
    },
  ],
  [
    'testcase',
    {
      required: ['name'],
      optional: ['classname', 'time', 'group'],
      children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
      hasText: false,
    },
  ],
  ['failure', REASON],
  ['error', REASON],
  ['skipped', REASON],
  ['system-out', OUTPUT],
  ['system-err', OUTPUT],
]);

const TOKEN = /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|[^<]+|</g;
const REFERENCES = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

/** Why a text is no JUnit report: it is not XML, or a CI server expects other elements. */
export function junitMistakes(text: string): string[] {
  const mistakes: string[] = [];
  const [declaration = '', rest = ''] = text.split(/(?<=^<\?xml version="1\.0" encoding="UTF-8"\?>)\n/);
  if (rest === '') return [`It begins with ${JSON.stringify(declaration.slice(0, 40))}.`];
  const open: string[] = [];
  for (const [token, slash, name = '', attributes = '', closed] of rest.matchAll(TOKEN)) {
    const parent = open.at(-1);
    if (REFERENCES.test(token)) mistakes.push(`"&" stands alone in ${token.trim()}`);
    if (name === '') {
      const mayStand = parent === undefined ? false : RULES.get(parent)?.hasText;
      if (token === '<' || (token.trim() !== '' && !mayStand)) mistakes.push(`text in ${parent}: ${token.trim()}`);
    } else if (slash === '/') {
      if (open.pop() !== name) mistakes.push(`</${name}> closes <${parent}>`);
    } else {
      if (parent === undefined ? name !== 'testsuite' : !RULES.get(parent)?.children.includes(name))
        mistakes.push(`<${name}> in ${parent}`);
      mistakes.push(
        ...attributeMistakes(
          name,
          [...attributes.matchAll(/([\w-]+)="/g)].map(([, own = '']) => own),
        ),
      );
      if (closed === '') open.push(name);
    }
  }
  return open.length > 0 ? [...mistakes, `<${open.join('><')}> stays open`] : mistakes;
}

function attributeMistakes(name: string, attributes: readonly string[]): string[] {
  const { required = [], optional = [] } = RULES.get(name) ?? {};
  return [
    ...required.filter((one) => !attributes.includes(one)).map((one) => `<${name}> has no ${one}`),
    ...attributes
      .filter((one, index) => attributes.indexOf(one) < index || ![...required, ...optional].includes(one))
      .map((one) => `<${name}> has ${one}`),
  ];
}
