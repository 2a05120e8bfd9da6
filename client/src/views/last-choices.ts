import type { Memento } from 'vscode';
import type { PodPlace } from '../../../server/src/cluster/words';
import { own } from '../../../server/src/text/own';

const CONTEXT = 'sidecarGuard.lastContext';
const DEBUG_IMAGE = 'sidecarGuard.lastDebugImage';
const PODS = 'sidecarGuard.lastPods';
const NAMESPACES = 'sidecarGuard.lastNamespaces';

/** In how many namespaces the last pod is remembered. */
const MOST_PODS = 50;

function keyOf(context: string, namespace: string): string {
  return `${context}/${namespace}`;
}

/** The last choices in this workspace. The next list starts at them. */
export class LastChoices {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get context(): string | undefined {
    return this.#memento.get<string>(CONTEXT);
  }

  namespaceOf(context: string): string | undefined {
    return own(this.#memento.get<Record<string, string>>(NAMESPACES), context);
  }

  /** The pod that was chosen last in a namespace. */
  podOf(context: string, namespace: string): string | undefined {
    return own(this.#memento.get<Record<string, string>>(PODS), keyOf(context, namespace));
  }

  /** Remembers where an action went. "All namespaces", which have no name, are not remembered. */
  async remember({ context, namespace, pod }: PodPlace): Promise<void> {
    await this.#memento.update(CONTEXT, context);
    if (namespace === '') return;
    await this.#memento.update(NAMESPACES, { ...this.#memento.get(NAMESPACES), [context]: namespace });
    if (pod === '') return;
    const entries = Object.entries({ ...this.#memento.get<Record<string, string>>(PODS) });
    const others = entries.filter(([key]) => key !== keyOf(context, namespace)).slice(-MOST_PODS);
    await this.#memento.update(PODS, Object.fromEntries([...others, [keyOf(context, namespace), pod]]));
  }

  get debugImage(): string | undefined {
    return this.#memento.get<string>(DEBUG_IMAGE);
  }

  async setDebugImage(image: string): Promise<void> {
    await this.#memento.update(DEBUG_IMAGE, image);
  }
}
