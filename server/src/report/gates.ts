import { type Coverage, coverageOfImage, nameOfGate } from '../gating/coverage';
import type { Answer, Gate, GateDecision, PodDecision, Verdict } from '../gating/gate';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { ContainerList } from '../pod/template';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { aligned } from './table';

/** What the policies of a workspace make of its images, in the form that scripts read. */
export interface GatesReport {
  readonly version: 1;
  readonly images: readonly ReportedImage[];
}

/** One image of one workload, in one of the forms that kustomizations give it. */
export interface ReportedImage {
  readonly file: string;
  readonly resource: ResourceReference;
  readonly container: string;
  readonly list: ContainerList;
  /** None where it is a placeholder. */
  readonly image?: string;
  readonly state: Coverage;
  /** Of the gates that are asked, or that may be. */
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

/** The matrix of namespaces, workloads, images and gates. */
export function toGatesReport(pods: readonly { file: string; pod: Pod }[], index: WorkspaceIndex): GatesReport {
  const report = reporterFor(index);
  index.decideOnAll(pods.map(({ pod }) => pod));
  return {
    version: 1,
    images: pods.flatMap(({ file, pod }) =>
      index.decidedForms(pod).flatMap(({ form, decisions }) => {
        const reported = decisions.map(report);
        const { namespace, ...resource } = referenceOf(pod.resource);
        const where = form.namespace?.name ?? namespace;
        return form.images.map(({ container, list, written: image }, at) => ({
          file,
          resource: { ...resource, ...(where !== undefined && { namespace: where }) },
          container,
          list,
          ...(image !== undefined && { image }),
          state: coverageOfImage(decisions, at),
          gates: column(reported, at),
        }));
      }),
    ),
  };
}

/** What is at a place in each list that goes so far. In a large workspace there are millions of them. */
function column<T>(lists: readonly (readonly T[])[], at: number): T[] {
  const found: T[] = [];
  for (const list of lists) {
    const one = list[at];
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** What was reported of a gate. */
interface Reported {
  readonly file: string | undefined;
  /** By all that is said; what a gate says of many images alike is one object. */
  readonly said: Map<string, ReportedDecision>;
  /** Many pods in a row often have the same one. */
  last: { readonly decision: GateDecision; readonly images: readonly ReportedDecision[] } | undefined;
}

function reporterFor(index: WorkspaceIndex): (one: PodDecision) => readonly ReportedDecision[] {
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
    const images = pod.images.map((_, at) => {
      const { verdict = 'unknown', reason = decision.reason } = decision.images[at] ?? {};
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
  one: PodDecision,
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

const IMAGE_HEAD = ['NAMESPACE', 'WORKLOAD', 'CONTAINER', 'IMAGE'];
const DECISION_HEAD = ['GATE', 'VERDICT', 'WHY'];
const NOT_GATED = ['-', 'not gated', ''];

/** The report as a table for people, in pieces: a line for each image and gate, of which there can be millions. */
export function* toGatesTable({ images }: GatesReport): Generator<string> {
  if (images.length === 0) {
    yield 'These manifests have no pods.\n';
    return;
  }
  // Many images share a decision, so what is said of it is made once.
  const decisions = new Set<ReportedDecision>();
  for (const { gates } of images) for (const gate of gates) decisions.add(gate);
  const image = aligned([IMAGE_HEAD, ...images.map(imageCells)]);
  const decision = aligned([DECISION_HEAD, NOT_GATED, ...[...decisions].map(decisionCells)]);
  const end = (cells: readonly string[]): string => `  ${decision(cells).trimEnd()}\n`;
  const ends = new Map([...decisions].map((one) => [one, end(decisionCells(one))]));
  yield image(IMAGE_HEAD) + end(DECISION_HEAD);
  for (const one of images) {
    const start = image(imageCells(one));
    yield one.gates.length === 0 ? start + end(NOT_GATED) : one.gates.map((gate) => start + ends.get(gate)).join('');
  }
}

/** The report for scripts, in pieces: a line for each image. */
export function* toGatesJson({ version, images }: GatesReport): Generator<string> {
  yield `{"version":${version},"images":[`;
  for (const [at, image] of images.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(image)}`;
  yield '\n]}\n';
}

function imageCells({ resource, container, image = '-' }: ReportedImage): string[] {
  return [resource.namespace ?? '-', `${resource.kind} ${resource.name ?? ''}`, container, image];
}

function decisionCells(decision: ReportedDecision): string[] {
  return [decision.gate, verdictOf(decision), decision.reason ?? ''];
}

function verdictOf({ applies, verdict, denies }: ReportedDecision): string {
  if (applies === 'unknown') return 'may be asked';
  if (verdict === 'rejects') return denies ? 'refused' : 'reported';
  return { admits: 'admitted', skips: 'not looked at', unknown: 'unknown' }[verdict];
}
