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

/** Makes one workspace of all files of a call. Their documents are released, and read again when they are asked for. */
export function toWorkspace(inputs: Inputs): Workspace {
  const index = new WorkspaceIndex();
  const read = inputs.files.map(({ name, text }) => takeIn(index, name, ManifestFile.read(text)));
  const unread = new Set(inputs.skipped.map(({ file }) => file));
  const reasons = read
    .filter(({ name }) => !unread.has(name))
    .flatMap(({ name, reasons }) => reasons.map((reason) => ({ file: name, reason })));
  // Builds are known when all files have been read.
  const notJudged = read.flatMap(({ name, file, obstacles }) =>
    file.documents.flatMap(({ document, line }, place) => {
      const builds: Obstacle[] = index.builds.hasUnknownBuilds(document) ? [{ kind: 'builds' }] : [];
      const found = obstacleFinding(document, obstacles[place] ?? builds);
      return found ? [{ file: name, reason: `Line ${line + 1}: ${found.message}` }] : [];
    }),
  );
  return { index, files: read, skipped: [...inputs.skipped, ...reasons, ...notJudged] };
}

function takeIn(index: WorkspaceIndex, name: string, file: ManifestFile) {
  index.update(name, file);
  const reasons = reasonsToSkip(file);
  const obstacles = file.documents.map(({ document }) => obstaclesOn(document, index));
  index.release(file);
  return { name, file, reasons, obstacles };
}

/** Why a document can't be judged; nothing if it can. */
function obstaclesOn(document: ManifestDocument, index: WorkspaceIndex): Obstacle[] | undefined {
  if (document.excess) return [{ kind: document.excess }];
  return (document.failure ?? index.failureOn(document)) ? [{ kind: 'failure' }] : undefined;
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
