import type { YamlValue } from '../../manifest/value';

/** An exemption from an image gate. */
export interface Exemption {
  readonly at: YamlValue;
  /** What the resource does, as the predicate of its name. */
  readonly does: string;
  /** The exempt namespaces; none for an exemption of users or images. */
  readonly namespaces: readonly string[];
  /** The label to change, and its new value; `undefined` to remove it. */
  readonly remedy?: { readonly value: YamlValue; readonly data: string | undefined };
}
