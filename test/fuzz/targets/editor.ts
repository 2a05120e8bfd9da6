import { type Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Configurations } from '../../../server/src/configuration/configurations';
import { codeActions, FIX_ALL_KIND } from '../../../server/src/language/code-actions';
import { configurationDiagnostics } from '../../../server/src/language/configuration-diagnostics';
import { hover } from '../../../server/src/language/hover';
import type { OpenAnalysis } from '../../../server/src/language/open-analysis';
import { OpenDocuments } from '../../../server/src/language/open-documents';
import { toStatus } from '../../../server/src/language/status';
import { SYNCED_TEXT } from '../../../server/src/language/synced-text';
import { DiagnosticWriter } from '../../../server/src/language/wire/diagnostic-writer';
import { workloadAt } from '../../../server/src/language/workload-at';
import { Analyzer } from '../../../server/src/rules/engine';
import { RULES } from '../../../server/src/rules/index';
import { WorkspaceIndex } from '../../../server/src/workspace/workspace-index';
import { SMALL_MANIFESTS } from '../corpus';
import { TOKENS } from '../dictionary';
import { fromFiles, toFiles } from '../files';
import { mutate } from '../mutate';
import { hashOf, Random } from '../random';
import { holds, type Steps, same, type Target } from '../target';
import { EVERY_RULE } from '../workspace';

const URI = 'file:///w/manifest.yaml';
const OFFERS = {
  explainsRules: true,
  silencesFindings: false,
  fixesAll: false,
  fixesWorkspace: false,
  pinsImages: true,
  newGates: async () => [],
};
const ALL_FIELDS = { codeDescription: true, data: true, relatedInformation: true, tags: true };
const EDITS = 5;
const MANIFEST = 'manifest.yaml';
const EDITS_OF_IT = 'edits';

/** What an editor does with a document, without the protocol between: edits anywhere, and questions about any place. */
export const editor: Target = {
  name: 'editor',
  kind: 'edits of open documents, and hovers and actions anywhere',
  weight: 1,
  input(random) {
    const plain = random.pick(SMALL_MANIFESTS);
    const text = random.once(4) ? plain : mutate(plain, random, SMALL_MANIFESTS);
    const document = TextDocument.create(URI, 'yaml', 1, text);
    const edits = random.several(EDITS, () => {
      const start = placeIn(document, random);
      // Most edits are small.
      const end = random.once(4) ? placeIn(document, random) : start;
      return JSON.stringify({ range: { start, end }, text: random.pick(TOKENS) });
    });
    return fromFiles([
      [MANIFEST, text],
      [EDITS_OF_IT, edits.join('\n')],
    ]);
  },
  async check(text, steps) {
    const random = new Random(hashOf(text));
    const files = toFiles(text, MANIFEST);
    const desk = new Desk();
    const document = TextDocument.create(URI, 'yaml', 1, files.get(MANIFEST) ?? '');
    steps.run('open', () => desk.open.update(document));
    for (const line of (files.get(EDITS_OF_IT) ?? '').split('\n')) {
      const change = toChange(line);
      if (!change) continue;
      steps.run('edit', () => {
        SYNCED_TEXT.update(document, [change], document.version + 1);
        desk.open.update(document);
      });
    }
    const analysis = desk.analyse(steps);
    const fresh = new Desk();
    fresh.open.update(TextDocument.create(URI, 'yaml', 1, document.getText()));
    same(
      ofReadable(analysis, desk),
      ofReadable(fresh.analyse(steps), fresh),
      'After edits, the diagnostics are not as if the document were opened anew',
    );
    await ask(analysis, document, desk, random, steps);
    steps.run('configuration', () => configurationDiagnostics(document.getText()));
  },
};

/** The diagnostics of the documents that can be read. The others keep those of their last good state. */
function ofReadable(analysis: OpenAnalysis, desk: Desk): unknown {
  const documents = analysis.documents.filter(({ document }) => document.syntaxErrors.length === 0);
  return desk.writer.write({ ...analysis, documents }).toJSON();
}

/** An edit as a line has it; none where the line was broken by making the text smaller. */
function toChange(line: string): { range: Range; text: string } | undefined {
  try {
    const { range, text } = Object(JSON.parse(line));
    return Range.is(range) && typeof text === 'string' ? { range, text } : undefined;
  } catch {
    return undefined;
  }
}

class Desk {
  readonly index = new WorkspaceIndex();
  readonly analyzer = new Analyzer(RULES, this.index, EVERY_RULE);
  readonly writer = new DiagnosticWriter(() => ALL_FIELDS, { hasTemplateHints: true });
  readonly open = new OpenDocuments(this.index, this.analyzer, new Configurations(EVERY_RULE));

  analyse(steps: Steps): OpenAnalysis {
    const analysis = steps.run('analyse', () => this.open.analyse(URI));
    holds(analysis !== undefined, 'An open document has no verdict.');
    return analysis;
  }
}

async function ask(
  analysis: OpenAnalysis,
  document: TextDocument,
  desk: Desk,
  random: Random,
  steps: Steps,
): Promise<void> {
  for (const position of random.several(3, () => placeIn(document, random))) {
    steps.run('hover', () => hover(analysis, position, desk.index));
    steps.run('workload', () => workloadAt(analysis, position));
    const only = random.once(4) ? [FIX_ALL_KIND] : undefined;
    const params = {
      textDocument: { uri: URI },
      range: { start: position, end: random.once(2) ? position : placeIn(document, random) },
      context: { diagnostics: [], ...(only && { only }) },
    };
    await steps.run('actions', () => codeActions(analysis, params, desk.analyzer, OFFERS));
  }
  steps.run('status', () => toStatus(analysis));
}

/** Most of them in the text, some in the middle of a surrogate pair, some beyond the end. */
function placeIn(document: TextDocument, random: Random): Position {
  if (random.once(12)) return { line: random.below(2 ** 31), character: random.below(2 ** 31) };
  return document.positionAt(random.below(document.getText().length + 1));
}
