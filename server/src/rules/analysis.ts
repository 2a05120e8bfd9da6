import type { ManifestDocument } from '../manifest/document';
import type { PlacedDocument } from '../manifest/file';
import type { Resource } from '../manifest/resource';
import type { Span, YamlValue } from '../manifest/value';
import type { Container } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { Fix, Related, Rule } from './rule';
import type { Severity } from './severity';

/** A finding with its rule, severity and place. */
export interface RuleFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Counts from the start of the document, like all places of the finding. */
  readonly span: Span;
  readonly resource: Resource;
  // The rest is as the rule gave it: see `Finding`.
  readonly at: YamlValue;
  readonly message: string;
  readonly container: Container | undefined;
  readonly entry: YamlValue | undefined;
  readonly onceAFile: ((others: number) => string) | undefined;
  readonly related: readonly Related[] | undefined;
  readonly fixes: readonly Fix[] | undefined;
  readonly isAbsence: boolean;
}

/** An accepted finding. */
export interface SilencedFinding {
  readonly finding: RuleFinding;
  /** Where: in the manifest, or in a configuration file. */
  readonly by: 'comment' | 'configuration';
  readonly reason: string | undefined;
}

/** The result for one document. */
export interface DocumentAnalysis {
  readonly document: ManifestDocument;
  readonly pods: readonly Pod[];
  readonly findings: readonly RuleFinding[];
  /** Further findings, which are reported once a file: see `findingsOfFile`. */
  readonly onceAFile: readonly RuleFinding[];
  readonly silenced: readonly SilencedFinding[];
}

/** An analysis and the place of its document in the file. */
export interface PlacedAnalysis extends PlacedDocument {
  readonly analysis: DocumentAnalysis;
}
