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
    const { besides, ...plain } = action;
    return besides === undefined ? this.#objectsOf(plain) : this.#objectsOfBoth(plain, { ...plain, verb: besides });
  }

  #objectsOfBoth(action: ApiRequest, beside: ApiRequest): Objects {
    const others = this.#allowed(beside);
    // What is created has no name yet when the API server asks for the other verb, except with server-side apply.
    if (others === 'all') return this.#objectsOf(action);
    return common(isCreation(action) ? this.#applied(action) : this.#objectsOf(action), others);
  }

  #objectsOf(action: ApiRequest): Objects {
    const objects = this.#allowed(action);
    if (objects.length > 0 || !isCreation(action)) return objects;
    return this.#applied(action);
  }

  /** Server-side apply makes an object of its name, for which the API server asks for both verbs on that name. */
  #applied(action: ApiRequest): Objects {
    return common(this.#allowed({ ...action, isByName: true }), this.#allowed({ ...action, verb: 'patch' }));
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

function common(one: Objects, other: Objects): Objects {
  if (one === 'all') return other;
  return other === 'all' ? one : one.filter((name) => other.includes(name));
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
