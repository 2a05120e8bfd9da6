import type { ReportedFile } from '../report/report';
import { isWorse, type Severity } from '../rules/severity';

/** Which severities the findings of a check have. */
export class Tally {
  readonly #severities = new Set<Severity>();

  /** The same verdicts, each counted when it passes. */
  async *counting(verdicts: AsyncIterable<ReportedFile>): AsyncGenerator<ReportedFile> {
    for await (const verdict of verdicts) {
      for (const { severity } of verdict.findings) this.#severities.add(severity);
      yield verdict;
    }
  }

  /** Whether a finding is at or above a severity. */
  has(least: Severity): boolean {
    return [...this.#severities].some((severity) => !isWorse(least, severity));
  }
}
