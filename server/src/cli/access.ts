import { toAccessReport, toAccessTable } from '../report/access';
import { jsonText } from '../report/json';
import { readInputs } from './files';
import type { SafeIo } from './io';
import { chosen, parseSearch, parseVersion } from './options';
import { readWords } from './usage/words';
import { tellLeftOut, toWorkspace } from './workspace';

/**
 * `access`: which subjects can get into pods, by the roles and bindings of the given manifests.
 * @returns the exit code: 0, since a right is no finding; 2 where a file could not be read
 * @throws UsageError
 */
export async function access(words: readonly string[], io: SafeIo): Promise<number> {
  const given = readWords('access', words);
  const format = chosen(given, 'format', ['text', 'json'], 'text');
  const kubernetesMinor = parseVersion(given.valueOf('kubernetes-version'));
  const inputs = await readInputs(parseSearch(given), io);
  const workspace = toWorkspace(inputs);
  const report = toAccessReport(workspace.index, kubernetesMinor);
  const { skipped } = workspace;
  const { leftOut } = inputs;
  io.stdout(format === 'json' ? `${jsonText({ ...report, skipped, leftOut }, 2)}\n` : toAccessTable(report));
  return tellLeftOut(workspace, inputs, io);
}
