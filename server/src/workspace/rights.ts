import { type ApiRequest, isCreation, type Objects, objectsOf, type PolicyRule } from './policy-rule';

/** What a subject may do: in every namespace, or in one. */
export class Rights {
  readonly #everywhere: readonly PolicyRule[];
  readonly #here: readonly PolicyRule[];

  /**
   * @param everywhere the rules of roles that are bound in the whole cluster
   * @param here those of roles that are bound in the namespace in question; they give nothing on resources without namespaces
   */
  constructor(everywhere: readonly PolicyRule[], here: readonly PolicyRule[] = []) {
    this.#everywhere = everywhere;
    this.#here = here;
  }

  /** The objects on which an action is allowed. */
  objectsOf(action: ApiRequest): Objects {
    const objects = this.#allowed(action);
    if (objects.length > 0 || !isCreation(action)) return objects;
    // Server-side apply makes an object of its name, for which the API server asks for both verbs on that name.
    const named = this.#allowed({ ...action, isByName: true });
    const applied = this.#allowed({ ...action, verb: 'patch' });
    if (named === 'all') return applied;
    return applied === 'all' ? named : named.filter((name) => applied.includes(name));
  }

  allows(action: ApiRequest): boolean {
    return this.objectsOf(action).length > 0;
  }

  #allowed(action: ApiRequest): Objects {
    return join(this.#rulesFor(action).map((rule) => objectsOf(rule, action)));
  }

  #rulesFor({ isClusterScoped }: ApiRequest): readonly PolicyRule[] {
    return isClusterScoped ? this.#everywhere : [...this.#everywhere, ...this.#here];
  }
}

/** All objects of several lists. */
export function join(lists: readonly Objects[]): Objects {
  const names: string[] = [];
  for (const objects of lists) {
    if (objects === 'all') return 'all';
    names.push(...objects);
  }
  return [...new Set(names)];
}
