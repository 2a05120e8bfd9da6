import type { PlacedDocument } from '../manifest/file';
import { podsOf } from '../pod/pod';
import { type PodInFile, reportImages, toGatesJson, toGatesTable } from '../report/gates';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { chosen, parseSearch } from './options';
import { readWords } from './usage/words';
import { tellLeftOut, toWorkspace, type Workspace } from './workspace';
import { writeReport } from './write-report';

/** How many pods are decided on before any of them is printed. */
const BLOCK = 128;

/**
 * `gates`: what the policies in the given manifests decide about the images in them.
 * @returns the exit code: 0, or 2 where a file could not be read; `check` fails on images that are refused
 * @throws UsageError
 */
export async function gates(words: readonly string[], io: SafeIo): Promise<number> {
  const given = readWords('gates', words);
  const format = chosen(given, 'format', ['text', 'json'], 'text');
  const inputs = await readInputs(parseSearch(given), io);
  const workspace = toWorkspace(inputs);
  const images = reportImages(blocksOf(workspace), workspace.index);
  const rest = { skipped: workspace.skipped, leftOut: inputs.leftOut };
  const texts = format === 'json' ? toGatesJson(images, rest) : toGatesTable(images);
  await writeReport(texts, { output: undefined }, io);
  return tellLeftOut(workspace, inputs, io);
}

/** The pods of a workspace, many at once. Their documents are released when the next ones are asked for. */
function* blocksOf({ files, index }: Workspace): Generator<PodInFile[]> {
  let [pods, documents]: [PodInFile[], PlacedDocument[]] = [[], []];
  for (const { name, file } of files) {
    for (const placed of file.documents) {
      documents.push(placed);
      for (const resource of placed.document.resources)
        for (const pod of podsOf(resource, () => [])) pods.push({ file: name, pod });
      if (pods.length < BLOCK) continue;
      yield pods;
      index.release({ documents });
      [pods, documents] = [[], []];
    }
  }
  yield pods;
}
