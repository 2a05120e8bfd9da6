import { parseArgs } from 'node:util';
import { currentPlace } from '../../../client/src/kubectl/current-place';
import { explain } from '../../../client/src/kubectl/explain';
import { type Kubectl, KubectlError, TimeUp } from '../../../client/src/kubectl/kubectl';
import { collectRunning } from '../../../client/src/kubectl/running-workloads';
import { type AuditReport, audit as compare } from '../audit/audit';
import type { RunningState } from '../audit/running';
import { ManifestFile } from '../manifest/file';
import { toAuditJson, toAuditSarif, toAuditText } from '../report/audit';
import { isWorse, SEVERITIES } from '../rules/severity';
import { WorkspaceIndex } from '../workspace/workspace-index';
import { write } from './check';
import { readInputs, reasonOf } from './files';
import type { Io } from './io';
import { checkVersion, findKubectl } from './kubectl';
import { oneOf, UsageError } from './options';

/** What shells give for a program that Ctrl+C ended. */
const INTERRUPTED = 130;

/**
 * `audit`: how the pods that run in a cluster differ from their templates and from manifests.
 * @returns the exit code
 * @throws UsageError, also for what kubectl can't do
 */
export async function audit(words: readonly string[], io: Io): Promise<number> {
  const options = parse(words);
  const index = new WorkspaceIndex();
  for (const { name, text } of await readInputs(options.paths, io)) {
    if (text !== undefined) index.update(name, ManifestFile.read(text));
  }
  const kubectl = await findKubectl(options.kubectl, io);
  const signal = io.interrupted?.();
  try {
    await checkVersion(kubectl, signal);
    const report = compare(await collect(kubectl, options, io, signal), index);
    await write(render(report, options, io), options, io);
    return exitCode(report, options);
  } catch (error) {
    if (signal?.aborted) {
      io.stderr('sidecar-guard: stopped; nothing was compared.\n');
      return INTERRUPTED;
    }
    throw await toUsageError(kubectl, error);
  }
}

async function collect(
  kubectl: Kubectl,
  { context: named, namespace, isEverywhere }: Options,
  io: Io,
  signal: AbortSignal | undefined,
): Promise<RunningState> {
  const current = await currentPlace(kubectl, named, { signal });
  const place = { context: current.context, namespace: isEverywhere ? undefined : (namespace ?? current.namespace) };
  const show = (text: string): void => (io.isWatched ? io.stderr(`\r\u001b[K${text}`) : undefined);
  try {
    show('Reading pods…');
    return await collectRunning(kubectl, place, { signal, progress: (pods) => show(`${pods} pods read…`) });
  } finally {
    show('');
  }
}

/** What keeps kubectl from reading the cluster, as one sentence with what to do; any other error as it is. */
async function toUsageError(kubectl: Kubectl, error: unknown): Promise<unknown> {
  if (!(error instanceof KubectlError)) return error;
  const { exitCode, cause } = error;
  if (exitCode === undefined && cause instanceof Error && !(cause instanceof TimeUp)) {
    return new UsageError(
      `"${kubectl.program}" could not be run (${reasonOf(cause)}); install kubectl, or name it by --kubectl PATH.`,
    );
  }
  const problem = await explain(kubectl, error);
  return problem ? new UsageError(problem.message) : error;
}

function render(report: AuditReport, { format, output }: Options, io: Io): string {
  switch (format) {
    case 'text':
      return toAuditText(report, io.hasColors && output === undefined);
    case 'json':
      return toAuditJson(report);
    case 'sarif':
      return toAuditSarif(report);
  }
}

function exitCode({ findings }: AuditReport, { failOn }: Options): number {
  return failOn !== 'never' && findings.some(({ severity }) => !isWorse(failOn, severity)) ? 1 : 0;
}

type Options = ReturnType<typeof parse>;

function parse(words: readonly string[]) {
  const { values, positionals } = parseWords(words);
  if (values['all-namespaces'] && values.namespace !== undefined)
    throw new UsageError('--namespace and --all-namespaces exclude each other; choose one.');
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    namespace: values.namespace,
    isEverywhere: values['all-namespaces'],
    context: values.context,
    kubectl: values.kubectl,
    format: oneOf(`--format ${values.format}`, values.format, ['text', 'json', 'sarif'] as const),
    output: values.output,
    failOn: oneOf(`--fail-on ${values['fail-on']}`, values['fail-on'], [...SEVERITIES, 'never'] as const),
  };
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        namespace: { type: 'string', short: 'n' },
        'all-namespaces': { type: 'boolean', short: 'A', default: false },
        context: { type: 'string' },
        kubectl: { type: 'string' },
        format: { type: 'string', default: 'text' },
        output: { type: 'string' },
        'fail-on': { type: 'string', default: 'error' },
      },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
