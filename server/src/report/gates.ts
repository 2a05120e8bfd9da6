import type { Answer } from '../admission/answers';
import { type Coverage, coverageOfImage, nameOfGate } from '../gating/coverage';
import type { Gate, GateDecision, GateResult, Verdict } from '../gating/gate';
import { wordsOf } from '../gating/words/words';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { ImageList } from '../pod/template';
import type { Printable } from '../text/printable';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { jsonText } from './json';
import type { Report } from './report';
import { aligned, cell } from './table';

/** The version of the form of the report for scripts. It grows when the form changes. */
const VERSION = 1;

/** A pod of the workspace, and the file that it is in. */
export interface PodInFile {
  readonly file: string;
  readonly pod: Pod;
}

/**
 * One image of one workload, in one of the forms that kustomizations give it, and what the policies of the workspace decide
 * about it. Scripts read it in this form.
 */
export interface ReportedImage {
  readonly file: string;
  readonly resource: ResourceReference;
  /** The name of the container, or of the volume if the list is `volumes`. */
  readonly container: string;
  readonly list: ImageList;
  /** None if the manifest has a placeholder. */
  readonly image?: string;
  readonly state: Coverage;
  /** The decisions of the gates that apply, or may apply. */
  readonly gates: readonly ReportedDecision[];
}

export interface ReportedDecision {
  readonly gate: string;
  readonly file?: string;
  readonly applies: Exclude<Answer, 'no'>;
  readonly verdict: Verdict;
  readonly denies: boolean;
  readonly failsOpen: boolean;
  readonly reason?: string;
}

/**
 * The matrix of namespaces, workloads, images and gates, image by image.
 * @param blocks the pods; those of a block are decided on together, and nothing of a block is kept after it
 */
export function* reportImages(blocks: Iterable<readonly PodInFile[]>, index: WorkspaceIndex): Generator<ReportedImage> {
  const report = reporterFor(index);
  for (const block of blocks) {
    index.decisions.prepare(block.map(({ pod }) => pod));
    for (const { file, pod } of block) {
      const { namespace, ...resource } = referenceOf(pod.resource);
      for (const { form, decisions } of index.decisions.onForms(pod)) {
        const reported = decisions.map(report);
        const where = form.namespace?.name ?? namespace;
        for (const [position, { container, list, written: image }] of form.images.entries()) {
          yield {
            file,
            resource: { ...resource, ...(where !== undefined && { namespace: where }) },
            container,
            list,
            ...(image !== undefined && { image }),
            state: coverageOfImage(decisions, position),
            gates: column(reported, position),
          };
        }
      }
    }
  }
}

/** The items with one index in all lists that are long enough. A large workspace has millions of them. */
function column<T>(lists: readonly (readonly T[])[], index: number): T[] {
  const found: T[] = [];
  for (const list of lists) {
    const one = list[index];
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** The reported decisions of a gate. */
interface Reported {
  readonly file: string | undefined;
  /** By their content: equal decisions about many images are one object. */
  readonly said: Map<string, ReportedDecision>;
  /** Consecutive pods often have the same decision. */
  last: { readonly decision: GateDecision; readonly images: readonly ReportedDecision[] } | undefined;
}

function reporterFor(index: WorkspaceIndex): (one: GateResult) => readonly ReportedDecision[] {
  const known = new Map<Gate, Reported>();
  return (one) => {
    const { gate, pod, decision } = one;
    if (decision.applies === 'no') return [];
    let of = known.get(gate);
    if (!of) {
      of = { file: index.placeOf(gate.policy.document)?.uri, said: new Map(), last: undefined };
      known.set(gate, of);
    }
    if (of.last?.decision === decision && of.last.images.length === pod.images.length) return of.last.images;
    const { file, said } = of;
    const images = pod.images.map((_, position) => {
      const { verdict = 'unknown', cause = decision.cause } = decision.images[position] ?? {};
      const reason = cause && wordsOf(cause);
      const key = `${decision.applies} ${verdict} ${decision.denies} ${decision.failsOpen} ${reason}`;
      let reported = said.get(key);
      if (!reported) {
        reported = reportDecision(one, verdict, reason, file);
        said.set(key, reported);
      }
      return reported;
    });
    of.last = { decision, images };
    return images;
  };
}

function reportDecision(
  one: GateResult,
  verdict: Verdict,
  reason: string | undefined,
  file: string | undefined,
): ReportedDecision {
  const { applies, denies, failsOpen } = one.decision;
  return {
    gate: nameOfGate(one),
    ...(file !== undefined && { file }),
    applies: applies === 'yes' ? 'yes' : 'unknown',
    verdict,
    denies,
    failsOpen,
    ...(reason !== undefined && { reason }),
  };
}

const IMAGE_HEAD = ['NAMESPACE', 'WORKLOAD', 'CONTAINER', 'IMAGE'].map(cell);
const DECISION_HEAD = ['GATE', 'VERDICT', 'REASON'].map(cell);
const NOT_GATED = ['-', 'not gated', ''].map(cell);

/** The report as a table for people, in pieces: one line for each image and gate, and there can be millions. */
export function* toGatesTable(images: Iterable<ReportedImage>): Generator<string> {
  // All rows must be known before the first one can be printed. Most images share their decisions with others.
  const decided = new Decided();
  const rows = [];
  for (const image of images) rows.push({ cells: imageCells(image), decisions: decided.numbersOf(image.gates) });
  if (rows.length === 0) {
    yield 'These manifests have no pods.\n';
    return;
  }
  const cells = decided.all.map(decisionCells);
  const image = aligned([IMAGE_HEAD, ...rows.map(({ cells }) => cells)]);
  const decision = aligned([DECISION_HEAD, NOT_GATED, ...cells]);
  const end = (cells: readonly Printable[]): string => `  ${decision(cells).trimEnd()}\n`;
  const ends = cells.map(end);
  yield image(IMAGE_HEAD) + end(DECISION_HEAD);
  for (const { cells, decisions } of rows) {
    const start = image(cells);
    let lines = decisions.length === 0 ? start + end(NOT_GATED) : '';
    for (const number of decisions) lines += start + ends[number];
    yield lines;
  }
}

/** Decisions as numbers: lists of the same decisions are one list. */
class Decided {
  readonly #numbers = new Map<ReportedDecision, number>();
  readonly #lists = new Map<string, readonly number[]>();

  /** The decisions, by their numbers. */
  get all(): ReportedDecision[] {
    return [...this.#numbers.keys()];
  }

  numbersOf(decisions: readonly ReportedDecision[]): readonly number[] {
    const numbers = decisions.map((decision) => this.#numberOf(decision));
    const word = numbers.join();
    const known = this.#lists.get(word);
    if (known) return known;
    this.#lists.set(word, numbers);
    return numbers;
  }

  #numberOf(decision: ReportedDecision): number {
    const known = this.#numbers.get(decision);
    if (known !== undefined) return known;
    this.#numbers.set(decision, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** The report for scripts, in pieces: one line for each image. */
export function* toGatesJson(
  images: Iterable<ReportedImage>,
  rest: Pick<Report, 'skipped' | 'leftOut'>,
): Generator<string> {
  yield `{"version":${VERSION},"images":[`;
  let comma = '';
  for (const image of images) {
    yield `${comma}\n${jsonText(image)}`;
    comma = ',';
  }
  yield `\n],${jsonText(rest).slice(1)}\n`;
}

function imageCells({ resource, container, image = '-' }: ReportedImage): Printable[] {
  return [resource.namespace ?? '-', `${resource.kind} ${resource.name ?? ''}`, container, image].map(cell);
}

function decisionCells(decision: ReportedDecision): Printable[] {
  return [decision.gate, verdictOf(decision), decision.reason ?? ''].map(cell);
}

/** What a gate does with an image, for people. */
export type VerdictWord = 'refused' | 'reported' | 'may apply' | 'unknown' | 'not checked' | 'admitted';

export function verdictOf({ applies, verdict, denies }: ReportedDecision): VerdictWord {
  if (applies === 'unknown') return 'may apply';
  if (verdict === 'rejects') return denies ? 'refused' : 'reported';
  return ({ admits: 'admitted', skips: 'not checked', unknown: 'unknown' } as const)[verdict];
}
