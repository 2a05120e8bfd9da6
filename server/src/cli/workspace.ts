import type { ManifestDocument } from '../manifest/document';
import { ManifestFile } from '../manifest/file';
import { leftOutSentence, type Skipped } from '../report/left-out';
import { reasonsToSkip } from '../report/report';
import type { Obstacle } from '../rules/guard';
import { obstacleFinding } from '../rules/not-judged';
import { WorkspaceIndex } from '../workspace/workspace-index';
import type { Inputs } from './files';
import type { SafeIo } from './io';

/** The files of a call, read as manifests. */
export interface Workspace {
  readonly index: WorkspaceIndex;
  readonly files: readonly { readonly name: string; readonly file: ManifestFile }[];
  readonly skipped: readonly Skipped[];
}

/** Makes one workspace of all files of a call. */
export function toWorkspace(inputs: Inputs): Workspace {
  const index = new WorkspaceIndex();
  const files = inputs.files.map(({ name, text }) => ({ name, file: ManifestFile.read(text) }));
  for (const { name, file } of files) index.update(name, file);
  const unread = new Set(inputs.skipped.map(({ file }) => file));
  const reasons = files
    .filter(({ name }) => !unread.has(name))
    .flatMap(({ name, file }) => reasonsToSkip(file).map((reason) => ({ file: name, reason })));
  const notJudged = files.flatMap(({ name, file }) =>
    file.documents.flatMap(({ document, line }) => {
      const found = obstacleFinding(document, obstaclesOn(document, index));
      return found ? [{ file: name, reason: `Line ${line + 1}: ${found.message}` }] : [];
    }),
  );
  return { index, files, skipped: [...inputs.skipped, ...reasons, ...notJudged] };
}

/** Why a document, or what kustomizations build from it, can't be judged. */
function obstaclesOn(document: ManifestDocument, index: WorkspaceIndex): Obstacle[] {
  if (document.excess) return [{ kind: document.excess }];
  if (document.failure ?? index.failureOn(document)) return [{ kind: 'failure' }];
  return index.builds.hasUnknownBuilds(document) ? [{ kind: 'builds' }] : [];
}

/**
 * Reports on stderr what could not be read and what was left out: a table has no place for it.
 * @returns the exit code
 */
export function tellLeftOut({ skipped }: Workspace, { leftOut, unreadable }: Inputs, io: SafeIo): number {
  for (const { file, reason } of skipped) io.tell(`skipped ${file}: ${reason}`);
  const sentence = leftOutSentence(leftOut);
  if (sentence !== undefined) io.tell(sentence);
  for (const problem of unreadable) io.tell(problem);
  return unreadable.length > 0 ? 2 : 0;
}
