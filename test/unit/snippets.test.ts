// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the tab stops of snippets look like templates.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse';

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: string | readonly string[];
  readonly isFileTemplate?: boolean;
}

const SNIPPETS: Readonly<Record<string, Snippet>> = JSON.parse(
  readFileSync('snippets/kubernetes.code-snippets', 'utf8'),
);

/** What each snippet inserts: the kinds, and the least that the rules still have to say about them. */
const EXPECTED: Readonly<Record<string, { kinds: string[]; remarks: string[] }>> = {
  'Pod with a log sidecar': { kinds: ['Pod', 'Service'], remarks: ['image-gate-missing', 'not-native'] },
  'Pod with a log sidecar (native)': { kinds: ['Pod', 'Service'], remarks: ['image-gate-missing'] },
  'Deployment with a log sidecar': { kinds: ['Deployment', 'Service'], remarks: ['image-gate-missing'] },
  'Job with a native sidecar': { kinds: ['Job'], remarks: ['image-gate-missing'] },
  'Hardened securityContext': { kinds: ['Pod'], remarks: ['image-gate-missing'] },
  'Admission policy: allowed registries': {
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    remarks: [],
  },
  'Namespace with Pod Security': { kinds: ['Namespace'], remarks: [] },
};

/**
 * What an editor inserts when every default is taken. The syntax is that of VS Code's snippets: `$1`, `${1}`,
 * `${1:default}` (which may hold others), `${1|first,second|}`, and `\$`, `\}`, `\\` for the characters themselves. A
 * stop without a default repeats what the same number has elsewhere. Variables are refused: here they can only be a
 * dollar sign that is not escaped.
 */
function expand(body: string): string {
  const defaults = new Map<string, string>();
  readUntil(body, 0, '', defaults);
  // The second time round, stops know the defaults that stand behind them.
  return readUntil(body, 0, '', defaults).text;
}

function readUntil(
  body: string,
  from: number,
  end: string,
  defaults: Map<string, string>,
): { text: string; next: number } {
  let text = '';
  let index = from;
  while (index < body.length && (end === '' || body[index] !== end)) {
    const rest = body.slice(index);
    const escaped = /^\\([$}\\])/.exec(rest);
    const mirror = /^\$(?:(\d+)|\{(\d+)\})/.exec(rest);
    const placeholder = /^\$\{(\d+):/.exec(rest);
    const choice = /^\$\{(\d+)\|((?:\\.|[^\\|])*)\|\}/.exec(rest);
    if (escaped) {
      text += escaped[1];
      index += escaped[0].length;
    } else if (mirror) {
      text += defaults.get(mirror[1] ?? mirror[2] ?? '') ?? '';
      index += mirror[0].length;
    } else if (placeholder) {
      const inner = readUntil(body, index + placeholder[0].length, '}', defaults);
      defaults.set(placeholder[1] ?? '', inner.text);
      text += inner.text;
      index = inner.next + 1;
    } else if (choice) {
      const first = (/^(?:\\.|[^\\,])*/.exec(choice[2] ?? '')?.[0] ?? '').replace(/\\(.)/g, '$1');
      defaults.set(choice[1] ?? '', first);
      text += first;
      index += choice[0].length;
    } else if (/^\$[\w{]/.test(rest)) {
      throw new Error(`Neither a tab stop nor an escaped dollar sign: ${rest.slice(0, 20)}`);
    } else {
      text += body[index++];
    }
  }
  if (end !== '' && body[index] !== end) throw new Error(`A tab stop isn't closed: ${body.slice(from, from + 20)}`);
  return { text, next: index };
}

function insert({ body }: Snippet): string {
  return complete(expand(typeof body === 'string' ? body : body.join('\n')));
}

/** What surrounds a snippet that is only a part of a manifest. */
function complete(text: string): string {
  if (!text.startsWith('securityContext:')) return text;
  const image = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  const head = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;
  return head + text.replace(/^/gm, '      ');
}

function prefixesOf({ prefix }: Snippet): readonly string[] {
  return typeof prefix === 'string' ? [prefix] : prefix;
}

describe('expanding a snippet', () => {
  it.each([
    ['$1-${2}-${1:a}', 'a--a'],
    ['${1:a ${2:b} $2}c', 'a b bc'],
    ['${1|x\\,y,z|}', 'x,y'],
    ['\\$HOME ${1:\\}} \\\\ { } | ,', '$HOME } \\ { } | ,'],
    ['costs 5 $', 'costs 5 $'],
  ])('%s', (body, text) => {
    expect(expand(body)).toBe(text);
  });

  it.each(['echo $HOME', 'echo ${HOME}', '${1:a'])('refuses %s', (body) => {
    expect(() => expand(body)).toThrow();
  });
});

describe.each(Object.entries(SNIPPETS))('the snippet "%s"', (name, snippet) => {
  const { documents, findings } = analyse(insert(snippet));
  const all = documents.map(({ document }) => document);

  it('is YAML of the kinds that it promises', () => {
    expect(all.flatMap(({ syntaxErrors }) => syntaxErrors)).toEqual([]);
    expect(all.flatMap(({ resources }) => resources.map(({ kind }) => kind))).toEqual(EXPECTED[name]?.kinds);
  });

  it('has nothing to warn about, and next to nothing to remark', () => {
    const isRemark = (severity: string): boolean => severity === 'information' || severity === 'hint';
    expect(findings.filter(({ severity }) => !isRemark(severity)).map(({ message }) => message)).toEqual([]);
    expect(findings.map(({ rule }) => rule.id).sort()).toEqual(EXPECTED[name]?.remarks);
  });

  it('stands up to the restricted Pod Security Standard', () => {
    const restricted = analyse(insert(snippet), { podSecurity: { level: 'restricted', version: 'latest' } }).findings;
    expect(restricted.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  });

  it('says what it inserts, and can be found', () => {
    expect(snippet.description).toMatch(/^[A-Z].{20,}\.$/);
    expect(prefixesOf(snippet).filter((prefix) => !/^(?:sidecar|guard)-[a-z-]+$/.test(prefix))).toEqual([]);
  });
});

it('every prefix belongs to one snippet', () => {
  const prefixes = Object.values(SNIPPETS).flatMap(prefixesOf);
  expect(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)).toEqual([]);
});

it('the admission policy is the gate that pods are told to have', () => {
  const pod = SNIPPETS['Pod with a log sidecar (native)'];
  const policy = SNIPPETS['Admission policy: allowed registries'];
  if (!pod || !policy) throw new Error('The snippets have other names now.');
  expect(analyse(`${insert(policy)}\n---\n${insert(pod)}`).findings.map(({ rule }) => rule.id)).toEqual([]);
});
