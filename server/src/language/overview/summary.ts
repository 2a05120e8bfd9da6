import { type Coverage, coverageOf } from '../../gating/coverage';
import type { ManifestDocument } from '../../manifest/document';
import type { Resource } from '../../manifest/resource';
import type { Span } from '../../manifest/value';
import type { Role } from '../../pod/container';
import { isInjectedAlready, podInjections } from '../../pod/injection';
import type { Pod } from '../../pod/pod';
import type { ViewPlace } from '../../protocol/overview';
import { type ReportedImage, reportImages } from '../../report/gates';
import type { RuleFinding } from '../../rules/analysis';
import type { Severity } from '../../rules/severity';
import type { WorkspaceIndex } from '../../workspace/workspace-index';
import type { OpenAnalysis, OpenedDocument } from '../open-analysis';
import { toRange } from '../ranges';

/** As many findings of a file as the editor shows. */
const MOST_FINDINGS = 1000;

/** What views show of a file, as plain data: the documents themselves need not stay in memory. */
export interface FileSummary {
  readonly uri: string;
  readonly pods: readonly PodSummary[];
  readonly findings: readonly FindingSummary[];
  /** What gates decide about its images. */
  readonly images: readonly ReportedImage[];
}

export interface PodSummary {
  readonly workload: WorkloadName;
  readonly place: ViewPlace;
  readonly gate: Coverage;
  readonly containers: readonly ContainerSummary[];
  readonly injected: readonly InjectedSummary[];
}

/** The resource that something is about. */
export interface WorkloadName {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Not that of another resource of the workspace. An edit elsewhere in the file does not change it. */
  readonly key: string;
}

interface ContainerSummary {
  readonly name: string;
  readonly role: Role;
  readonly evidence: readonly string[];
  readonly image: string | undefined;
  readonly place: ViewPlace;
}

/** A container that the manifest does not have. */
interface InjectedSummary {
  readonly name: string;
  /** Who adds it. */
  readonly by: string;
  readonly isCertain: boolean;
}

export interface FindingSummary {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: ViewPlace;
  readonly workload: WorkloadName;
  readonly container: string | undefined;
  readonly isFixable: boolean;
}

/** What views show of a file. */
export function summaryOf({ uri, documents }: OpenAnalysis, index: WorkspaceIndex): FileSummary {
  const names = new WorkloadNames(uri, index);
  const [pods, findings]: [PodSummary[], FindingSummary[]] = [[], []];
  for (const placed of documents) {
    for (const pod of placed.analysis.pods) pods.push(podSummary(uri, placed, pod, names.of(pod.resource), index));
    for (const finding of placed.analysis.findings)
      if (findings.length < MOST_FINDINGS) findings.push(findingSummary(uri, placed, finding, names));
  }
  const all = documents.flatMap(({ analysis }) => analysis.pods.map((pod) => ({ file: uri, pod })));
  return { uri, pods, findings, images: [...reportImages([all], index)] };
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
    place: placeOf(uri, placed, (name.exists ? name : resource.value).span),
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

/** The names of the resources of a file. */
class WorkloadNames {
  readonly #uri: string;
  readonly #index: WorkspaceIndex;
  readonly #known = new Map<ManifestDocument, Map<number, WorkloadName>>();
  readonly #counts = new Map<string, number>();

  constructor(uri: string, index: WorkspaceIndex) {
    this.#uri = uri;
    this.#index = index;
  }

  of(resource: Resource): WorkloadName {
    let inDocument = this.#known.get(resource.document);
    if (!inDocument) {
      inDocument = new Map();
      this.#known.set(resource.document, inDocument);
    }
    const { start } = resource.value.span;
    const name = inDocument.get(start) ?? this.#name(resource);
    inDocument.set(start, name);
    return name;
  }

  #name(resource: Resource): WorkloadName {
    const { kind, name = '(no name)' } = resource;
    const namespace = this.#index.builds.namespaceNameOf(resource);
    const words = `${this.#uri} ${namespace ?? ''} ${kind} ${name}`;
    // The same object can be in several documents.
    const count = this.#counts.get(words) ?? 0;
    this.#counts.set(words, count + 1);
    return { kind, name, namespace, key: `${words} ${count}` };
  }
}

function placeOf(uri: string, placed: OpenedDocument, span: Span): ViewPlace {
  return { uri, ...toRange(placed, span).start };
}
