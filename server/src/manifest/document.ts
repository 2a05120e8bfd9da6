import type { LineIndex } from './line-index';
import type { Excess, SyntaxProblem } from './problem';
import type { Directive } from './suppression';
import type { Span, YamlValue } from './value';

/**
 * One YAML document. It is immutable, and all offsets count from its first character, so that the same text is parsed once
 * wherever it is in a file.
 */
export interface ManifestDocument {
  readonly text: string;
  /** It is part of a file with template expressions: a missing value can come from the template. */
  readonly isTemplate: boolean;
  readonly root: YamlValue;
  readonly resources: readonly Resource[];
  /** Why it is not read: the first place that is not YAML, or that kubectl refuses. It then has no root and no resources. */
  readonly syntaxErrors: readonly SyntaxProblem[];
  /** In the order of the text. */
  readonly comments: readonly Span[];
  readonly directives: readonly Directive[];
  /** An error of ours, or of the YAML parser, while it was read. */
  readonly failure: { readonly error: unknown } | undefined;
  /** The limit that it exceeds. It then has no root and no resources. */
  readonly excess: Excess | undefined;
  /** Whether it has aliases, so that a part of its text has no meaning of its own. */
  readonly hasAliases: boolean;
  readonly lines: LineIndex;
  /** The document that another text in its place makes. */
  withText(text: string): ManifestDocument;
  /** Forgets everything but the text. It is parsed again when it is asked for; values and resources are other objects then. */
  release(): void;
}

/** A Kubernetes object in a manifest: something with an `apiVersion` and a `kind`. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly value: YamlValue;
  readonly document: ManifestDocument;
}
