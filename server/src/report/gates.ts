import { type Coverage, coverageOfImage, nameOfGate } from '../gating/coverage';
import type { Answer, GateDecision, PodDecision, Verdict } from '../gating/gate';
import { type ResourceReference, referenceOf } from '../manifest/resource';
import type { Pod } from '../pod/pod';
import type { ContainerList } from '../pod/template';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { columns } from './table';

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
        return form.images.map(({ container, list, image }, at) => ({
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

/** Reports decisions; one that many pods share is reported once. */
function reporterFor(index: WorkspaceIndex): (one: PodDecision) => readonly ReportedDecision[] {
  const reported = new Map<GateDecision, readonly ReportedDecision[]>();
  return (one) => {
    const { gate, pod, decision } = one;
    if (decision.applies === 'no') return [];
    let known = reported.get(decision);
    if (!known) {
      const file = index.placeOf(gate.policy.document)?.uri;
      known = pod.images.map((_, at) => reportDecision(one, at, file));
      reported.set(decision, known);
    }
    return known;
  };
}

function reportDecision(one: PodDecision, at: number, file: string | undefined): ReportedDecision {
  const { applies, denies, failsOpen, reason: whole, images } = one.decision;
  const { verdict, reason = whole } = images[at] ?? { verdict: 'unknown' };
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

/** The report as a table for people: a line for each image and gate. */
export function toGatesTable({ images }: GatesReport): string {
  if (images.length === 0) return 'These manifests have no pods.\n';
  const rows = images.flatMap(({ resource, container, image = '-', gates }) => {
    const of = [resource.namespace ?? '-', `${resource.kind} ${resource.name ?? ''}`, container, image];
    if (gates.length === 0) return [[...of, '-', 'not gated', '']];
    return gates.map((gate) => [...of, gate.gate, verdictOf(gate), gate.reason ?? '']);
  });
  return columns([['NAMESPACE', 'WORKLOAD', 'CONTAINER', 'IMAGE', 'GATE', 'VERDICT', 'WHY'], ...rows]);
}

function verdictOf({ applies, verdict, denies }: ReportedDecision): string {
  if (applies === 'unknown') return 'may be asked';
  if (verdict === 'rejects') return denies ? 'refused' : 'reported';
  return { admits: 'admitted', skips: 'not looked at', unknown: 'unknown' }[verdict];
}
