import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { Directive } from '../manifest/suppression';
import type { Span, YamlValue } from '../manifest/value';
import type { Pod } from '../pod/pod';
import type { RuleFinding } from './analysis';

/**
 * The annotation of a resource or pod template that silences rules there: `RULE` or `CONTAINER:RULE`, separated by commas. Each
 * can have a reason without commas: `RULE -- reason`.
 */
export const IGNORE_ANNOTATION = 'sidecar-guard.dev/ignore';

/** How many unused suppressions of a document are reported. */
const MOST_UNUSED = 1000;

/** A suppression of the user: one rule of a comment or annotation, or all rules of a comment. */
interface Suppression {
  /** `undefined` for all rules. */
  readonly rule: string | undefined;
  readonly place: Span;
  readonly covers: (found: Found, lines: readonly number[]) => boolean;
  isUsed: boolean;
}

interface Found {
  readonly finding: RuleFinding;
  readonly resource: Resource;
  readonly pod: Pod | undefined;
}

/** The comments and annotations of a document that silence findings, and which of them are used. */
export class Suppressions {
  readonly #all: readonly Suppression[];
  readonly #document: ManifestDocument;

  constructor(document: ManifestDocument, pods: readonly Pod[]) {
    this.#document = document;
    this.#all = [
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
    return fitting.length > 0;
  }

  /** The first of the suppressions that silenced no finding. The others are reported when these are removed. */
  get unused(): readonly { readonly rule: string | undefined; readonly place: Span }[] {
    return this.#all.filter(({ isUsed }) => !isUsed).slice(0, MOST_UNUSED);
  }
}

function ofDirective({ rules, firstLine, lastLine, span }: Directive): Suppression[] {
  const covers: Suppression['covers'] = (_, lines) => lines.some((line) => line >= firstLine && line <= lastLine);
  const named = rules.length > 0 ? rules : [undefined];
  return named.map((rule) => ({ rule, place: span, covers, isUsed: false }));
}

function ofAnnotation(metadata: YamlValue, isInside: (found: Found) => boolean): Suppression[] {
  const annotation = metadata.get('annotations').get(IGNORE_ANNOTATION);
  return (annotation.string ?? '')
    .split(',')
    .map((entry) => (entry.split(' -- ', 1)[0] ?? '').trim())
    .filter(Boolean)
    .map((entry) => {
      const colon = entry.indexOf(':');
      const container = colon === -1 ? undefined : entry.slice(0, colon);
      return {
        rule: entry.slice(colon + 1),
        place: annotation.span,
        covers: (found) => isInside(found) && (container === undefined || found.finding.container?.name === container),
        isUsed: false,
      };
    });
}
