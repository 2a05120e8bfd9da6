import type { Memento } from 'vscode';

const CONTEXT = 'sidecarGuard.lastContext';
const NAMESPACES = 'sidecarGuard.lastNamespaces';

/** What was chosen last in this workspace, to start there the next time. */
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
    return this.#memento.get<Record<string, string>>(NAMESPACES)?.[context];
  }

  async setNamespace(context: string, namespace: string): Promise<void> {
    await this.#memento.update(NAMESPACES, { ...this.#memento.get(NAMESPACES), [context]: namespace });
  }
}
