import type { ServicePort } from '../pod/roles';
import type { ServiceFact } from './facts';

type OrderedService = readonly [order: number, service: ServiceFact];

/** The target ports of Services, by the pods that they select. A pod has few labels, and a workspace thousands of Services. */
export class SelectedPorts {
  /** By namespace, and by the first label of the selector as one word. */
  readonly #byLabel = new Map<string | undefined, Map<string, OrderedService[]>>();

  constructor(services: readonly ServiceFact[]) {
    for (const [order, service] of services.entries()) {
      const [first] = service.selector;
      if (!first) continue;
      const { namespace } = service;
      const ofNamespace = this.#byLabel.get(namespace) ?? new Map<string, OrderedService[]>();
      this.#byLabel.set(namespace, ofNamespace);
      const word = wordOf(first);
      const known = ofNamespace.get(word);
      if (known) known.push([order, service]);
      else ofNamespace.set(word, [[order, service]]);
    }
  }

  /** The ports that lead to a pod with these labels, in the order of the Services. */
  of(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServicePort[] {
    return this.servicesOf(namespace, labels).flatMap(({ ports }) => ports);
  }

  /** The Services that select a pod with these labels. */
  servicesOf(namespace: string | undefined, labels: ReadonlyMap<string, string>): ServiceFact[] {
    const ofNamespace = this.#byLabel.get(namespace);
    if (!ofNamespace) return [];
    return [...labels]
      .flatMap((label) => ofNamespace.get(wordOf(label)) ?? [])
      .filter(([, { selector }]) => selector.every(([key, value]) => labels.get(key) === value))
      .sort(([one], [other]) => one - other)
      .map(([, service]) => service);
  }
}

/** A key in a manifest can have any character, so its length tells where it ends. */
function wordOf([key, value]: readonly [string, string]): string {
  return `${key.length} ${key}=${value}`;
}
