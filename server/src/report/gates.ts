import type { Answer } from '../admission/answers';
import { type Coverage, coverageOfImage, nameOfGate } from '../gating/coverage';
import type { Gate, GateDecision, GateResult, Verdict } from '../gating/gate';
import { wordsOf } from '../gating/words/words';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { ContainerList } from '../pod/template';
import type { Printable } from '../text/printable';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { jsonText } from './json';
import type { Report } from './report';
import { aligned, cell } from './table';

/** The decisions of the policies of a workspace about its images, in the form that scripts read. */
export interface GatesReport {
  readonly version: 1;
  readonly images: readonly ReportedImage[];
}

/** One image of one workload, in one of the forms that kustomizations give it. */
interface ReportedImage {
  readonly file: string;
  readonly resource: ResourceReference;
  readonly container: string;
  readonly list: ContainerList;
  /** None if the manifest has a placeholder. */
  readonly image?: string;
  readonly state: Coverage;
  /** The decisions of the gates that apply, or may apply. */
  readonly gates: readonly ReportedDecision[];
}

interface ReportedDecision {
  readonly gate: string;
  readonly file?: string;
  readonly applies: Exclude<Answer, 'no'>;
  readonly verdict: Verdict;
  readonly denies: boolean;
  readonly failsOpen: boolean;
  readonly reason?: string;
}

/** The matrix of namespaces, workloads, images and gates. */
export function toGatesReport(pods: readonly { file: string; pod: Pod }[], index: WorkspaceIndex): GatesReport {
  const report = reporterFor(index);
  index.decisions.prepare(pods.map(({ pod }) => pod));
  return {
    version: 1,
    images: pods.flatMap(({ file, pod }) =>
      index.decisions.onForms(pod).flatMap(({ form, decisions }) => {
        const reported = decisions.map(report);
        const { namespace, ...resource } = referenceOf(pod.resource);
        const where = form.namespace?.name ?? namespace;
        return form.images.map(({ container, list, written: image }, position) => ({
          file,
          resource: { ...resource, ...(where !== undefined && { namespace: where }) },
          container,
          list,
          ...(image !== undefined && { image }),
          state: coverageOfImage(decisions, position),
          gates: column(reported, position),
        }));
      }),
    ),
  };
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
export function* toGatesTable({ images }: GatesReport): Generator<string> {
  if (images.length === 0) {
    yield 'These manifests have no pods.\n';
    return;
  }
  // Many images share a decision, so its cells are made once.
  const decisions = new Set<ReportedDecision>();
  for (const { gates } of images) for (const gate of gates) decisions.add(gate);
  const image = aligned([IMAGE_HEAD, ...images.map(imageCells)]);
  const decision = aligned([DECISION_HEAD, NOT_GATED, ...[...decisions].map(decisionCells)]);
  const end = (cells: readonly Printable[]): string => `  ${decision(cells).trimEnd()}\n`;
  const ends = new Map([...decisions].map((one) => [one, end(decisionCells(one))]));
  yield image(IMAGE_HEAD) + end(DECISION_HEAD);
  for (const one of images) {
    const start = image(imageCells(one));
    yield one.gates.length === 0 ? start + end(NOT_GATED) : one.gates.map((gate) => start + ends.get(gate)).join('');
  }
}

/** The report for scripts, in pieces: one line for each image. */
export function* toGatesJson(
  { version, images }: GatesReport,
  rest: Pick<Report, 'skipped' | 'leftOut'>,
): Generator<string> {
  yield `{"version":${version},"images":[`;
  for (const [index, image] of images.entries()) yield `${index === 0 ? '' : ','}\n${jsonText(image)}`;
  yield `\n],${jsonText(rest).slice(1)}\n`;
}

function imageCells({ resource, container, image = '-' }: ReportedImage): Printable[] {
  return [resource.namespace ?? '-', `${resource.kind} ${resource.name ?? ''}`, container, image].map(cell);
}

function decisionCells(decision: ReportedDecision): Printable[] {
  return [decision.gate, verdictOf(decision), decision.reason ?? ''].map(cell);
}

function verdictOf({ applies, verdict, denies }: ReportedDecision): string {
  if (applies === 'unknown') return 'may apply';
  if (verdict === 'rejects') return denies ? 'refused' : 'reported';
  return { admits: 'admitted', skips: 'not checked', unknown: 'unknown' }[verdict];
}
