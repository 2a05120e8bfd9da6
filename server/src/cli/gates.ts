import { parseArgs } from 'node:util';
import { podsOf } from '../pod/pod';
import { toGatesJson, toGatesReport, toGatesTable } from '../report/gates';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { UsageError } from './options';
import { tellLeftOut, toWorkspace } from './workspace';

/**
 * `gates`: what the policies in the given manifests decide about the images in them.
 * @returns the exit code: 0, or 2 where a file could not be read; `check` fails on images that are refused
 * @throws UsageError
 */
export async function gates(words: readonly string[], io: SafeIo): Promise<number> {
  const { values, positionals } = parse(words);
  if (values.format !== 'text' && values.format !== 'json')
    throw new UsageError(`\`--format ${values.format}\` is not known; write one of text, json.`);
  const paths = positionals.length > 0 ? positionals : ['.'];
  const inputs = await readInputs({ paths, ignores: !values['no-ignore'] }, io);
  const workspace = toWorkspace(inputs);
  const pods = workspace.files.flatMap(({ name, file }) =>
    file.documents.flatMap(({ document }) =>
      document.resources.flatMap((resource) => podsOf(resource, () => []).map((pod) => ({ file: name, pod }))),
    ),
  );
  const report = toGatesReport(pods, workspace.index);
  const rest = { skipped: workspace.skipped, leftOut: inputs.leftOut };
  for (const text of values.format === 'json' ? toGatesJson(report, rest) : toGatesTable(report)) io.stdout(text);
  return tellLeftOut(workspace, inputs, io);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' }, 'no-ignore': { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
