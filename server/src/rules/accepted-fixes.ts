import { type Change, dataAfter } from '../fixes/change';
import { nodeOf } from '../fixes/contents';
import { type Resource, resourceWith } from '../manifest/resource';
import { YamlValue } from '../manifest/value';
import { type Pod, podsOf } from '../pod/pod';
import type { Fix } from './rule';

/** How many faults the API server would refuse a resource for. */
type CountRefusals = (resource: Resource, pods: readonly Pod[]) => number;

/**
 * How many containers are judged again for the fixes of one resource, at most: each fix needs all containers of its pod.
 * Beyond it, no fix is offered.
 */
const MOST_CONTAINERS = 10_000;

/**
 * Withholds the fixes of a resource after which the API server would refuse more than before. Nothing is judged until a fix is
 * really asked for its change.
 */
export class AcceptedFixes {
  readonly #resource: Resource;
  readonly #pods: readonly Pod[];
  readonly #count: CountRefusals;
  #before: number | undefined;
  #left = MOST_CONTAINERS;

  constructor(resource: Resource, pods: readonly Pod[], count: CountRefusals) {
    this.#resource = resource;
    this.#pods = pods;
    this.#count = count;
  }

  /** The fixes, each of which has no change where the API server would refuse the result. */
  of(fixes: readonly Fix[]): readonly Fix[] {
    if (this.#pods.length === 0) return fixes;
    return fixes.map((fix) => ({
      ...fix,
      change: () => {
        const change = fix.change();
        return change && this.#isAccepted(change) ? change : undefined;
      },
    }));
  }

  #isAccepted(change: Change): boolean {
    if (change.document !== this.#resource.document) return true;
    for (const { containers } of this.#pods) this.#left -= containers.length;
    if (this.#left < 0) return false;
    const data = dataAfter(change, this.#resource.value);
    if (data === undefined) return true;
    const changed = resourceWith(this.#resource, new YamlValue(nodeOf(data)));
    // Which container is a sidecar is nothing to the API server, so Services don't count.
    const after = this.#count(
      changed,
      podsOf(changed, () => []),
    );
    if (after === 0) return true;
    this.#before ??= this.#count(this.#resource, this.#pods);
    return after <= this.#before;
  }
}
