import { parseArgs } from 'node:util';
import { ManifestFile } from '../manifest/file';
import { toAccessReport, toAccessTable } from '../report/access';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { readInputs } from './files';
import type { Io } from './io';
import { parseVersion, UsageError } from './options';

/**
 * `access`: who can get into pods, by the roles and bindings of the given manifests.
 * @returns the exit code: 0, since a right is no finding
 * @throws UsageError
 */
export async function access(words: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parse(words);
  if (values.format !== 'text' && values.format !== 'json')
    throw new UsageError(`--format ${values.format} is not known; write one of text, json.`);
  const index = new WorkspaceIndex();
  for (const { name, text } of await readInputs(positionals.length > 0 ? positionals : ['.'], io)) {
    if (text !== undefined) index.update(name, ManifestFile.read(text));
  }
  const report = toAccessReport(index, parseVersion(values['kubernetes-version']));
  io.stdout(values.format === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : toAccessTable(report));
  return 0;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { format: { type: 'string', default: 'text' }, 'kubernetes-version': { type: 'string' } },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
