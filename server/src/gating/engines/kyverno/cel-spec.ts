import { YamlValue } from '../../../manifest/value';

/**
 * The `cel` of a rule, to be read as the spec of a ValidatingAdmissionPolicy is: but for the name of its expressions it is
 * one ("Validate Rules", Common Expression Language).
 */
class CelSpec extends YamlValue {
  readonly #cel: YamlValue;

  constructor(cel: YamlValue) {
    // What stands below is looked up in the document of the rule.
    super({ resolve: () => undefined, isReferenced: () => false }, cel.node);
    this.#cel = cel;
  }

  override get(name: string): YamlValue {
    return this.#cel.get(name === 'validations' ? 'expressions' : name);
  }
}

/** What the `cel` of a rule looks like to those who read policies of the API server. */
export function celSpecOf(rule: YamlValue): YamlValue {
  return new CelSpec(rule.at('validate', 'cel'));
}
