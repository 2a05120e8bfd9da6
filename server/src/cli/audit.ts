import { type AuditReport, auditRunning as compare } from '../audit/audit';
import type { RunningState } from '../audit/running';
import { currentPlace } from '../cluster/current-place';
import { explainProblem } from '../cluster/explain';
import { type Kubectl, KubectlError } from '../cluster/kubectl';
import type { NamespacePlace } from '../cluster/owners';
import { problemOf, startFailureOf } from '../cluster/problem';
import { collectRunning } from '../cluster/running-workloads';
import { watchRunning } from '../cluster/watch-running';
import { toAuditJson, toAuditSarif, toAuditText } from '../report/audit';
import { isWorse } from '../rules/severity';
import { printableLines } from '../text/printable';
import { reasonOf } from './file-errors';
import { findInputs, readInputs } from './files';
import type { SafeIo } from './io';
import { checkVersion, kubectlOfCommandLine } from './kubectl';
import { chosen, parseFailOn, parseSearch } from './options';
import { readWords, UsageError } from './usage/words';
import { tellLeftOut, toWorkspace } from './workspace';
import { writeReport } from './write-report';

/** The exit code of a program that was stopped with Ctrl+C. */
const INTERRUPTED = 130;
/** The exit code where pods may be listed, but not watched. */
const NOT_FOLLOWED = 2;

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
    const reportOn = async (running: RunningState) => {
      const report = compare(running, workspace.index);
      const text = render(report, { skipped: workspace.skipped, leftOut: inputs.leftOut }, options, io);
      await writeReport([text], options, io);
      return report;
    };
    if (options.isWatching) {
      await watch(kubectl, options, io, signal, reportOn);
      return signal?.aborted ? INTERRUPTED : NOT_FOLLOWED;
    }
    const report = await reportOn(await collect(kubectl, options, io, signal));
    return tellLeftOut(workspace, inputs, io) || exitCode(report, options);
  } catch (error) {
    if (signal?.aborted) {
      io.tell('stopped; nothing was compared.');
      return INTERRUPTED;
    }
    throw await toUsageError(kubectl, error);
  }
}

/** Reports until it is interrupted. */
async function watch(
  kubectl: Kubectl,
  options: Options,
  io: SafeIo,
  signal: AbortSignal | undefined,
  reportOn: (running: RunningState) => Promise<unknown>,
): Promise<void> {
  const place = await placeOf(kubectl, options, signal);
  const stop = signal ?? new AbortController().signal;
  const progress = (pods: number): void => io.progress(`${pods} pods read…`);
  const failed = (error: unknown): void =>
    io.tell(`${problemOf(error)?.message ?? reasonOf(error)} The report may be old.`);
  let isFirst = true;
  for await (const running of watchRunning(kubectl, place, { signal: stop, progress, failed })) {
    io.progress('');
    await reportOn(running).catch((error: unknown) => {
      // A report that can't be written from the start is a mistake in the call.
      if (isFirst) throw error;
      failed(error);
    });
    isFirst = false;
    io.progress('Waiting for changes; Ctrl+C stops it.');
  }
}

async function placeOf(
  kubectl: Kubectl,
  { context: named, namespace, isEverywhere }: Options,
  signal: AbortSignal | undefined,
): Promise<NamespacePlace> {
  const current = await currentPlace(kubectl, named, { signal });
  return { context: current.context, namespace: isEverywhere ? undefined : (namespace ?? current.namespace) };
}

async function collect(
  kubectl: Kubectl,
  options: Options,
  io: SafeIo,
  signal: AbortSignal | undefined,
): Promise<RunningState> {
  const place = await placeOf(kubectl, options, signal);
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

function parse(given: readonly string[]) {
  const words = readWords('audit', given);
  const namespace = words.valueOf('namespace');
  const isEverywhere = words.has('all-namespaces');
  if (isEverywhere && namespace !== undefined)
    throw new UsageError("`--namespace` and `--all-namespaces` can't be used together; choose one.");
  return {
    ...parseSearch(words),
    isNamed: words.paths.length > 0,
    namespace,
    isEverywhere,
    isWatching: words.has('watch'),
    context: words.valueOf('context'),
    kubectl: words.valueOf('kubectl'),
    format: chosen(words, 'format', ['text', 'json', 'sarif'], 'text'),
    output: words.valueOf('output'),
    failOn: parseFailOn(words),
  };
}
