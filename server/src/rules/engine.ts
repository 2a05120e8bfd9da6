import type { ManifestDocument } from '../manifest/document';
import type { YamlValue } from '../manifest/value';
import { podsOf } from '../pod/pod';
import { podTemplatesOf } from '../pod/template';
import type { WorkspaceIndex } from '../workspace/workspace-index';
import { AcceptedFixes } from './accepted-fixes';
import { ActiveRules } from './active-rules';
import type { DocumentAnalysis, RuleFinding, SilencedFinding } from './analysis';
import { contextFor } from './context';
import { decideFindings, toRuleFinding } from './decide';
import { type Clock, type ErrorHandler, Guard, SYSTEM_CLOCK } from './guard';
import { entryFor } from './ignore-entry';
import { invalidFinding, invalidYaml } from './invalid-yaml';
import { joinNodeAccess } from './node-agent';
import { notJudged, obstacleFinding } from './not-judged';
import { type AnalysisOptions, isOff } from './options';
import { RefusalCounter } from './refusals';
import type { Rule } from './rule';
import { runRule } from './run-rule';
import type { RunnableRule } from './runnable-rule';
import { didYouMean } from './similar-rule';
import { hasIgnoreAnnotation, Suppressions } from './suppressions';
import { unusedSuppression } from './unused-suppression';

/** What the rules found in a document. */
type Judged = Pick<DocumentAnalysis, 'pods' | 'findings' | 'silenced'>;

/** Runs the rules on documents, and keeps each result until something that it depends on changes. */
export class Analyzer {
  readonly #rules: readonly Rule[];
  readonly #refusals: RefusalCounter;
  readonly #index: WorkspaceIndex;
  readonly #onError: ErrorHandler;
  readonly #options: AnalysisOptions;
  readonly #clock: Clock;
  /** By the root of the document, so that the analysis of a released document is forgotten, too. */
  readonly #cache = new WeakMap<
    YamlValue,
    { generation: number; options: AnalysisOptions; analysis: DocumentAnalysis }
  >();

  readonly #active = new WeakMap<AnalysisOptions, ActiveRules>();

  /**
   * @param onError gets the error of a rule that fails or takes too long; by default, the error is thrown
   */
  constructor(
    rules: readonly Rule[],
    index: WorkspaceIndex,
    options: AnalysisOptions,
    onError: ErrorHandler = rethrow,
    clock: Clock = SYSTEM_CLOCK,
  ) {
    this.#rules = rules;
    this.#refusals = new RefusalCounter(rules);
    this.#index = index;
    this.#options = options;
    this.#onError = onError;
    this.#clock = clock;
  }

  /** @param options those of the document's file, if they differ from the analyzer's; compared by identity */
  analyse(document: ManifestDocument, options = this.#options): DocumentAnalysis {
    const { generation } = this.#index;
    const cached = this.#cache.get(document.root);
    if (cached?.generation === generation && cached.options === options) return cached.analysis;
    const analysis = this.judge(document, options);
    this.#cache.set(document.root, { generation, options, analysis });
    return analysis;
  }

  /** Whether nothing can be found in a document, whatever other files say, as long as there are no kustomizations. */
  hasNothingFor(document: ManifestDocument, options: AnalysisOptions): boolean {
    if (document.excess || document.failure || this.#index.failureOn(document)) return false;
    if (document.directives.length > 0 || document.syntaxErrors.length > 0) return false;
    const active = this.#activeRules(options);
    const circumstances = { hasPods: false, hasKustomizations: false };
    return document.resources.every(
      (resource) =>
        podTemplatesOf(resource).length === 0 &&
        !hasIgnoreAnnotation(resource.annotations) &&
        active.for(resource, circumstances).length === 0,
    );
  }

  #activeRules(options: AnalysisOptions): ActiveRules {
    let active = this.#active.get(options);
    if (!active) {
      active = new ActiveRules(this.#rules, options);
      this.#active.set(options, active);
    }
    return active;
  }

  /** Judges an edited document, which is not in the workspace, as a part of the file that another document is in. */
  putBeside(original: ManifestDocument, edited: ManifestDocument): void {
    this.#index.putBeside(original, edited);
  }

  /** An analysis that is not kept: a cache would hold what was made of thousands of files until the memory is full. */
  judge(document: ManifestDocument, options: AnalysisOptions): DocumentAnalysis {
    const guard = new Guard(document, this.#onError, this.#clock);
    if (options.isExcluded)
      return { document, pods: NOTHING, findings: NOTHING, onceAFile: NOTHING, silenced: NOTHING };
    let judged: Judged = { pods: NOTHING, findings: NOTHING, silenced: NOTHING };
    const { excess } = document;
    if (excess) guard.obstacles.push({ kind: excess });
    if (this.#index.builds.hasUnknownBuilds(document)) guard.obstacles.push({ kind: 'builds' });
    try {
      const failure = this.#index.failureOn(document) ?? (excess ? undefined : document.failure);
      if (failure) throw failure.error;
      judged = this.#judge(document, options, guard);
    } catch (error) {
      guard.obstacles.unshift({ kind: 'failure' });
      this.#onError(error, undefined);
    }
    const ofDocument = [...this.#notJudged(document, guard, options), ...this.#invalid(document, options)];
    const { findings: all, silenced } = withoutAccepted([...ofDocument, ...judged.findings], judged.silenced, options);
    const onceAFile = all.some((finding) => finding.onceAFile) ? all.filter((finding) => finding.onceAFile) : NOTHING;
    const findings = onceAFile.length > 0 ? all.filter((finding) => !finding.onceAFile) : all;
    return { document, pods: judged.pods, findings, onceAFile, silenced };
  }

  #judge(document: ManifestDocument, options: AnalysisOptions, guard: Guard): Judged {
    const index = this.#index;
    const context = contextFor(index, options, guard);
    const podsByResource = document.resources.map((resource) => ({
      resource,
      pods: podsOf(resource, (namespace, labels) => index.servicePorts(namespace, labels)),
    }));
    const pods = podsByResource.flatMap((entry) => entry.pods);
    const suppressions = new Suppressions(document, pods, options.inlineIgnores !== false);
    const isPatch = index.builds.isPart(document);
    const active = this.#activeRules(options);
    const hasKustomizations = !index.builds.isEmpty;
    const findings: RuleFinding[] = [];
    for (const { resource, pods: own } of podsByResource) {
      const ofResource: RuleFinding[] = [];
      const accepted = new AcceptedFixes(resource, own, (changed, itsPods) => {
        // It is asked later, when the time for the document's findings has passed.
        const again = new Guard(document, this.#onError, this.#clock);
        return this.#refusals.count(changed, itsPods, {
          context: contextFor(index, options, again),
          guard: again,
          isPatch,
        });
      });
      const judge = (runnable: RunnableRule): Iterable<RuleFinding> => {
        const found = runRule(runnable, resource, own, context, guard);
        return found.length > 0
          ? decideFindings(runnable.rule, resource, found, { suppressions, options, isPatch })
          : NOTHING;
      };
      // An alias can stand for fields that are written elsewhere in the document.
      const { node } = document.hasAliases ? document.root : resource.value;
      const written = own.length > 0 ? active.fields.writtenIn(node) : undefined;
      for (const { runnable, fields } of active.for(resource, { hasPods: own.length > 0, hasKustomizations })) {
        if (fields && !written?.hasAnyOf(fields)) continue;
        // Very many findings as arguments of one call would overflow the stack.
        for (const finding of guard.run(runnable, judge)) ofResource.push(withFixes(finding, accepted));
      }
      for (const finding of joinNodeAccess(resource, ofResource)) findings.push(finding);
    }
    for (const unused of this.#unused(document, suppressions, options)) findings.push(unused);
    findings.sort((a, b) => a.span.start - b.span.start);
    return { pods, findings, silenced: suppressions.silenced };
  }

  /** A finding about what was not judged. Comments in the document cannot silence it. */
  #notJudged(document: ManifestDocument, { obstacles }: Guard, options: AnalysisOptions): RuleFinding[] {
    if (obstacles.length === 0) return [];
    const rule = this.#rules.find(({ id }) => id === notJudged.id);
    const found = obstacleFinding(document, obstacles);
    if (!rule || !found || isOff(rule, options)) return [];
    return [toRuleFinding(rule, found.resource, found, undefined, options)];
  }

  /** A finding about a manifest that kubectl does not read. */
  #invalid(document: ManifestDocument, options: AnalysisOptions): RuleFinding[] {
    if (document.syntaxErrors.length === 0) return [];
    const rule = this.#rules.find(({ id }) => id === invalidYaml.id);
    const found = rule && !isOff(rule, options) ? invalidFinding(document) : undefined;
    return rule && found ? [toRuleFinding(rule, found.resource, found, undefined, options)] : [];
  }

  /** Unused suppressions of rules that ran, in a document and a workspace that were read completely. */
  #unused(document: ManifestDocument, suppressions: Suppressions, options: AnalysisOptions): RuleFinding[] {
    const { unused } = suppressions;
    if (unused.length === 0) return [];
    const [resource] = document.resources;
    const rule = this.#rules.find(({ id }) => id === unusedSuppression.id);
    if (!resource || !rule || isOff(rule, options) || !this.#index.isComplete) return [];
    if (document.isTemplate || document.syntaxErrors.length > 0) return [];
    return unused.flatMap(({ rule: id, place: span }) => {
      const silenced = this.#rules.find((candidate) => candidate.id === id);
      if (silenced ? isOff(silenced, options) : id === undefined && options.only) return [];
      const message =
        id === undefined
          ? 'Unused suppression: no rule finds anything here. Remove it.'
          : silenced
            ? `Unused suppression: the rule "${id}" finds nothing here. Remove it.`
            : `Unknown rule "${id}": this suppression has no effect.${didYouMean(id) || ' Correct the name, or remove it.'}`;
      return [toRuleFinding(rule, resource, { at: resource.value, span, message }, undefined, options)];
    });
  }
}

const NOTHING: readonly never[] = [];

/** Findings without those that the configuration accepts. */
function withoutAccepted(
  findings: readonly RuleFinding[],
  silenced: readonly SilencedFinding[],
  { ignored = [] }: AnalysisOptions,
) {
  if (ignored.length === 0) return { findings, silenced };
  const [left, accepted]: [RuleFinding[], SilencedFinding[]] = [[], []];
  for (const finding of findings) {
    const entry = entryFor(ignored, finding);
    if (entry) accepted.push({ finding, by: 'configuration', reason: entry.reason });
    else left.push(finding);
  }
  return { findings: left, silenced: [...silenced, ...accepted] };
}

function withFixes(finding: RuleFinding, accepted: AcceptedFixes): RuleFinding {
  return finding.fixes ? { ...finding, fixes: accepted.of(finding.fixes) } : finding;
}

function rethrow(error: unknown): never {
  throw error;
}
