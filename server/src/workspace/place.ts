import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { Span, YamlValue } from '../manifest/value';

/**
 * The place of a fact, to point to it. Facts are compared without it, because an equal fact can move. It does not hold the
 * values of the document, so that the document can be released.
 */
export class FactPlace {
  readonly document: ManifestDocument;
  readonly span: Span;

  constructor(document: ManifestDocument, { span }: YamlValue) {
    this.document = document;
    this.span = span;
  }

  /** The name of a resource, else its kind. */
  static ofResource({ document, value }: Resource): FactPlace {
    const name = value.at('metadata', 'name');
    return new FactPlace(document, name.isSet ? name : value.get('kind'));
  }

  /** Leaves the place out of the JSON that compares two versions of facts. */
  toJSON(): undefined {
    return undefined;
  }
}
