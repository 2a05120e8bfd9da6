import type { ServicePort } from '../pod/roles';
import type { ServiceFact } from './facts';

/** The target ports of Services, by the pods that they select. A pod has few labels, and a workspace thousands of Services. */
export class SelectedPorts {
  /** By namespace and by the first label of the selector. */
  readonly #byLabel = new Map<string, (readonly [order: number, service: ServiceFact])[]>();

  constructor(services: readonly ServiceFact[]) {
    for (const [order, service] of services.entries()) {
      const [first] = service.selector;
      if (!first) continue;
      const key = keyOf(service.namespace, first);
      const known = this.#byLabel.get(key);
      if (known) known.push([order, service]);
      else this.#byLabel.set(key, [[order, service]]);
    }
  }

  /** The ports that lead to a pod with these labels, in the order of the Services. */
  of(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServicePort[] {
    return [...labels]
      .flatMap((label) => this.#byLabel.get(keyOf(namespace, label)) ?? [])
      .filter(([, { selector }]) => selector.every(([key, value]) => labels.get(key) === value))
      .sort(([one], [other]) => one - other)
      .flatMap(([, { ports }]) => ports);
  }
}

function keyOf(namespace: string | undefined, [key, value]: readonly [string, string]): string {
  return JSON.stringify([namespace, key, value]);
}
