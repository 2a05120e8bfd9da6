import { checksum, keyOf } from '../baseline/identity';
import type { ReportedFinding } from './finding';

/** Fingerprints that stay the same when lines move, so that services do not report a known finding as new. */
export class Fingerprints {
  /** How many findings had each key: equal ones are told apart by their order. */
  readonly #seen = new Map<string, number>();

  of({ file, identity }: Pick<ReportedFinding, 'file' | 'identity'>): string {
    const key = checksum(`${file}\n${keyOf(identity)}`);
    const count = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, count);
    return `${key}:${count}`;
  }
}
