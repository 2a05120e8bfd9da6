import { parseArgs } from 'node:util';
import { ManifestFile } from '../manifest/file';
import { podsOf } from '../pod/pod';
import { toGatesJson, toGatesReport, toGatesTable } from '../report/gates';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { readInputs } from './files';
import type { Io } from './io';
import { UsageError } from './options';

/**
 * `gates`: what the policies among the given manifests make of their images.
 * @returns the exit code: 0; `check` fails on images that are refused
 * @throws UsageError
 */
export async function gates(words: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parse(words);
  if (values.format !== 'text' && values.format !== 'json')
    throw new UsageError(`--format ${values.format} is not known; write one of text, json.`);
  const index = new WorkspaceIndex();
  const files = (await readInputs(positionals.length > 0 ? positionals : ['.'], io)).flatMap(({ name, text }) =>
    text === undefined ? [] : [{ name, file: ManifestFile.read(text) }],
  );
  for (const { name, file } of files) index.update(name, file);
  const pods = files.flatMap(({ name, file }) =>
    file.documents.flatMap(({ document }) =>
      document.resources.flatMap((resource) => podsOf(resource, () => []).map((pod) => ({ file: name, pod }))),
    ),
  );
  const report = toGatesReport(pods, index);
  for (const text of values.format === 'json' ? toGatesJson(report) : toGatesTable(report)) io.stdout(text);
  return 0;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' } },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
