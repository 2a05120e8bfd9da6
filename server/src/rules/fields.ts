import type { YamlNode } from '../manifest/node';

/** Some of the known fields, as their numbers. */
export type FieldSet = readonly number[];

/** The fields that rules ask for. */
export class KnownFields {
  readonly #numbers = new Map<string, number>();

  constructor(names: readonly string[]) {
    for (const name of names) if (!this.#numbers.has(name)) this.#numbers.set(name, this.#numbers.size);
  }

  setOf(names: readonly string[]): FieldSet {
    return names.flatMap((name) => this.#numbers.get(name) ?? []);
  }

  /** The known fields that are written in a part of a document, at any depth. */
  writtenIn(node: YamlNode | undefined): WrittenFields {
    const written = new Uint8Array(this.#numbers.size);
    if (node) this.#mark(node, written);
    return new WrittenFields(written);
  }

  /** What an alias stands for is written in another place. */
  #mark(node: YamlNode, written: Uint8Array): void {
    if (node.kind === 'list') {
      for (const item of node.items) this.#mark(item, written);
    } else if (node.kind === 'map') {
      for (const { name, value } of node.pairs) {
        const number = name === undefined ? undefined : this.#numbers.get(name);
        if (number !== undefined) written[number] = 1;
        this.#mark(value, written);
      }
    }
  }
}

class WrittenFields {
  readonly #written: Uint8Array;

  constructor(written: Uint8Array) {
    this.#written = written;
  }

  hasAnyOf(fields: FieldSet): boolean {
    for (const field of fields) if (this.#written[field] === 1) return true;
    return false;
  }
}
