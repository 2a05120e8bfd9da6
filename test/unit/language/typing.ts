import { TextDocument } from 'vscode-languageserver-textdocument';
import { Configurations } from '../../../server/src/configuration/configurations';
import { EDITOR_RULES } from '../../../server/src/language/editor-rules';
import { OpenDocuments } from '../../../server/src/language/open-documents';
import { SYNCED_TEXT } from '../../../server/src/language/synced-text';
import { DiagnosticWriter } from '../../../server/src/language/wire/diagnostic-writer';
import { ManifestFile } from '../../../server/src/manifest/file';
import { Analyzer } from '../../../server/src/rules/engine';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import type { Random } from '../../fuzz/random';

const URI = 'file:///typed.yaml';
const ALL_FIELDS = { codeDescription: true, data: true, relatedInformation: true, tags: true };

/** A place in a text: before the nth occurrence of some words, from 1. */
export interface Replacement {
  readonly words: string;
  readonly nth?: number;
  readonly by: string;
}

/** An editor with one file, and what it shows below it. */
export class Typist {
  readonly #index = new WorkspaceIndex();
  readonly #open = new OpenDocuments(
    this.#index,
    new Analyzer(EDITOR_RULES, this.#index, DEFAULT_OPTIONS),
    new Configurations(DEFAULT_OPTIONS),
  );
  readonly #writer = new DiagnosticWriter(() => ALL_FIELDS, { hasTemplateHints: true });
  readonly #document: TextDocument;
  #before = '';

  constructor(text: string) {
    this.#document = TextDocument.create(URI, 'yaml', 1, text);
    this.#open.update(this.#document);
  }

  get text(): string {
    return this.#document.getText();
  }

  /** Makes replacements in one event, the last one first, as editors do with several cursors. */
  replace(...replacements: readonly Replacement[]): void {
    const places = replacements.map(({ words, nth = 1, by }) => ({
      start: nthIndex(this.text, words, nth),
      words,
      by,
    }));
    const changes = places
      .sort((one, other) => other.start - one.start)
      .map(({ start, words, by }) => ({
        range: { start: this.#document.positionAt(start), end: this.#document.positionAt(start + words.length) },
        text: by,
      }));
    this.#change(changes);
  }

  /** Puts words at random places, in one event. */
  insert(words: readonly string[], random: Random): void {
    this.#before = this.text;
    const draft = TextDocument.create(URI, 'yaml', 1, this.text);
    const changes = words.map((text) => {
      const start = draft.positionAt(random.below(draft.getText().length + 1));
      const change = { range: { start, end: start }, text };
      TextDocument.update(draft, [change], draft.version + 1);
      return change;
    });
    this.#change(changes);
  }

  /** Takes back what was last put in. */
  undo(): void {
    this.setText(this.#before);
  }

  /** Replaces everything, as editors do that know no ranges. */
  setText(text: string): void {
    this.#change([{ text }]);
  }

  /** "rule: the line that it is about" of each finding, in order. */
  get shown(): string[] {
    const lines = this.text.split('\n');
    return this.diagnostics.map(({ code, range }) => `${code}: ${lines[range.start.line]?.trim()}`);
  }

  /** Each finding with the text of the line that it is about. */
  get standing(): string[] {
    return this.#standing(() => true);
  }

  /** Those of documents that cannot be read. */
  get brokenStanding(): string[] {
    const broken = ManifestFile.read(this.text).documents.filter(({ document }) => document.syntaxErrors.length > 0);
    const places = broken.map(
      ({ document, line }) => [line, line + document.lines.lineAt(document.text.length)] as const,
    );
    return this.#standing((line) => places.some(([first, last]) => line >= first && line <= last));
  }

  #standing(isMeant: (line: number) => boolean): string[] {
    const lines = this.text.split('\n');
    return (
      this.diagnostics
        .filter(({ range }) => isMeant(range.start.line))
        // A file has this once, in whichever document it comes first now.
        .filter(({ code }) => code !== 'image-gate-missing')
        .map(
          ({ message, range: { start, end } }) =>
            `${lines[start.line]}, ${start.character} to ${end.character}: ${message}`,
        )
    );
  }

  get diagnostics() {
    const analysis = this.#open.analyse(URI);
    return analysis ? this.#writer.write(analysis).toJSON() : [];
  }

  #change(changes: Parameters<typeof SYNCED_TEXT.update>[1]): void {
    SYNCED_TEXT.update(this.#document, changes, this.#document.version + 1);
    this.#open.update(this.#document);
    // A client takes what is shown after each change.
    void this.diagnostics;
  }
}

function nthIndex(text: string, words: string, nth: number): number {
  let at = -1;
  for (let count = 0; count < nth; count++) {
    at = text.indexOf(words, at + 1);
    if (at === -1) throw new Error(`The text has no ${nth}. "${words}".`);
  }
  return at;
}
