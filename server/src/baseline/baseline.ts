import { own } from '../text/own';
import { type Identity, keyOf } from './identity';

/** A finding that was accepted, as the file has it. */
export interface BaselineEntry extends Identity {
  /** Relative to the folder of the baseline, with forward slashes. */
  readonly file: string;
}

/** The version of the form of the file. It grows when the form changes. */
const VERSION = 1;

/** The text of a baseline: a line for each finding, in an order that depends on nothing else. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(ordered(entry))}`).sort();
  const findings = lines.length > 0 ? `[\n${lines.join(',\n')}\n  ]` : '[]';
  return `{\n  "version": ${VERSION},\n  "findings": ${findings}\n}\n`;
}

/** Reads a baseline; a sentence about what is wrong if it is none. */
export function parseBaseline(text: string): readonly BaselineEntry[] | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return 'It is not JSON.';
  }
  if (!isRecord(data) || !Array.isArray(data.findings)) return 'It has no list "findings".';
  if (data.version !== VERSION) return `Its version is not ${VERSION}; it may be of another release.`;
  const entries = data.findings.map(toEntry);
  const wrong = entries.indexOf(undefined);
  if (wrong !== -1) return `Its finding ${wrong + 1} has no "rule" or no "file".`;
  return entries.filter((entry) => entry !== undefined);
}

/** Empty fields are not written. */
function ordered({ file, resource, container, rule, place, value }: BaselineEntry): object {
  return {
    file,
    resource,
    ...(container !== '' && { container }),
    rule,
    ...(place !== '' && { place }),
    ...(value !== '' && { value }),
  };
}

function toEntry(item: unknown): BaselineEntry | undefined {
  if (!isRecord(item)) return undefined;
  const [file, rule, resource, container, place, value] = [
    'file',
    'rule',
    'resource',
    'container',
    'place',
    'value',
  ].map((key) => {
    const text = own(item, key);
    return typeof text === 'string' ? text : '';
  }) as [string, string, string, string, string, string];
  return file === '' || rule === '' ? undefined : { file, rule, resource, container, place, value };
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A finding to compare with a baseline. */
export interface BaselineCandidate extends BaselineEntry {
  /** The resources of its file, and their containers as `resource\ncontainer`: what is gone may have another name now. */
  readonly present: ReadonlySet<string>;
}

/** The entries of a baseline that no finding has used up yet. Equal findings use up an entry each. */
export class Baseline {
  readonly #left: Set<BaselineEntry>;
  readonly #byKey: Map<string, Set<BaselineEntry>>;
  readonly #byFile: Map<string, Set<BaselineEntry>>;

  readonly #isFree: (file: string) => boolean;

  /** @param isFree whether what a file had can be in another file now */
  constructor(entries: readonly BaselineEntry[], isFree: (file: string) => boolean) {
    this.#isFree = isFree;
    this.#left = new Set(entries);
    this.#byKey = grouped(entries, keyOf);
    this.#byFile = grouped(entries, ({ file }) => file);
  }

  /** Uses up the entry for a finding in the file that it was in; `false` if there is none. */
  takeInFile(finding: BaselineEntry): boolean {
    return this.#take(this.#of(this.#byKey, keyOf(finding)).find(({ file }) => file === finding.file));
  }

  /** The same for a file that has another name now, or a resource that is in another file. */
  takeAnywhere(finding: BaselineEntry): boolean {
    return this.#take(this.#of(this.#byKey, keyOf(finding)).find(({ file }) => this.#isFree(file)));
  }

  /** The same for a resource or a container that has another name now: the name before is gone. */
  takeRenamed(finding: BaselineCandidate): boolean {
    return this.#take(this.#of(this.#byFile, finding.file).find((entry) => isRenamed(entry, finding)));
  }

  /** The entries that no finding has used up, of some files. */
  left(isAbout: (file: string) => boolean): BaselineEntry[] {
    return [...this.#left].filter(({ file }) => isAbout(file));
  }

  #of(groups: ReadonlyMap<string, Set<BaselineEntry>>, key: string): BaselineEntry[] {
    return [...(groups.get(key) ?? [])];
  }

  #take(entry: BaselineEntry | undefined): boolean {
    if (!entry) return false;
    this.#left.delete(entry);
    this.#byKey.get(keyOf(entry))?.delete(entry);
    this.#byFile.get(entry.file)?.delete(entry);
    return true;
  }
}

function isRenamed(entry: BaselineEntry, finding: BaselineCandidate): boolean {
  if (entry.rule !== finding.rule || entry.value !== finding.value) return false;
  if (kindOf(entry) !== kindOf(finding)) return false;
  const isSameResource = entry.resource === finding.resource;
  if (!isSameResource && finding.present.has(entry.resource)) return false;
  const isSameContainer = entry.container === finding.container;
  if (isSameContainer && isSameResource) return false;
  if (!isSameContainer && isSameResource && finding.present.has(`${entry.resource}\n${entry.container}`)) return false;
  return withoutContainer(entry) === withoutContainer(finding);
}

function kindOf({ resource }: BaselineEntry): string {
  return resource.split('/', 1)[0] ?? '';
}

function withoutContainer({ place, container }: BaselineEntry): string {
  return container === '' ? place : place.replace(`ontainers[${container}]`, 'ontainers[]');
}

function grouped(
  entries: readonly BaselineEntry[],
  keyOf: (entry: BaselineEntry) => string,
): Map<string, Set<BaselineEntry>> {
  const groups = new Map<string, Set<BaselineEntry>>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.add(entry);
    else groups.set(key, new Set([entry]));
  }
  return groups;
}
