import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import {
  Baseline,
  type BaselineCandidate,
  type BaselineEntry,
  baselineText,
  parseBaseline,
} from '../baseline/baseline';
import type { ReportedFinding, ReportedSilence } from '../report/finding';
import type { Accepted, ReportedFile } from '../report/report';
import type { Rule } from '../rules/rule';
import { readRegular } from '../search/read-bytes';
import { findingsBefore } from './diff-base/findings-before';
import { isMissing, reasonOf } from './file-errors';
import type { Inputs } from './files';
import type { SafeIo } from './io';
import type { CheckOptions } from './options';
import { UsageError } from './usage/words';
import { writeOutput } from './write-file';

/** A baseline of a large repository has some megabytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The findings that a run does not report, because they were there before. */
interface AcceptedFindings {
  readonly counts: Accepted;
  /** The same verdicts without these findings, in their order. */
  leftOutOf(verdicts: AsyncIterable<ReportedFile>): AsyncIterable<ReportedFile>;
  /** Writes the baseline, if the user asked for it. */
  write(): Promise<void>;
}

/**
 * What the options accept; `undefined` if they accept nothing.
 * @throws UsageError for a baseline or a commit that can't be read
 */
export async function acceptedFindings(
  options: CheckOptions,
  inputs: Pick<Inputs, 'files'>,
  io: SafeIo,
  rules: readonly Rule[],
): Promise<AcceptedFindings | undefined> {
  const { baseline: name, updatesBaseline, diffBase, reports } = options;
  const pods = reports.some(({ format }) => format === 'json');
  if (diffBase !== undefined) {
    const { top, entries } = await findingsBefore(diffBase, options, io, rules);
    return knownFindings(
      'diff',
      { folder: top, entries, inputs, needs: { pods, silenced: false } },
      await realpath(io.cwd),
    );
  }
  if (name === undefined) return undefined;
  const path = resolve(io.cwd, name);
  const folder = dirname(path);
  const needs = { pods, silenced: reports.some(({ format }) => format === 'sarif') };
  if (updatesBaseline)
    return new NewBaseline(namesIn(folder, io.cwd), needs, (text) => writeOutput(path, name, text, io.cwd));
  return knownFindings('baseline', { folder, entries: await readEntries(path, name), inputs, needs }, io.cwd);
}

/** What a run leaves out. */
interface Before {
  /** The files of the entries are relative to it. */
  readonly folder: string;
  readonly entries: readonly BaselineEntry[];
  readonly inputs: Pick<Inputs, 'files'>;
  readonly needs: Needs;
}

function knownFindings(by: Accepted['by'], { folder, entries, inputs, needs }: Before, cwd: string): KnownFindings {
  const toName = namesIn(folder, cwd);
  const files = new Set(inputs.files.map((file) => toName(file.name)));
  const isChecked = (file: string): boolean => files.has(file);
  // A run on a part of the repository must not use up what the other part needs.
  const isFree = (file: string): boolean => files.has(file) || !existsSync(resolve(folder, file));
  return new KnownFindings(new Baseline(entries, isFree), { by, toName, needs, isChecked });
}

/** Makes the name of a file, relative to the working folder, one that is relative to another folder. */
function namesIn(folder: string, cwd: string): (file: string) => string {
  return (file) => relative(folder, resolve(cwd, file)).split(sep).join('/');
}

/** What reports need of a file beside its findings; all that is kept takes memory. */
interface Needs {
  readonly pods: boolean;
  readonly silenced: boolean;
}

async function readEntries(path: string, name: string): Promise<readonly BaselineEntry[]> {
  const bytes = await readRegular(path, MAX_BYTES, true).catch((error: unknown) => {
    const advice = isMissing(error) ? 'write it with `--update-baseline`' : 'check the path and its permissions';
    throw new UsageError(`\`--baseline ${name}\` can't be read (${reasonOf(error)}); ${advice}.`);
  });
  const entries = parseBaseline(new TextDecoder().decode(bytes));
  if (typeof entries === 'string') throw new UsageError(`\`--baseline ${name}\` is not a baseline. ${entries}`);
  return entries;
}

/** A file without some of its findings. */
function without(
  file: ReportedFile,
  known: readonly ReportedFinding[],
  left: readonly ReportedFinding[],
  needs: Needs,
) {
  const { name, text } = file;
  const silenced = needs.silenced ? [...file.silenced, ...known.map(toSilence)] : [];
  return { name, text, findings: left, present: NOTHING, silenced, pods: needs.pods ? file.pods : [] };
}

const NOTHING: ReadonlySet<string> = new Set();

function toSilence(finding: ReportedFinding): ReportedSilence {
  return { finding, by: 'baseline', reason: undefined };
}

/** Collects all findings for a baseline, and reports none. */
class NewBaseline implements AcceptedFindings {
  readonly #toName: (file: string) => string;
  readonly #needs: Needs;
  readonly #save: (text: string) => Promise<void>;
  readonly #entries: BaselineEntry[] = [];

  constructor(toName: (file: string) => string, needs: Needs, save: (text: string) => Promise<void>) {
    this.#toName = toName;
    this.#needs = needs;
    this.#save = save;
  }

  get counts(): Accepted {
    return { by: 'baseline', known: this.#entries.length, gone: 0 };
  }

  async *leftOutOf(verdicts: AsyncIterable<ReportedFile>): AsyncGenerator<ReportedFile> {
    for await (const file of verdicts) {
      for (const { identity } of file.findings) this.#entries.push({ ...identity, file: this.#toName(file.name) });
      yield without(file, file.findings, [], this.#needs);
    }
  }

  write(): Promise<void> {
    return this.#save(baselineText(this.#entries));
  }
}

/** A finding that is not in the baseline for its file. */
interface Waiting {
  readonly finding: ReportedFinding;
  readonly candidate: BaselineCandidate;
}

/** What `KnownFindings` knows of the run. */
interface Run {
  readonly by: Accepted['by'];
  readonly toName: (file: string) => string;
  readonly needs: Needs;
  readonly isChecked: (file: string) => boolean;
}

/** Leaves out the findings that were there before. A file is reported when all were judged: a finding can come from another file. */
class KnownFindings implements AcceptedFindings {
  readonly #baseline: Baseline;
  readonly #run: Run;
  #gone = 0;
  #new = 0;
  #all = 0;

  constructor(baseline: Baseline, run: Run) {
    this.#baseline = baseline;
    this.#run = run;
  }

  get counts(): Accepted {
    return { by: this.#run.by, known: this.#all - this.#new, gone: this.#gone };
  }

  async *leftOutOf(verdicts: AsyncIterable<ReportedFile>): AsyncGenerator<ReportedFile> {
    const files: { readonly judged: ReportedFile; readonly waiting: Waiting[] }[] = [];
    for await (const judged of verdicts) {
      const waiting = this.#unknownIn(judged);
      const open = new Set(waiting.map(({ finding }) => finding));
      const known = this.#run.needs.silenced ? judged.findings.filter((finding) => !open.has(finding)) : [];
      files.push({ judged: without(judged, known, [], this.#run.needs), waiting });
    }
    this.#settle(files.map(({ waiting }) => waiting));
    this.#gone = this.#baseline.left(this.#run.isChecked).length;
    for (const { judged, waiting } of files) {
      this.#new += waiting.length;
      yield { ...judged, findings: waiting.map(({ finding }) => finding) };
    }
  }

  async write(): Promise<void> {}

  #unknownIn({ name, findings, present }: ReportedFile): Waiting[] {
    this.#all += findings.length;
    const file = this.#run.toName(name);
    const made = findings.map((finding) => ({ finding, candidate: { ...finding.identity, file, present } }));
    return made.filter(({ candidate }) => !this.#baseline.takeInFile(candidate));
  }

  /** Takes out what has another name or is in another file now; first what is certain. */
  #settle(files: readonly Waiting[][]): void {
    for (const take of [this.#baseline.takeAnywhere, this.#baseline.takeRenamed]) {
      for (const waiting of files) {
        const left = waiting.filter(({ candidate }) => !take.call(this.#baseline, candidate));
        waiting.splice(0, waiting.length, ...left);
      }
    }
  }
}
