import { parseArgs } from 'node:util';
import { toAccessReport, toAccessTable } from '../report/access';
import { jsonText } from '../report/json';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { parseVersion, UsageError } from './options';
import { tellLeftOut, toWorkspace } from './workspace';

/**
 * `access`: which subjects can get into pods, by the roles and bindings of the given manifests.
 * @returns the exit code: 0, since a right is no finding; 2 where a file could not be read
 * @throws UsageError
 */
export async function access(words: readonly string[], io: SafeIo): Promise<number> {
  const { values, positionals } = parse(words);
  if (values.format !== 'text' && values.format !== 'json')
    throw new UsageError(`\`--format ${values.format}\` is not known; write one of text, json.`);
  const kubernetesMinor = parseVersion(values['kubernetes-version']);
  const paths = positionals.length > 0 ? positionals : ['.'];
  const inputs = await readInputs({ paths, ignores: !values['no-ignore'] }, io);
  const workspace = toWorkspace(inputs);
  const report = toAccessReport(workspace.index, kubernetesMinor);
  const { skipped } = workspace;
  const { leftOut } = inputs;
  io.stdout(values.format === 'json' ? `${jsonText({ ...report, skipped, leftOut }, 2)}\n` : toAccessTable(report));
  return tellLeftOut(workspace, inputs, io);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        'kubernetes-version': { type: 'string' },
        'no-ignore': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
