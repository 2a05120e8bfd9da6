import { parseArgs } from 'node:util';
import { type AuditReport, auditRunning as compare } from '../audit/audit';
import type { RunningState } from '../audit/running';
import { currentPlace } from '../cluster/current-place';
import { explainProblem } from '../cluster/explain';
import { type Kubectl, KubectlError } from '../cluster/kubectl';
import { startFailureOf } from '../cluster/problem';
import { collectRunning } from '../cluster/running-workloads';
import { toAuditJson, toAuditSarif, toAuditText } from '../report/audit';
import { isWorse, SEVERITIES } from '../rules/severity';
import { printableLines } from '../text/printable';
import { reasonOf } from './file-errors';
import { findInputs, readInputs } from './files';
import type { SafeIo } from './io';
import { checkVersion, kubectlOfCommandLine } from './kubectl';
import { oneOf, UsageError } from './options';
import { tellLeftOut, toWorkspace } from './workspace';
import { writeReport } from './write-report';

/** The exit code of a program that was stopped with Ctrl+C. */
const INTERRUPTED = 130;

/**
 * `audit`: how the running pods of a cluster differ from their templates and from the manifests.
 * @returns the exit code
 * @throws UsageError, also for what kubectl can't do
 */
export async function runAudit(words: readonly string[], io: SafeIo): Promise<number> {
  const options = parse(words);
  // If the user names no manifests and none are found, pods are compared only with their templates.
  const inputs = await (options.isNamed ? readInputs(options, io) : findInputs(options, io));
  const workspace = toWorkspace(inputs);
  const kubectl = await kubectlOfCommandLine(options.kubectl, options.paths, io);
  const signal = io.interrupted?.();
  try {
    await checkVersion(kubectl, signal);
    const report = compare(await collect(kubectl, options, io, signal), workspace.index);
    const text = render(report, { skipped: workspace.skipped, leftOut: inputs.leftOut }, options, io);
    await writeReport([text], options, io);
    return tellLeftOut(workspace, inputs, io) || exitCode(report, options);
  } catch (error) {
    if (signal?.aborted) {
      io.tell('stopped; nothing was compared.');
      return INTERRUPTED;
    }
    throw await toUsageError(kubectl, error);
  }
}

async function collect(
  kubectl: Kubectl,
  { context: named, namespace, isEverywhere }: Options,
  io: SafeIo,
  signal: AbortSignal | undefined,
): Promise<RunningState> {
  const current = await currentPlace(kubectl, named, { signal });
  const place = { context: current.context, namespace: isEverywhere ? undefined : (namespace ?? current.namespace) };
  try {
    io.progress('Reading pods…');
    return await collectRunning(kubectl, place, { signal, progress: (pods) => io.progress(`${pods} pods read…`) });
  } finally {
    io.progress('');
  }
}

/** Why kubectl could not read the cluster and what to do, as an error for the user; any other error unchanged. */
async function toUsageError(kubectl: Kubectl, error: unknown): Promise<unknown> {
  if (!(error instanceof KubectlError)) return error;
  const failure = startFailureOf(error);
  if (failure) {
    return new UsageError(
      `"${kubectl.program}" could not be run (${reasonOf(failure)}); install kubectl, or name it with \`--kubectl PATH\`.`,
    );
  }
  const problem = await explainProblem(kubectl, error);
  return problem ? new UsageError(problem.message) : error;
}

function render(
  report: AuditReport,
  rest: Parameters<typeof toAuditJson>[1],
  { format, output }: Options,
  io: SafeIo,
): string {
  switch (format) {
    case 'text':
      return printableLines(toAuditText(report, io.hasColors && output === undefined), io.hasColors);
    case 'json':
      return toAuditJson(report, rest);
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
    throw new UsageError("`--namespace` and `--all-namespaces` can't be used together; choose one.");
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    isNamed: positionals.length > 0,
    ignores: !values['no-ignore'],
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
        'no-ignore': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw UsageError.from(error);
  }
}
