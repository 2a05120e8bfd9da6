import type { ManifestDocument } from '../manifest/document';
import type { Resource } from '../manifest/resource';
import type { YamlValue } from '../manifest/value';

/** Where a fact stands: for pointing there, never for comparing facts, which may stay the same while they move. */
export class Place {
  readonly document: ManifestDocument;
  readonly value: YamlValue;

  constructor(document: ManifestDocument, value: YamlValue) {
    this.document = document;
    this.value = value;
  }

  /** The name of a resource, else its kind. */
  static ofResource({ document, value }: Resource): Place {
    const name = value.at('metadata', 'name');
    return new Place(document, name.exists ? name : value.get('kind'));
  }

  /** Left out of the JSON by which two versions of facts are compared. */
  toJSON(): undefined {
    return undefined;
  }
}
