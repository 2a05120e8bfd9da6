import {
  CancellationTokenSource,
  CodeActionRequest,
  DocumentDiagnosticRequest,
  ErrorCodes,
  HoverRequest,
  LSPErrorCodes,
  type Position,
  ResponseError,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { SMALL_MANIFESTS } from '../../fuzz/corpus';
import { TOKENS } from '../../fuzz/dictionary';
import { mutate } from '../../fuzz/mutate';
import type { Random } from '../../fuzz/random';
import type { Desk } from './desk';

/** With them there are 60 files in a long storm. */
const TEAMS = process.env.EDITS === undefined ? 3 : 53;

/** The files that editors have at hand in a storm; what is in the configuration and in kustomizations reaches the others. */
export const NAMES: readonly string[] = [
  'web.yaml',
  'policy.yaml',
  'namespace.yaml',
  'kustomization.yaml',
  'prod/kustomization.yaml',
  'prod/deep/more.yaml',
  '.sidecar-guard.yaml',
  ...Array.from({ length: TEAMS }, (_, index) => `teams/team-${index}.yaml`),
];
const NAMESPACE =
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }\n';
/** What such files begin with; all others are any manifests. */
const BEGINNINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['namespace.yaml', [NAMESPACE]],
  ['kustomization.yaml', ['namespace: shop\nresources: [web.yaml, policy.yaml]\n', 'resources: [prod]\n']],
  ['prod/kustomization.yaml', ['resources: [.., deep/more.yaml]\nimages: [{ name: nginx, newTag: "1" }]\n']],
  ['.sidecar-guard.yaml', ['rules:\n  privileged: hint\n', 'images:\n  allowedRegistries: [ghcr.io]\n']],
]);
/** An unsaved editor; it has no file. */
const UNSAVED = 'untitled:manifest.yaml';
/** Text that halves of get lost or doubled where offsets are counted in other units. */
const WIDE = ['😀', '👩‍🚀', 'é', '\u2028', '日本'];
/** Lines that leave documents what they are, cut them or join them. */
const LINES = ['\n', '# a comment\n', '---\n', '--- # next\n', '...\n', '\r\n', '\n\n\n'];
/** Longer ones are replaced. */
const LONGEST = 8000;
/** What the server has not answered yet, at most, so that it isn't far behind when it is killed. */
const MOST_WAITING = 30;

/** What has been done to a server. */
export interface Counts {
  edits: number;
  requests: number;
  cancelled: number;
  kills: number;
}

/** Edits, questions, files that change and crashes, one after the other as the random choices have it. */
export class Storm {
  readonly counts: Counts = { edits: 0, requests: 0, cancelled: 0, kills: 0 };
  readonly #desk: Desk;
  readonly #random: Random;
  readonly #waiting = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(desk: Desk, random: Random) {
    this.#desk = desk;
    this.#random = random;
  }

  /** A text as such a file may have it; of several documents, so that an edit that breaks one leaves others. */
  textFor(name: string): string {
    const random = this.#random;
    const beginnings = BEGINNINGS.get(name);
    if (beginnings) return random.pick(beginnings);
    const text = random.several(random.between(2, 5), () => random.pick(SMALL_MANIFESTS)).join('\n---\n');
    return random.once(4) ? mutate(text, random, SMALL_MANIFESTS) : text;
  }

  /**
   * Goes on until there are so many edits.
   * @param oneKillIn how many edits there are for each kill
   */
  async rage(edits: number, oneKillIn: number): Promise<void> {
    const end = this.counts.edits + edits;
    while (this.counts.edits < end) {
      const before = this.counts.edits;
      await this.#step();
      if (this.counts.edits > before && this.#random.once(oneKillIn)) await this.#crash();
    }
    await this.#answers();
  }

  async #step(): Promise<void> {
    const random = this.#random;
    const kind = random.below(100);
    if (kind < 50) await this.#edit();
    else if (kind < 55) await this.#open();
    else if (kind < 59) await this.#close();
    else if (kind < 65) await this.#changeFile();
    else await this.#ask();
  }

  async #edit(): Promise<void> {
    const { documents } = this.#desk;
    if (documents.length === 0) return this.#open();
    const random = this.#random;
    const document = random.pick(documents);
    this.counts.edits++;
    if (document.getText().length > LONGEST || random.once(12)) {
      const name = NAMES.find((candidate) => this.#desk.uriOf(candidate) === document.uri) ?? UNSAVED;
      return this.#desk.change(document, [{ text: this.textFor(name) }]);
    }
    // Each change is about the text that the one before it has left.
    const draft = TextDocument.create(document.uri, 'yaml', 1, document.getText());
    const changes = random.several(random.once(4) ? 3 : 1, () => {
      const change = this.#change(draft);
      TextDocument.update(draft, [change], draft.version + 1);
      return change;
    });
    await this.#desk.change(document, changes);
  }

  #change(document: TextDocument): TextDocumentContentChangeEvent {
    const random = this.#random;
    if (random.once(2)) return this.#lineChange(document);
    const start = this.#placeIn(document);
    const end = random.once(3) ? document.positionAt(document.offsetAt(start) + random.below(40)) : start;
    const text = random.once(5) ? random.pick(WIDE) : random.once(6) ? '' : random.pick(TOKENS);
    return { range: random.once(20) ? { start, end: this.#placeIn(document) } : { start, end }, text };
  }

  /** Lines come and go, and whole documents, so that more documents can be read than broken words leave. */
  #lineChange({ lineCount }: TextDocument): TextDocumentContentChangeEvent {
    const random = this.#random;
    const line = random.below(lineCount);
    const start = { line, character: 0 };
    if (random.once(3)) return { range: { start, end: { line: line + random.between(1, 3), character: 0 } }, text: '' };
    const text = random.once(3) ? `---\n${random.pick(SMALL_MANIFESTS)}\n---\n` : random.pick(LINES);
    return { range: { start, end: start }, text };
  }

  /** Most of them in the text, some in the middle of a surrogate pair, some beyond the end. */
  #placeIn(document: TextDocument): Position {
    const random = this.#random;
    if (random.once(30)) return { line: random.below(2 ** 31), character: random.below(2 ** 31) };
    return document.positionAt(random.below(document.getText().length + 1));
  }

  async #open(): Promise<void> {
    const name = this.#random.pick([...NAMES, UNSAVED]);
    const uri = name === UNSAVED ? name : this.#desk.uriOf(name);
    if (this.#desk.documents.every((document) => document.uri !== uri)) await this.#desk.open(uri, this.textFor(name));
  }

  async #close(): Promise<void> {
    const { documents } = this.#desk;
    if (documents.length > 1) await this.#desk.close(this.#random.pick(documents).uri);
  }

  /** A file is saved from its editor, or changed by another program, or deleted. */
  async #changeFile(): Promise<void> {
    const name = this.#random.pick(NAMES);
    const open = this.#desk.documents.find(({ uri }) => uri === this.#desk.uriOf(name));
    const text = open && this.#random.once(2) ? open.getText() : this.textFor(name);
    await this.#desk.write(name, this.#random.once(5) ? undefined : text);
  }

  async #ask(): Promise<void> {
    const { client, documents } = this.#desk;
    const random = this.#random;
    if (!client || documents.length === 0) return;
    const document = random.pick(documents);
    const textDocument = { uri: document.uri };
    const position = this.#placeIn(document);
    const range = { start: position, end: random.once(2) ? position : this.#placeIn(document) };
    const context = { diagnostics: [], ...(random.once(4) && { only: ['source.fixAll'] }) };
    const source = new CancellationTokenSource();
    const { connection } = client;
    const { token } = source;
    const answer: Promise<unknown> = random.pick([
      () => connection.sendRequest(HoverRequest.type, { textDocument, position }, token),
      () => connection.sendRequest(CodeActionRequest.type, { textDocument, range, context }, token),
      () => connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }, token),
    ])();
    this.counts.requests++;
    this.#await(answer);
    if (random.once(4)) {
      this.counts.cancelled++;
      source.cancel();
    }
    if (this.#waiting.size >= MOST_WAITING) await this.#answers();
  }
  /** Kills the server at whatever it is at; the user types on until there is a new one, which may be killed as it starts. */
  async #crash(): Promise<void> {
    this.counts.kills++;
    await this.#desk.kill();
    for (let typed = this.#random.below(4); typed > 0; typed--) await this.#edit();
    await this.#desk.start();
    if (this.#random.once(5)) await this.#crash();
  }

  #await(answer: Promise<unknown>): void {
    const waiting: Promise<void> = answer.then(
      () => {},
      (error: unknown) => {
        if (!isExpected(error)) this.#failures.push(error);
      },
    );
    this.#waiting.add(waiting);
    void waiting.finally(() => this.#waiting.delete(waiting));
  }

  /** @throws what a question failed with that was neither cancelled nor asked of a server that was killed */
  async #answers(): Promise<void> {
    await Promise.all(this.#waiting);
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}

function isExpected(error: unknown): boolean {
  const codes: readonly number[] = [
    LSPErrorCodes.RequestCancelled,
    ErrorCodes.PendingResponseRejected,
    ErrorCodes.ConnectionInactive,
  ];
  return error instanceof ResponseError && codes.includes(error.code);
}
