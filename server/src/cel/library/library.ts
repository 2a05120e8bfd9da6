import { CONVERSIONS } from './conversions';
import { NAMED_FORMATS } from './formats';
import { IMAGES } from './images';
import { LISTS } from './lists';
import { NETWORKS } from './networks';
import { OPERATORS } from './operators';
import { OPTIONALS } from './optionals';
import type { Overload } from './overload';
import { AUTHORIZER } from './permissions';
import { QUANTITIES } from './quantities';
import { REGEXES } from './regexes';
import { TEXTS } from './texts';
import { TIMES } from './time';
import { URLS } from './urls';
import { VERSIONS } from './versions';

const OF_KUBERNETES = [
  ...[OPERATORS, CONVERSIONS, TEXTS, LISTS, REGEXES, OPTIONALS, TIMES],
  ...[QUANTITIES, URLS, NETWORKS, VERSIONS, NAMED_FORMATS, AUTHORIZER],
].flat();

const ofKubernetes = byName(OF_KUBERNETES);
const all = byName([...OF_KUBERNETES, ...IMAGES]);
const NONE: readonly Overload[] = [];

/** The forms of a function of Kubernetes. */
export function kubernetesOverloads(name: string): readonly Overload[] {
  return ofKubernetes.get(name) ?? NONE;
}

/** The forms of a function of Kubernetes, or of Kyverno's functions for images. */
export function allOverloads(name: string): readonly Overload[] {
  return all.get(name) ?? NONE;
}

function byName(overloads: readonly Overload[]): ReadonlyMap<string, readonly Overload[]> {
  const found = new Map<string, Overload[]>();
  for (const overload of overloads) found.set(overload.name, [...(found.get(overload.name) ?? []), overload]);
  return found;
}
