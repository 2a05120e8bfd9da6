import { coverageOf } from '../../gating/coverage';
import type { Resource } from '../../manifest/resource';
import type { Span } from '../../manifest/value';
import { isInjectedAlready, podInjections } from '../../pod/injection';
import type { Pod } from '../../pod/pod';
import type { ViewPlace } from '../../protocol/overview';
import { reportImages } from '../../report/gates';
import type { RuleFinding } from '../../rules/analysis';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import type { OpenAnalysis, OpenedDocument } from '../open-analysis';
import { toRange } from '../ranges';
import type { DocumentSummary, FindingSummary, InjectedSummary, PodSummary, WorkloadName } from './document-summary';

/** As many findings of a document as the editor shows of a file. */
const MOST_FINDINGS = 1000;

/**
 * What views show of a file, document by document. An edit makes anew only what is shown of the documents that it changes.
 * @param before what was shown of the file before; the same list is returned if nothing of it differs
 */
export function summaryOf(
  { uri, documents }: OpenAnalysis,
  index: WorkspaceIndex,
  before: readonly DocumentSummary[] | undefined,
): readonly DocumentSummary[] {
  const seen = new Set<string>();
  const summary = documents.flatMap((placed) => {
    const of = documentSummary(uri, placed, index);
    return of.pods.length > 0 || of.findings.length > 0 ? [withOwnKeys(of, seen)] : [];
  });
  return before && isSame(before, summary) ? before : summary;
}

function isSame(before: readonly DocumentSummary[], summary: readonly DocumentSummary[]): boolean {
  if (before.length !== summary.length) return false;
  return summary.every((of, number) => {
    const known = before[number];
    return known === of || JSON.stringify(known) === JSON.stringify(of);
  });
}

function documentSummary(uri: string, placed: OpenedDocument, index: WorkspaceIndex): DocumentSummary {
  const { analysis, line, notes } = placed;
  if (notes.summary) {
    notes.summary = movedTo(line, notes.summary);
    return notes.summary;
  }
  const names = new WorkloadNames(uri, index);
  const all = analysis.pods.map((pod) => ({ file: uri, pod }));
  notes.summary = {
    line,
    pods: analysis.pods.map((pod) => podSummary(uri, placed, pod, names.of(pod.resource), index)),
    findings: analysis.findings.slice(0, MOST_FINDINGS).map((finding) => findingSummary(uri, placed, finding, names)),
    images: [...reportImages([all], index)],
  };
  return notes.summary;
}

function movedTo(line: number, summary: DocumentSummary): DocumentSummary {
  if (line === summary.line) return summary;
  const moved = <T extends { readonly place: ViewPlace }>(one: T): T => {
    const place = { ...one.place, line: one.place.line + line - summary.line };
    return { ...one, place };
  };
  return {
    ...summary,
    line,
    pods: summary.pods.map((pod) => ({ ...moved(pod), containers: pod.containers.map(moved) })),
    findings: summary.findings.map(moved),
  };
}

/** The same object can be in several documents of a file. */
function withOwnKeys(summary: DocumentSummary, seen: Set<string>): DocumentSummary {
  const keys = new Set([...summary.pods, ...summary.findings].map(({ workload }) => workload.key));
  const taken = [...keys].filter((key) => seen.has(key));
  for (const key of keys) seen.add(key);
  if (taken.length === 0) return summary;
  const own = new Map(taken.map((key) => [key, freeKey(key, seen)]));
  const renamed = <T extends { readonly workload: WorkloadName }>(one: T): T => ({
    ...one,
    workload: { ...one.workload, key: own.get(one.workload.key) ?? one.workload.key },
  });
  return { ...summary, pods: summary.pods.map(renamed), findings: summary.findings.map(renamed) };
}

function freeKey(key: string, seen: Set<string>): string {
  let count = 2;
  while (seen.has(`${key} ${count}`)) count++;
  const free = `${key} ${count}`;
  seen.add(free);
  return free;
}

function podSummary(
  uri: string,
  placed: OpenedDocument,
  pod: Pod,
  workload: WorkloadName,
  index: WorkspaceIndex,
): PodSummary {
  const { resource, containers } = pod;
  const name = resource.value.at('metadata', 'name');
  return {
    workload,
    place: placeOf(uri, placed, (name.isSet ? name : resource.value).span),
    gate: coverageOf(index.decisions.on(pod)),
    containers: containers.map(({ label, role, evidence, image, value }) => ({
      name: label,
      role,
      evidence,
      image,
      place: placeOf(uri, placed, value.span),
    })),
    injected: injectedInto(pod, index),
  };
}

/** What injectors and policies of the workspace add to a pod. */
function injectedInto(pod: Pod, index: WorkspaceIndex): InjectedSummary[] {
  const byInjectors = podInjections(pod, index.namespaceOf(pod.resource))
    .filter(({ isOn, injector }) => isOn && !isInjectedAlready(pod, injector))
    .map(({ injector }) => ({ name: injector.adds, by: injector.name, isCertain: true }));
  const byPolicies = index.decisions
    .formsOf(pod)
    .flatMap(({ added }) => added?.containers ?? [])
    .map(({ by, image, isCertain }) => ({ name: image.container, by, isCertain }));
  const byName = new Map([...byPolicies, ...byInjectors].map((one) => [one.name, one]));
  return [...byName.values()];
}

function findingSummary(
  uri: string,
  placed: OpenedDocument,
  { rule, severity, message, span, resource, container, fixes }: RuleFinding,
  names: WorkloadNames,
): FindingSummary {
  return {
    rule: rule.id,
    severity,
    message,
    place: placeOf(uri, placed, span),
    workload: names.of(resource),
    container: container?.label,
    isFixable: (fixes ?? []).length > 0,
  };
}

/** The names of the resources of a document. */
class WorkloadNames {
  readonly #uri: string;
  readonly #index: WorkspaceIndex;
  readonly #known = new Map<number, WorkloadName>();
  readonly #counts = new Map<string, number>();

  constructor(uri: string, index: WorkspaceIndex) {
    this.#uri = uri;
    this.#index = index;
  }

  of(resource: Resource): WorkloadName {
    const { start } = resource.value.span;
    const name = this.#known.get(start) ?? this.#name(resource);
    this.#known.set(start, name);
    return name;
  }

  #name(resource: Resource): WorkloadName {
    const { kind, name = '(no name)' } = resource;
    const namespace = this.#index.builds.namespaceNameOf(resource);
    const words = `${this.#uri} ${namespace ?? ''} ${kind} ${name}`;
    // The items of a list can be the same object.
    const count = this.#counts.get(words) ?? 0;
    this.#counts.set(words, count + 1);
    return { kind, name, namespace, key: `${words} ${count}` };
  }
}

function placeOf(uri: string, placed: OpenedDocument, span: Span): ViewPlace {
  return { uri, ...toRange(placed, span).start };
}
