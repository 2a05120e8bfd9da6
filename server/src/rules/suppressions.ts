import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { Directive } from '../manifest/suppression';
import type { Span, YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';
import type { RuleFinding, SilencedFinding } from './analysis';
import { isWorse } from './severity';

/**
 * The annotation of a resource or pod template that silences rules there: `RULE` or `CONTAINER:RULE`, separated by commas. Each
 * can have a reason without commas: `RULE -- reason`.
 */
export const IGNORE_ANNOTATION = 'sidecar-guard/ignore';
/** As it was called before there was a release. */
const FORMER_ANNOTATION = 'sidecar-guard.dev/ignore';

/** Whether the metadata of an object may silence findings. */
export function hasIgnoreAnnotation(annotations: ReadonlyMap<string, string>): boolean {
  return annotations.has(IGNORE_ANNOTATION) || annotations.has(FORMER_ANNOTATION);
}

/** How many unused suppressions of a document are reported. */
const MOST_UNUSED = 1000;

/** A suppression of the user: one rule of a comment or annotation, or all rules of a comment. */
interface Suppression {
  /** `undefined` for all rules. */
  readonly rule: string | undefined;
  readonly place: Span;
  readonly reason: string | undefined;
  readonly covers: (found: Found, lines: readonly number[]) => boolean;
  isUsed: boolean;
}

interface Found {
  readonly finding: RuleFinding;
  readonly resource: Resource;
  readonly pod: Pod | undefined;
  /** What the finding is about. */
  readonly subject: unknown;
}

/** The comments and annotations of a document that silence findings, and which of them are used. */
export class Suppressions {
  readonly #all: readonly Suppression[];
  readonly #document: ManifestDocument;
  /** The worst silenced finding of each rule about each thing. */
  readonly #silenced = new Map<string, Map<unknown, SilencedFinding>>();

  /** @param areAllowed whether they silence anything */
  constructor(document: ManifestDocument, pods: readonly Pod[], areAllowed: boolean) {
    this.#document = document;
    this.#all = !areAllowed
      ? []
      : [
          ...document.directives.flatMap(ofDirective),
          ...document.resources.flatMap((resource) =>
            ofAnnotation(resource.value.get('metadata'), (found) => found.resource === resource),
          ),
          ...pods.flatMap((pod) =>
            // The metadata of a Pod is that of its resource.
            pod.metadata.node === pod.resource.value.get('metadata').node
              ? []
              : ofAnnotation(pod.metadata, (found) => found.pod === pod),
          ),
        ];
  }

  /** Whether a finding is silenced. The comment can be for the line of the finding, or for the line where its value begins. */
  silences(rule: string, found: Found): boolean {
    if (this.#all.length === 0) return false;
    const { at, span } = found.finding;
    const starts = [span.start, at.span.start, at.keySpan?.start ?? span.start];
    const lines = starts.map((start) => this.#document.lines.lineAt(start));
    const fitting = this.#all.filter(
      (suppression) => (suppression.rule ?? rule) === rule && suppression.covers(found, lines),
    );
    for (const suppression of fitting) suppression.isUsed = true;
    const [first] = fitting;
    if (first) this.#keep(found, first.reason);
    return first !== undefined;
  }

  #keep({ finding, subject }: Found, reason: string | undefined): void {
    const own = this.#silenced.get(finding.rule.id) ?? new Map<unknown, SilencedFinding>();
    this.#silenced.set(finding.rule.id, own);
    const known = own.get(subject);
    if (!known || isWorse(finding.severity, known.finding.severity))
      own.set(subject, { finding, by: 'comment', reason });
  }

  /** The findings that were silenced so far. */
  get silenced(): SilencedFinding[] {
    return [...this.#silenced.values()].flatMap((own) => [...own.values()]);
  }

  /** The first of the suppressions that silenced no finding. The others are reported when these are removed. */
  get unused(): readonly { readonly rule: string | undefined; readonly place: Span }[] {
    return this.#all.filter(({ isUsed }) => !isUsed).slice(0, MOST_UNUSED);
  }
}

function ofDirective({ rules, firstLine, lastLine, span, reason }: Directive): Suppression[] {
  const covers: Suppression['covers'] = (_, lines) => lines.some((line) => line >= firstLine && line <= lastLine);
  const named = rules.length > 0 ? rules : [undefined];
  return named.map((rule) => ({ rule, place: span, reason, covers, isUsed: false }));
}

function ofAnnotation(metadata: YamlValue, isInside: (found: Found) => boolean): Suppression[] {
  if (!metadata.has('annotations')) return [];
  const annotations = metadata.get('annotations');
  return [IGNORE_ANNOTATION, FORMER_ANNOTATION].flatMap((name) => ofEntries(annotations.get(name), isInside));
}

function ofEntries(annotation: YamlValue, isInside: (found: Found) => boolean): Suppression[] {
  return (annotation.string ?? '')
    .split(',')
    .map((entry) => entry.split(' -- '))
    .flatMap(([name = '', ...reasons]) => {
      const entry = name.trim();
      if (entry === '') return [];
      const colon = entry.indexOf(':');
      const container = colon === -1 ? undefined : entry.slice(0, colon);
      const reason = reasons.join(' -- ').trim();
      const suppression: Suppression = {
        rule: entry.slice(colon + 1),
        place: annotation.span,
        reason: reason === '' ? undefined : reason,
        covers: (found) => isInside(found) && (container === undefined || found.finding.container?.name === container),
        isUsed: false,
      };
      return [suppression];
    });
}
