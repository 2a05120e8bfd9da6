import { YamlValue } from '../../../../manifest/value';

/**
 * The `cel` of a rule as the spec of a ValidatingAdmissionPolicy. The two differ only in the name of the expressions
 * ("Validate Rules", Common Expression Language).
 */
class CelSpec extends YamlValue {
  readonly #cel: YamlValue;

  constructor(cel: YamlValue) {
    // The fields below are looked up in the document of the rule.
    super(cel.node);
    this.#cel = cel;
  }

  override get(name: string): YamlValue {
    return this.#cel.get(name === 'validations' ? 'expressions' : name);
  }
}

/** The `cel` of a rule, for readers of the API server's policies. */
export function celSpecOf(rule: YamlValue): YamlValue {
  return new CelSpec(rule.at('validate', 'cel'));
}
