import { withConfiguration } from '../configuration/configuration';
import { Analyzer } from '../rules/engine';
import { type AnalysisOptions, DEFAULT_OPTIONS } from '../rules/options';
import type { Rule } from '../rules/rule';
import { WorkspaceIndex } from '../workspace/workspace-index';
import type { Inputs } from './files';
import { Mistakes } from './mistakes';
import type { CheckOptions } from './options';
import { readFacts, type WorkloadReading } from './read-facts';
import type { FileToJudge, Judge } from './verdicts';

/** All files of a call, whose facts have been read. */
interface Judging {
  readonly files: FileToJudge[];
  readonly judge: Judge;
  readonly mistakes: Mistakes;
  /** Why files, or parts of them, have no verdict; complete once all verdicts were taken. */
  readonly notJudged: readonly NotJudged[];
  /** Takes in the reasons that are known before the verdicts, once no file changes any more. */
  settle(): void;
}

interface NotJudged {
  readonly name: string;
  readonly reasons: readonly string[];
}

/** What decides about the findings of a file, besides its configuration. */
type Overrides = Pick<CheckOptions, 'overrides' | 'only'>;

/**
 * Reads the facts of all files as one workspace.
 * @throws UsageError for a configuration file with an error
 */
export async function readAll(
  inputs: Pick<Inputs, 'files' | 'configurations'>,
  overrides: Overrides,
  reading: WorkloadReading,
  rules: readonly Rule[],
): Promise<Judging> {
  const optionsFor = inputs.configurations.options((own) => finish(own, overrides));
  const index = new WorkspaceIndex();
  const mistakes = new Mistakes();
  const analyzer = new Analyzer(rules, index, DEFAULT_OPTIONS, (error, rule) => void mistakes.add(error, rule));
  const files: FileToJudge[] = [];
  for (const input of inputs.files) files.push(readFacts(input, await optionsFor(input), { analyzer, index }, reading));
  if (index.asksForWorkloads) {
    for (const { input, file } of files) {
      index.update(input.name, file);
      index.release(file);
    }
  }
  const notJudged: NotJudged[] = [];
  const judge: Judge = {
    analyzer,
    index,
    onFile: (name) => void mistakes.enter(name),
    onSkipped: (name, reasons) => void notJudged.push({ name, reasons }),
  };
  const settle = (): void => {
    for (const { input, unread, reasons } of files)
      if (unread.length === 0) notJudged.push({ name: input.name, reasons });
  };
  return { files, judge, mistakes, notJudged, settle };
}

/** The options for a file: what the call sets comes last. */
function finish(options: AnalysisOptions, { overrides, only }: Overrides): AnalysisOptions {
  return { ...withConfiguration(options, overrides), ...(only && { only }) };
}
