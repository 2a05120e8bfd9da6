import type { ManifestDocument } from '../manifest/document';
import type { PlacedDocument } from '../manifest/file';
import type { Resource } from '../manifest/resource';
import type { Span } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { NEWEST_KUBERNETES_MINOR } from './kubernetes-version';
import { type LeveledVersion, podSecurityOf } from './permissions/pod-security';
import type { Finding, Rule, RuleContext } from './rule';
import { isWorse, type Severity } from './severity';
import { Suppressions } from './suppressions';
import { unusedSuppression } from './unused-suppression';

/** What the user has decided about the analysis. */
export interface AnalysisOptions {
  /** Severities that differ from the rules' defaults. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** The only rules to run; all of them where it isn't given. */
  readonly only?: ReadonlySet<string>;
  /** The minor version of Kubernetes 1.x. */
  readonly kubernetesMinor: number;
  readonly podSecurity?: LeveledVersion;
  /** The places that images may come from; any where it isn't given. */
  readonly allowedRegistries?: readonly string[];
}

/** What holds where nobody has decided anything. */
export const DEFAULT_OPTIONS: AnalysisOptions = { severities: new Map(), kubernetesMinor: NEWEST_KUBERNETES_MINOR };

/** A finding with everything about it decided. */
export interface RuleFinding extends Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Counted from the start of its document, like all of its places. */
  readonly span: Span;
  readonly resource: Resource;
}

/** The verdict on one document. */
export interface DocumentAnalysis {
  readonly document: ManifestDocument;
  readonly pods: readonly Pod[];
  readonly findings: readonly RuleFinding[];
}

/** An analysis and where its document stands in its file. */
export interface PlacedAnalysis extends PlacedDocument {
  readonly analysis: DocumentAnalysis;
}

/** Runs the rules on documents, each only once for as long as nothing that it depends on changes. */
export class Analyzer {
  readonly #rules: readonly Rule[];
  readonly #index: WorkspaceIndex;
  readonly #onError: (error: unknown, rule: Rule) => void;
  readonly #options: AnalysisOptions;
  #cache = new WeakMap<
    ManifestDocument,
    { generation: number; options: AnalysisOptions; analysis: DocumentAnalysis }
  >();

  /** @param onError takes what a rule throws, which is a mistake in the rule; by default it is thrown on */
  constructor(
    rules: readonly Rule[],
    index: WorkspaceIndex,
    options: AnalysisOptions,
    onError: (error: unknown, rule: Rule) => void = rethrow,
  ) {
    this.#rules = rules;
    this.#index = index;
    this.#options = options;
    this.#onError = onError;
  }

  /** @param options where those of the document's file differ from the analyzer's; compared by identity */
  analyse(document: ManifestDocument, options = this.#options): DocumentAnalysis {
    const { generation } = this.#index;
    const cached = this.#cache.get(document);
    if (cached?.generation === generation && cached.options === options) return cached.analysis;
    const analysis = this.#run(document, options);
    this.#cache.set(document, { generation, options, analysis });
    return analysis;
  }

  #run(document: ManifestDocument, options: AnalysisOptions): DocumentAnalysis {
    const index = this.#index;
    const context: RuleContext = {
      gates: index.isComplete ? index.gates : undefined,
      get policies() {
        return index.policies;
      },
      decisionsOn: (pod) => (index.isComplete ? index.decisionsOn(pod) : []),
      // Asked for by few rules, and made anew after many edits.
      get gatesInForce() {
        return index.isComplete ? index.gatesInForce : [];
      },
      get enforcers() {
        return index.enforcers;
      },
      get access() {
        return index.access;
      },
      allowedRegistries: options.allowedRegistries ?? [],
      mountsOf: (configMap) => index.mountsOf(configMap),
      kubernetesMinor: options.kubernetesMinor,
      podSecurity: (pod) => podSecurityOf(pod, index, options.podSecurity),
      namespaceOf: (resource) => index.namespaceOf(resource),
      get workloads() {
        return index.workloads;
      },
      patchable: (target) => index.patchable(target),
      imagesFor: (resource, image) => index.imagesFor(resource, image),
    };
    const podsByResource = document.resources.map((resource) => ({
      resource,
      pods: podsOf(resource, (namespace, labels) => index.servicePorts(namespace, labels)),
    }));
    const pods = podsByResource.flatMap((entry) => entry.pods);
    const suppressions = new Suppressions(document, pods);
    const isPatch = index.isPatch(document);
    const findings: RuleFinding[] = [];
    for (const { resource, pods: own } of podsByResource) {
      for (const rule of this.#rules) {
        if (isOff(rule, options)) continue;
        try {
          const found = runRule(rule, resource, own, context);
          if (found.length > 0) findings.push(...decide(rule, resource, found, { suppressions, options, isPatch }));
        } catch (error) {
          // One rule's mistake must not hide what the others find.
          this.#onError(error, rule);
        }
      }
    }
    findings.push(...this.#unused(document, suppressions, options));
    findings.sort((a, b) => a.span.start - b.span.start);
    return { document, pods, findings };
  }

  /** What silenced nothing, where that is certain: of rules that ran, in a document and a workspace that could be read. */
  #unused(document: ManifestDocument, suppressions: Suppressions, options: AnalysisOptions): RuleFinding[] {
    const [resource] = document.resources;
    const rule = this.#rules.find(({ id }) => id === unusedSuppression.id);
    if (!resource || !rule || isOff(rule, options) || !this.#index.isComplete) return [];
    if (document.isTemplate || document.syntaxErrors.length > 0) return [];
    const severity = severityOf(rule, options);
    return suppressions.unused.flatMap(({ rule: id, place: span }) => {
      const silenced = this.#rules.find((candidate) => candidate.id === id);
      if (silenced ? isOff(silenced, options) : id === undefined && options.only) return [];
      const message =
        id === undefined
          ? 'This silences nothing: no rule finds anything here. Remove it.'
          : silenced
            ? `This silences nothing: "${id}" finds nothing here. Remove it.`
            : `There is no rule "${id}", so this silences nothing. Correct the name, or remove it.`;
      return [{ rule, severity, span, at: resource.value, message, resource }];
    });
  }
}

function isOff(rule: Rule, { only, severities }: AnalysisOptions): boolean {
  if (only !== undefined && !only.has(rule.id)) return true;
  // Naming a rule asks for it, also where it is off by default.
  return (severities.get(rule.id) ?? (only ? 'asked for' : rule.severity)) === 'off';
}

/** The user's word beats the rule's, and that of a finding beats the rule's default. */
function severityOf({ id, severity }: Rule, { severities }: AnalysisOptions, own?: Severity): Severity {
  const chosen = severities.get(id);
  if (chosen && chosen !== 'off') return chosen;
  return own ?? (severity === 'off' ? 'warning' : severity);
}

/** What decides about a document's findings, besides the rules. */
interface Circumstances {
  readonly suppressions: Suppressions;
  readonly options: AnalysisOptions;
  readonly isPatch: boolean;
}

/** Drops what can't be known here or was silenced, and settles the severity. */
function decide(
  rule: Rule,
  resource: Resource,
  found: readonly FoundInPod[],
  { suppressions, options, isPatch }: Circumstances,
): Iterable<RuleFinding> {
  const { document } = resource;
  const isIncomplete = document.isTemplate || isPatch;
  // One finding per rule and container, or per entry, pod or resource where it isn't about a container: the worst.
  const worst = new Map<unknown, RuleFinding>();
  for (const { finding, pod } of found) {
    const subject = finding.container ?? finding.entry?.node ?? pod ?? resource;
    const span = finding.span ?? finding.at.span;
    if (finding.isAbsence && (isIncomplete || pod?.isPartial || span.end >= document.readableUntil)) continue;
    if (suppressions.silences(rule.id, { finding, resource, pod }, span)) continue;
    const severity = severityOf(rule, options, finding.severity);
    const known = worst.get(subject);
    if (!known || isWorse(severity, known.severity)) worst.set(subject, { ...finding, rule, severity, span, resource });
  }
  return worst.values();
}

interface FoundInPod {
  readonly finding: Finding;
  readonly pod?: Pod;
}

function runRule(rule: Rule, resource: Resource, pods: readonly Pod[], context: RuleContext): FoundInPod[] {
  const found: FoundInPod[] = [];
  if (rule.resource) for (const finding of rule.resource(resource, context)) found.push({ finding });
  for (const pod of pods) {
    if (rule.pod) for (const finding of rule.pod(pod, context)) found.push({ finding, pod });
    if (!rule.container) continue;
    for (const container of pod.containers) {
      for (const finding of rule.container(container, pod, context)) {
        found.push({ finding: { container, ...finding }, pod });
      }
    }
  }
  return found;
}

function rethrow(error: unknown): never {
  throw error;
}
