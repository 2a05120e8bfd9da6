import { type Connection, MessageType, type WorkspaceEdit } from 'vscode-languageserver';
import { CONFIGURATION_FILE } from '../configuration/configuration';
import type { Configurations } from '../configuration/configurations';
import { ruleTurnedOff } from '../configuration/turn-off';
import { addToAnnotation, disableForDocument, disableForLine } from '../fixes/disable';
import { LineIndex } from '../manifest/line-index';
import type { SilenceParams, SilenceScope } from '../protocol';
import { IGNORE_ANNOTATION } from '../rules/suppressions';
import { sayInEnglish } from '../text/saying';
import { folderOf } from '../workspace/paths';
import { toEdit, toTextEdits } from './edits';
import { type FoundAt, findingAt } from './found-at';
import type { OpenAnalysis } from './open-analysis';
import type { OpenDocuments } from './open-documents';
import { showMessage } from './show-message';

/** What a finding is silenced with. */
interface Surroundings {
  readonly connection: Connection;
  readonly open: OpenDocuments;
  readonly configurations: Configurations;
  /** The folders of the workspace, as URIs. */
  readonly folders: readonly string[];
}

/** In UTF-16 units: a reason is a part of a line. */
const LONGEST_REASON = 300;

/** Silences a finding. If the manifest has changed there, or has no room for it, it writes nothing and tells the user. */
export async function silence(
  { connection, open, configurations, folders }: Surroundings,
  { uri, rule, position, scope, reason }: SilenceParams,
): Promise<void> {
  const analysis = open.analyse(uri);
  const found = analysis && findingAt(analysis, rule, position);
  if (!analysis || !found) {
    const message = sayInEnglish`Nothing was silenced: the manifest no longer has a finding of ${rule} at this place. Try again.`;
    showMessage(connection, MessageType.Warning, message);
    return;
  }
  const words = reason
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON);
  const edit =
    scope === 'workspace'
      ? configurationEdit(uri, rule, words, configurations, folders)
      : silencingEdit(analysis, found, scope, words);
  if (edit && (await connection.workspace.applyEdit({ label: 'Silence', edit })).applied) return;
  const message = sayInEnglish`The finding of ${rule} cannot be silenced at this place without changing what the file means. Choose another place.`;
  showMessage(connection, MessageType.Warning, message);
}

/** The edit that silences a finding in its file; `undefined` if it would not be exact. */
export function silencingEdit(
  analysis: OpenAnalysis,
  { placed, finding: { rule, at, span, container, resource } }: FoundAt,
  scope: SilenceScope,
  reason: string,
): WorkspaceEdit | undefined {
  const ignore = (entry: string) => {
    const metadata = resource.value.get('metadata');
    // Commas separate the entries.
    const suffix = reason && ` -- ${reason.replaceAll(',', ';')}`;
    return addToAnnotation(placed.document, metadata, IGNORE_ANNOTATION, entry + suffix);
  };
  switch (scope) {
    case 'line':
      return editOf(analysis, placed, disableForLine(placed.document, at, span, rule.id, reason));
    case 'container':
      return container?.name === undefined
        ? undefined
        : editOf(analysis, placed, ignore(`${container.name}:${rule.id}`));
    case 'resource':
      return editOf(analysis, placed, ignore(rule.id));
    case 'file':
      return fileEdit(analysis, rule.id, reason);
    case 'workspace':
      return undefined;
  }
}

function editOf(
  analysis: OpenAnalysis,
  placed: FoundAt['placed'],
  edits: ReturnType<typeof disableForLine>,
): WorkspaceEdit | undefined {
  return edits && toEdit(analysis, toTextEdits(placed, edits));
}

/** A comment in each document of the file that has findings of the rule. */
function fileEdit(analysis: OpenAnalysis, rule: string, reason: string): WorkspaceEdit | undefined {
  const edits = [];
  for (const placed of analysis.documents) {
    if (!placed.analysis.findings.some((finding) => finding.rule.id === rule)) continue;
    const found = disableForDocument(placed.document, rule, reason);
    if (!found) return undefined;
    edits.push(...toTextEdits(placed, found));
  }
  return toEdit(analysis, edits);
}

/** Turns a rule off in the configuration file that counts for a file, or in a new one. */
function configurationEdit(
  uri: string,
  rule: string,
  reason: string,
  configurations: Configurations,
  folders: readonly string[],
): WorkspaceEdit | undefined {
  const known = configurations.fileFor(uri);
  const text = known?.text ?? '';
  const edit = ruleTurnedOff(text, rule, reason);
  if (!edit) return undefined;
  const lines = new LineIndex(text);
  const range = { start: lines.positionAt(edit.start), end: lines.positionAt(edit.end) };
  const file = known?.uri ?? newConfigurationFile(uri, folders);
  const change = { textDocument: { uri: file, version: null }, edits: [{ range, newText: edit.newText }] };
  return { documentChanges: known ? [change] : [{ kind: 'create', uri: file }, change] };
}

/** At the root of the innermost workspace folder, else beside the manifest. */
function newConfigurationFile(uri: string, folders: readonly string[]): string {
  const roots = folders.map((folder) => (folder.endsWith('/') ? folder : `${folder}/`));
  const [root = folderOf(uri)] = roots.filter((folder) => uri.startsWith(folder)).sort((a, b) => b.length - a.length);
  return root + CONFIGURATION_FILE;
}
