import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { SOURCES } from './sources';

const ENGINES = 'server/src/gating/engines/';
const LIST = `${ENGINES}index.ts`;
const OUTSIDE = SOURCES.filter(({ path }) => !path.startsWith(ENGINES));

/** What engines are called: by the names of their folders, and by kinds and groups of theirs that don't have those. */
const NAMES = [
  ...readdirSync(ENGINES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
  ...['cosign', 'ClusterPolicy', 'ClusterImagePolicy', 'ConstraintTemplate', 'PolicyException'],
].map((name) => bare(name).replace(/y$/, ''));

/** Files that name policies for another reason than what an engine is like. */
const EXEMPT = new Set([
  // The roles of Kubernetes' own controllers, as the API server has them.
  'server/src/workspace/built-in-roles.generated.ts',
  // All resources of Kubernetes' own API that belong to no namespace, the API server's policies among them.
  'server/src/rules/access/cluster-wide-binding.ts',
  // Who may have changed a pod that runs: the API server's own policies, beside webhooks.
  'server/src/audit/mutators.ts',
  'server/src/cluster/mutators.ts',
  // The policy in examples of rules, which are printed.
  'server/src/rules/images/example-policy.ts',
]);

/** Of a rule: whole manifests, what other tools call it, and the pages that it links to. They are printed, and decide nothing. */
const FOR_PEOPLE = new Set(['examples', 'peers', 'url']);

describe('outside of the folders of engines', () => {
  it('only the list of engines is imported', () => {
    const imports = OUTSIDE.flatMap(({ path, files }) =>
      files.filter((file) => file.startsWith(ENGINES) && file !== LIST).map((file) => `${path} imports ${file}`),
    );
    expect(imports).toEqual([]);
  });

  it('no code and no file names an engine', () => {
    const found = OUTSIDE.filter(({ path }) => !EXEMPT.has(path)).flatMap(({ path, text }) => [
      ...(isName(path) ? [path] : []),
      ...namesIn(text).map((name) => `${path}: ${name}`),
    ]);
    expect(found).toEqual([]);
  });

  it('no file is exempt for nothing', () => {
    const needless = [...EXEMPT].filter((path) =>
      OUTSIDE.every((source) => source.path !== path || namesIn(source.text).length === 0),
    );
    expect(needless).toEqual([]);
  });
});

it('no engine imports the list that it is in', () => {
  const circles = SOURCES.filter(({ path, files }) => path.startsWith(ENGINES) && files.includes(LIST));
  expect(circles.map(({ path }) => path)).toEqual([]);
});

describe('an engine is named', () => {
  it.each([
    ['by an identifier', 'export function ofKyverno() {}'],
    ['by a type', 'type A = B<GatekeeperThing>;'],
    ['by a key', 'const a = { ClusterPolicy: 1 };'],
    ['by a private name', 'class A { #isOfSigstore = 1; }'],
    ['by an API group', "if (group === 'policies.kyverno.io') run();"],
    ['by a kind', "const a = ['ValidatingAdmissionPolicyBinding'];"],
    ['by a plural', "const a = ['mutatingadmissionpolicies'];"],
    ['by a name of two words', "const a = 'sigstore policy-controller';"],
    ['by an import', "import { a } from './connaisseur/engine';"],
    ['by a maker for other files', 'export const A = `kind: ClusterPolicy\n`; const a = { examples: { bad: A } };'],
    ['by a pattern', 'const a = /^cosign-.*/;'],
    ['by a text with values', 'const a = `gatekeeper-${b}`;'],
    ['by what a sentence is made of', 'const a = `The words of ${kyverno.name} are here`;'],
    [
      'by a manifest that is used elsewhere, too',
      'const A = `kind: ClusterPolicy\n`; run(A, { examples: { bad: A } });',
    ],
    ['by a manifest', 'const a = `apiVersion: kyverno.io/v1\nkind: Policy and more words`;'],
  ])('%s', (_, code) => {
    expect(namesIn(code)).not.toEqual([]);
  });

  it.each([
    ['by a comment', '// As Kyverno does.\nrun();'],
    ['by a sentence', "const a = { why: 'Gatekeeper asks about pods, and not about their workloads.' };"],
    ['by an example', 'const a = { examples: { bad: `apiVersion: kyverno.io/v1\nkind: Policy` } };'],
    ['by a manifest of examples', 'const A = `kind: ClusterPolicy\n`; const a = { examples: { bad: A } };'],
    ['by what makes examples', 'const a = (b) => `kind: ClusterPolicy\n${b}`; const c = { examples: { bad: a(1) } };'],
    ['by a link', "const a = { url: 'https://kyverno.io/docs' };"],
    ['by a counterpart', "const a = { peers: { Kyverno: ['disallow-latest-tag'] } };"],
  ])('not %s', (_, code) => {
    expect(namesIn(code)).toEqual([]);
  });
});

/** The identifiers and texts in code that name an engine. */
function namesIn(code: string): string[] {
  if (!isName(code)) return [];
  const file = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
  return nodesIn(file)
    .filter((node) => isWord(node) && isName(node.getText()) && !isForPeople(node))
    .map((node) => node.getText());
}

function nodesIn(node: ts.Node): ts.Node[] {
  const below: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    below.push(...nodesIn(child));
  });
  return [node, ...below];
}

function isWord(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isRegularExpressionLiteral(node) || isText(node);
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node);
}

function isForPeople(node: ts.Node): boolean {
  return isPrinted(node) || (isText(node) && (isSentence(node) || isPartOfExamples(node)));
}

/** Whether something stands in a member of a rule that is printed. */
function isPrinted(node: ts.Node): boolean {
  const isIn = ts.isPropertyAssignment(node) && FOR_PEOPLE.has(node.name.getText());
  return isIn || (node.parent !== undefined && isPrinted(node.parent));
}

/** What people read has several words in a line. Names in the API have no blanks, and those of engines one. */
function isSentence(text: ts.Node): boolean {
  const whole = ts.isTemplateSpan(text.parent) ? text.parent.parent : text.parent;
  const written = (ts.isTemplateExpression(whole) ? whole : text).getText();
  return /^[^\n]*(?:\S+ ){3}[^\n]*$/.test(written);
}

/** Whether a text stands in a constant or a function of its file that is used where it is printed, and nowhere else. */
function isPartOfExamples(text: ts.Node): boolean {
  const name = nameAround(text);
  const uses = nodesIn(text.getSourceFile()).filter(
    (node) => ts.isIdentifier(node) && node.text === name?.text && node !== name,
  );
  return uses.length > 0 && uses.every(isPrinted);
}

/** The name of what a file declares around something, for itself alone. */
function nameAround(node: ts.Node): ts.Identifier | undefined {
  if (ts.isSourceFile(node)) return undefined;
  if (!ts.isFunctionDeclaration(node) && !isConstantOfFile(node)) return nameAround(node.parent);
  const isExported = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0;
  return !isExported && node.name && ts.isIdentifier(node.name) ? node.name : undefined;
}

function isConstantOfFile(node: ts.Node): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent);
}

function isName(text: string): boolean {
  return NAMES.some((name) => bare(text).includes(name));
}

/** However it is written: `validating-admission-policy`, `ValidatingAdmissionPolicy`, `validatingadmissionpolicies`. */
function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
