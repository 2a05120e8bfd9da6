import type { OpenAnalysis } from '../open-analysis';
import { judgeClosed } from '../problems/judge-closed';
import type { Session } from '../session';
import { Turns } from '../turns';

/** What the files of a workspace are judged with. */
export type Judging = Pick<Session, 'index' | 'analyzer' | 'configurations' | 'open' | 'problems' | 'workspace'>;

/**
 * The verdicts on the files of the workspace as they are now, open files first. Each is made when it is its turn, and the
 * editor has turns between them.
 * @param isWanted whether a closed file is judged
 */
export async function* workspaceVerdicts(
  { index, analyzer, configurations, open, problems, workspace }: Judging,
  isWanted: (uri: string) => boolean = () => true,
): AsyncGenerator<OpenAnalysis> {
  await workspace.whenRead;
  const turns = new Turns();
  for (const uri of open.uris) {
    const analysis = open.analyse(uri);
    if (analysis && analysis.options.isExcluded !== true) yield analysis;
    await turns.next();
  }
  // It judges the same files. What it finds meanwhile need not be found again.
  await problems.whenJudged();
  for await (const files of problems.files(isWanted)) {
    for (const [uri, file] of files) {
      await problems.whenQuiet();
      if (open.has(uri)) continue;
      yield judgeClosed({ uri, file, options: configurations.optionsFor(uri) }, analyzer, index);
      index.release(file);
      await turns.next();
    }
  }
}
