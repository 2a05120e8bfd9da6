import { own } from '../text/own';

/**
 * A place in data, which may be missing. `YamlValue` and `JsonValue` are places, so that the same code reads manifests and
 * answers of a cluster.
 */
export interface Place<Self extends Place<Self>> {
  /** Whether there is a value; for YAML, `null` is one. */
  readonly exists: boolean;
  readonly isMap: boolean;
  readonly items: readonly Self[];
  readonly string: string | undefined;
  readonly number: number | undefined;
  readonly boolean: boolean | undefined;
  /** The text of a scalar of any type. */
  readonly label: string | undefined;
  get(name: string): Self;
}

/** A place in JSON. A value of another type than the expected one counts as missing. */
export class JsonValue implements Place<JsonValue> {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  get exists(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  get isMap(): boolean {
    return typeof this.#value === 'object' && this.#value !== null && !Array.isArray(this.#value);
  }

  get items(): JsonValue[] {
    return Array.isArray(this.#value) ? this.#value.map((item: unknown) => new JsonValue(item)) : [];
  }

  get string(): string | undefined {
    return typeof this.#value === 'string' ? this.#value : undefined;
  }

  get number(): number | undefined {
    return typeof this.#value === 'number' ? this.#value : undefined;
  }

  get boolean(): boolean | undefined {
    return typeof this.#value === 'boolean' ? this.#value : undefined;
  }

  get label(): string | undefined {
    return this.exists && typeof this.#value !== 'object' ? String(this.#value) : undefined;
  }

  get(name: string): JsonValue {
    return new JsonValue(this.isMap ? own(this.#value as Readonly<Record<string, unknown>>, name) : undefined);
  }
}
