import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import {
  ApplyWorkspaceEditRequest,
  ConfigurationRequest,
  ExecuteCommandRequest,
  ShowMessageNotification,
  type WorkDoneProgressBegin,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';
import { Log } from '../../client/src/says/log';
import { pinImageCommand, writeDigestRequest } from '../../server/src/protocol';
import { filledIn, sayInEnglish, saying } from '../../server/src/text/saying';
import { Client } from '../server/client';
import { startServer } from '../server/registry/registry';

/** What VS Code makes a link of in messages, titles and prompts (src/vs/base/common/linkedText.ts). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
/** What it draws an icon for in lists and in the status bar (src/vs/base/common/iconLabels.ts). */
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;
const live = (text: string): string[] => [...(text.match(LINK) ?? []), ...(text.match(ICON) ?? [])];

const ATTACKS: readonly (readonly [what: string, text: string])[] = [
  ['a link to a command', '[Fix](command:workbench.action.terminal.new)'],
  ['a link with arguments', '[Fix](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%22%7D)'],
  ['a link with a title', '[a](command:x "Sidecar Guard")'],
  ['a link in capitals', '[a](COMMAND:x) [b](HTTPS://evil.example)'],
  ['a link to a page, and one to a file', '[a](https://evil.example) [b](http://evil.example) [c](file:///etc/passwd)'],
  ['nested brackets', '[[a](command:x)](command:y) [a[b](command:x)'],
  ['a link over several lines', '[a\nb](command:x\n) [c\r\n\u2028d](command:y)'],
  [
    'a link with what can’t be seen in between',
    '[a]\u200b(command:x) [a]\u2060\ufeff(comm\u00adand:y) [\u202ea](command:z)',
  ],
  ['a link that is cut off and one behind it', `${'x'.repeat(290)}[a](command:x)`],
  ['icons', '$(check) passed $(sync~spin) \\$(verified)'],
];

describe('where the editor shows a sentence of ours', () => {
  it.each(ATTACKS)('%s in a name is text', (_, text) => {
    expect(live(text).length + text.length).toBeGreaterThan(0);
    for (const sentence of [
      sayInEnglish`There is no ${text}.`,
      saying(`There is no ${text}.`),
      sayInEnglish`${text}`,
      sayInEnglish`${'x'}${text}`,
    ]) {
      expect(live(sentence)).toEqual([]);
      expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }
  });

  it('a name is no pattern, in no language', () => {
    expect(filledIn('{1} von {0}', ['{1}', '{0}$&'])).toBe('{0}$& von {1}');
    expect(live(filledIn('[{0}{1}', ['a](command:x) [', '](command:y)']))).toEqual([]);
  });

  it('two names are no link together, nor a name with what we wrote beside it', () => {
    expect(live(sayInEnglish`${'[a]'}${'(command:x)'}`)).toEqual([]);
    expect(live(sayInEnglish`${'[a'}${']'}${'(command:x'}${')'}`)).toEqual([]);
    expect(live(sayInEnglish`[${'a](command:x) ['}](${'command:y'})`)).toEqual([]);
    expect(live(sayInEnglish`$(${'check'})`)).toEqual([]);
    expect(live(saying(sayInEnglish`${'[a]\u200b'}${'\u200b(command:x)'}`))).toEqual([]);
  });

  it('a name can’t push what we say out of sight', () => {
    expect(sayInEnglish`No pod ${'x'.repeat(1_000_000)} is left.`).toMatch(/^No pod x{300}… is left\.$/);
    expect(sayInEnglish`No pod ${' '.repeat(1000)}\n${'\n'.repeat(50)} is left.`.length).toBeLessThan(40);
    expect(saying('😀'.repeat(5000))).toBe(`${'😀'.repeat(1500)}…`);
  });

  it('other names are shown as they are', () => {
    const name = 'arn:aws:eks:eu-west-1:1:cluster/prod [a] (b) $HOME $(touch x) `c` äöü 日本';
    expect(sayInEnglish`${name}`).toBe(name);
  });
});

it('words of a cluster add no line to the log', () => {
  const lines: string[] = [];
  const output = { info: (message: string) => lines.push(message) } as Partial<LogOutputChannel> as LogOutputChannel;
  new Log(output).info(
    'kubectl said: x\n2026-01-01 00:00:00.000 [info] All is well\r\n[error] y\rz\u2028w\u202e\u001b[2J',
  );
  expect(lines.join().split(/[\r\n\u2028\u2029]/)).toEqual([
    'kubectl said: x',
    '    2026-01-01 00:00:00.000 [info] All is well',
    '    [error] y',
    '    z',
    '    w[2J',
  ]);
});

describe('what the server has an editor say', () => {
  /** An editor that may ask this registry without TLS; what is said to its user, and on its bars. */
  async function editor(host: string) {
    let configured = (): void => {};
    const isConfigured = new Promise<void>((resolve) => {
      configured = resolve;
    });
    const said: string[] = [];
    const bars: string[] = [];
    const client = await Client.start({
      capabilities: { workspace: { configuration: true, applyEdit: true }, window: { workDoneProgress: true } },
      prepare: (connection) => {
        connection.onRequest(ConfigurationRequest.type, ({ items }) => {
          // What is asked last.
          if (items.some(({ section }) => section === 'http.proxy')) configured();
          return items.map(({ section }) =>
            section === 'sidecarGuard' ? { images: { insecureRegistries: [host] } } : null,
          );
        });
        connection.onRequest(ApplyWorkspaceEditRequest.type, () => ({ applied: false }));
        connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});
        connection.onNotification('$/progress', ({ value }: { value: WorkDoneProgressBegin }) => {
          bars.push(`${value.title ?? ''} ${value.message ?? ''}`);
        });
        connection.onNotification(ShowMessageNotification.type, ({ message }) => {
          said.push(message);
        });
      },
    });
    onTestFinished(() => client.stop());
    await isConfigured;
    // Comes after the answer to that.
    await client.hover('file:///x', { line: 0, character: 0 });
    return { client, said, bars };
  }

  it.each([
    ['the type of an answer', { 'content-type': 'text/[x](command:workbench.action.terminal.new)' }],
    [
      'the digest of an answer',
      {
        'content-type': 'application/vnd.oci.image.manifest.v1+json',
        'docker-content-digest': 'sha256:[x](command:workbench.action.terminal.new)',
      },
    ],
    [
      'the digest of an answer, with an icon',
      {
        'content-type': 'application/vnd.oci.image.manifest.v1+json',
        'docker-content-digest': 'sha256:$(check)[y](https://evil.example)',
      },
    ],
  ])('a registry gets no link into it: %s', async (_, headers) => {
    const host = await startServer((_request, response) => response.writeHead(200, headers).end('{}'));
    const { client, said } = await editor(host);
    const [uri, image] = ['file:///pod.yaml', `${host}/web:1`];
    await client.open(uri, `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: ${image}\n`);
    const params = { uri, position: { line: 4, character: 12 }, image, host };
    await client.connection.sendRequest(ExecuteCommandRequest.type, { command: pinImageCommand, arguments: [params] });
    expect(said).toEqual([expect.stringContaining('] (')]);
    expect(said.flatMap(live)).toEqual([]);
  });

  it.each(ATTACKS)('the arguments of a command get no link into it: %s', async (_, text) => {
    const host = await startServer((_request, response) => response.writeHead(404).end());
    const { client, said, bars } = await editor(host);
    const position = { line: 0, character: 0 };
    const params = { uri: 'file:///pod.yaml', position, image: text, host: text };
    await client.connection.sendRequest(ExecuteCommandRequest.type, { command: pinImageCommand, arguments: [params] });
    // What is no digest is refused without a word to the user.
    const written = client.connection.sendRequest(writeDigestRequest, {
      uri: text,
      position,
      image: text,
      digest: text,
    });
    await expect(written).rejects.toThrow('The digest is not valid.');
    expect(said).toHaveLength(1);
    expect([...said, ...bars].flatMap(live)).toEqual([]);
    expect(bars.length).toBeGreaterThan(0);
  });

  it.each([
    [[]],
    [['x']],
    [[{ uri: 1, position: null, image: {}, host: [] }]],
    [[{ uri: 'file:///x', position: { line: -1, character: 0.5 }, image: 'x', host: 'x' }]],
    [[{ uri: 'file:///x', position: { line: 1e300, character: Number.MAX_VALUE }, image: 'x', host: 'x' }]],
  ])('a command with arguments of another kind does nothing: %j', async (words) => {
    const { client, said, bars } = await editor('x');
    await client.connection.sendRequest(ExecuteCommandRequest.type, { command: pinImageCommand, arguments: words });
    expect([said, bars]).toEqual([[], []]);
  });
});
