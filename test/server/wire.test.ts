import { afterEach, describe, expect, it } from 'vitest';
import { type Diagnostic, DocumentDiagnosticRequest } from 'vscode-languageserver-protocol/node';
import { IMAGE, podWith } from '../unit/manifests';
import { Client, type ClientOptions, rangeOf } from './client';

const URI = 'file:///pods.yaml';
/** The most diagnostics of a file. */
const MOST = 1000;

/** Refuses the images of all pods here. */
const GATE = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: ours }
spec:
  rules:
    - name: ours
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate: { failureAction: Enforce, message: ours, pattern: { spec: { containers: [{ image: "ours/*" }] } } }
`;

const started: Client[] = [];

async function start(options: ClientOptions = {}): Promise<Client> {
  const client = await Client.start(options);
  started.push(client);
  return client;
}
afterEach(async () => {
  await Promise.all(started.splice(0).map((client) => client.stop()));
});

/** Pods, of which each has the same findings, and some an error more. That no policy checks images would be said once a file. */
function pods(count: number, isPrivileged: (index: number) => boolean): string {
  return Array.from(
    { length: count },
    (_, index) =>
      `# sidecar-guard-disable image-gate-missing\n${podWith(`pod-${index}`, `privileged: ${isPrivileged(index)}`).replace(IMAGE, 'nginx')}`,
  ).join('---\n');
}

function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ range, code }) => `${range.start.line} ${code}`);
}

describe.each(['stdio', 'ipc'] as const)('over %s, a file with many findings', (transport) => {
  it('has a thousand diagnostics, the worst ones, and one of them says how many are left out', async () => {
    const client = await start({ transport, capabilities: { textDocument: { diagnostic: {} } } });
    const text = pods(600, (index) => index >= 590);
    await client.open(URI, text);
    const shown = await client.pull(URI);
    expect(shown).toHaveLength(MOST);
    const severities = shown.map(({ severity = 0 }) => severity);
    expect(severities).toEqual(severities.toSorted());
    expect(new Set(severities).size).toBeGreaterThan(1);

    // The same pods in two files have all their diagnostics.
    const middle = text.indexOf('---\n', text.length / 2);
    await client.open('file:///first.yaml', text.slice(0, middle));
    await client.open('file:///second.yaml', text.slice(middle));
    const lines = text.slice(0, middle).split('\n').length - 1;
    const [first, second] = [await client.pull('file:///first.yaml'), await client.pull('file:///second.yaml')];
    expect(Math.max(first.length, second.length)).toBeLessThan(MOST);
    const whole = [
      ...first,
      // A file has this once.
      ...second
        .filter(({ code }) => code !== 'image-gate-missing')
        .map((diagnostic) => ({
          ...diagnostic,
          range: {
            start: { ...diagnostic.range.start, line: diagnostic.range.start.line + lines },
            end: { ...diagnostic.range.end, line: diagnostic.range.end.line + lines },
          },
        })),
    ].toSorted((one, other) => (one.severity ?? 0) - (other.severity ?? 0));
    expect(places(shown.slice(0, -1))).toEqual(places(whole.slice(0, MOST - 1)));
    const last = shown.at(-1);
    expect(last).toMatchObject({ range: whole[MOST - 1]?.range, severity: whole[MOST - 1]?.severity });
    expect(last?.message).toContain(`${whole.length - MOST + 1} findings of this file are left out`);
  });
});

describe('to a client that is told of diagnostics', () => {
  const TEXT = pods(2, () => true);
  const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

  it('nothing is sent where nothing changes', async () => {
    const client = await start();
    await client.open(URI, TEXT);
    const before = await client.published(URI, () => true);
    await client.edit(URI, { start: rangeOf(TEXT, 'apiVersion').start, end: rangeOf(TEXT, 'apiVersion').start }, '');
    const { end } = rangeOf(TEXT, 'kind: Pod');
    await client.edit(URI, { start: end, end }, ' # a pod');
    // The answer to a later request comes after all that was sent before.
    await client.hover(URI, end);
    expect(client.publications(URI)).toHaveLength(1);
    const version = await client.edit(URI, TOP, '\n');
    const after = await client.published(URI, (params) => params.version === version);
    expect(after.map(({ range }) => range.start.line)).toEqual(before.map(({ range }) => range.start.line + 1));
    expect(client.publications(URI)).toHaveLength(2);
  });

  it('a document that is opened again has its diagnostics again', async () => {
    const client = await start();
    await client.open(URI, TEXT);
    const before = await client.published(URI, () => true);
    await client.close(URI);
    await client.published(URI, ({ diagnostics }) => diagnostics.length === 0);
    await client.open(URI, TEXT, 7);
    expect(await client.published(URI, ({ version }) => version === 7)).toEqual(before);
  });

  it('only the fields are sent that it knows', async () => {
    const text = pods(1, () => true).replace(/image: .*/, 'image: nginx:1.29');
    const fieldsFor = async (publishDiagnostics: object): Promise<string[]> => {
      const client = await start({
        capabilities: { textDocument: { publishDiagnostics } },
        initializationOptions: { rulePages: 'vscode://ours/rule/' },
      });
      await client.open(URI, text);
      const shown = await client.published(URI, () => true);
      return [...new Set(shown.flatMap((diagnostic) => Object.keys(diagnostic)))];
    };
    expect(await fieldsFor({ versionSupport: true })).not.toContain('codeDescription');
    expect(await fieldsFor({ codeDescriptionSupport: true })).toContain('codeDescription');
    expect(await fieldsFor({ codeDescriptionSupport: true })).not.toContain('data');
    expect(await fieldsFor({ dataSupport: true })).toContain('data');
  });
});

describe('to a client that asks for diagnostics', () => {
  it('says that those it has still hold', async () => {
    const client = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    const text = pods(2, () => true);
    await client.open(URI, text);
    const ask = (previousResultId?: string) =>
      client.connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: URI },
        ...(previousResultId !== undefined && { previousResultId }),
      });
    const first = await ask();
    expect(first.kind).toBe('full');
    const { end } = rangeOf(text, 'kind: Pod');
    await client.edit(URI, { start: end, end }, ' # a pod');
    expect(await ask(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    expect(await ask()).toEqual(first);
    await client.edit(URI, rangeOf(text, 'kind: Pod'), 'kind: Other');
    const changed = await ask(first.resultId);
    expect(changed.kind).toBe('full');
    expect(changed.resultId).not.toBe(first.resultId);
  });
});

describe('diagnostics of a document without edits', () => {
  it('move with it, and so do the places that they name in it and in others', async () => {
    const client = await start();
    const text = `${podWith('web')}---\n${GATE}`;
    await client.open(URI, text);
    const before = await client.published(URI, ({ diagnostics }) =>
      diagnostics.some((one) => one.code === 'image-gate-rejects'),
    );
    const linesIn = (diagnostics: readonly Diagnostic[]): number[] =>
      diagnostics.flatMap(({ range, relatedInformation = [] }) => [
        range.start.line,
        ...relatedInformation.map(({ location }) => location.range.start.line),
      ]);
    expect(before.some(({ relatedInformation = [] }) => relatedInformation.length > 0)).toBe(true);
    // Between the two documents: the pod stays where it is, and the policy that its finding names moves.
    const { start: between } = rangeOf(text, '---');
    const version = await client.edit(URI, { start: between, end: between }, '# a line\n');
    const after = await client.published(URI, (params) => params.version === version);
    const first = between.line;
    expect(linesIn(after)).toEqual(linesIn(before).map((line) => (line >= first ? line + 1 : line)));
  });

  it('name the places in another file where they are now', async () => {
    const client = await start();
    await client.open('file:///gate.yaml', `a: 1\n---\n${GATE}`);
    await client.open(URI, podWith('web'));
    const rejected = (diagnostics: readonly Diagnostic[]) =>
      diagnostics.find(({ code }) => code === 'image-gate-rejects');
    const lineOf = (diagnostics: readonly Diagnostic[]): number =>
      rejected(diagnostics)?.relatedInformation?.[0]?.location.range.start.line ?? Number.NaN;
    const before = lineOf(await client.published(URI, ({ diagnostics }) => rejected(diagnostics) !== undefined));
    const top = { line: 0, character: 0 };
    await client.edit('file:///gate.yaml', { start: top, end: top }, '# a line\n');
    await client.published(URI, ({ diagnostics }) => lineOf(diagnostics) === before + 1);
  });
});
