import type { Memento } from 'vscode';
import { own } from '../../../server/src/text/own';

const CONTEXT = 'sidecarGuard.lastContext';
const DEBUG_IMAGE = 'sidecarGuard.lastDebugImage';
const NAMESPACES = 'sidecarGuard.lastNamespaces';

/** The last choices in this workspace. The next list starts at them. */
export class LastChoices {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get context(): string | undefined {
    return this.#memento.get<string>(CONTEXT);
  }

  async setContext(context: string): Promise<void> {
    await this.#memento.update(CONTEXT, context);
  }

  namespaceOf(context: string): string | undefined {
    return own(this.#memento.get<Record<string, string>>(NAMESPACES), context);
  }

  async setNamespace(context: string, namespace: string): Promise<void> {
    await this.#memento.update(NAMESPACES, { ...this.#memento.get(NAMESPACES), [context]: namespace });
  }

  get debugImage(): string | undefined {
    return this.#memento.get<string>(DEBUG_IMAGE);
  }

  async setDebugImage(image: string): Promise<void> {
    await this.#memento.update(DEBUG_IMAGE, image);
  }
}
