import { CONVERSIONS } from './conversions';
import { NAMED_FORMATS } from './formats';
import { IMAGES } from './images';
import { LISTS } from './lists';
import { NETWORKS } from './networks';
import { OPERATORS } from './operators';
import { OPTIONALS } from './optionals';
import { type DeclaredFunction, type Overload, overloadOf } from './overload';
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

const NONE: readonly Overload[] = [];
/** Signatures are read when a function is first asked for. */
let names: ReadonlyMap<string, readonly DeclaredFunction[]> | undefined;
const read = new Map<string, readonly Overload[]>();
const OF_IMAGES: ReadonlySet<DeclaredFunction> = new Set(IMAGES);

/** The forms of a function of Kubernetes. */
export function kubernetesOverloads(name: string): readonly Overload[] {
  return declared(name).some((one) => OF_IMAGES.has(one)) ? NONE : allOverloads(name);
}

/** The forms of a function of Kubernetes, or of Kyverno's functions for images. */
export function allOverloads(name: string): readonly Overload[] {
  let found = read.get(name);
  if (!found) {
    const own = declared(name);
    if (own.length === 0) return NONE;
    found = own.map(overloadOf);
    read.set(name, found);
  }
  return found;
}

function declared(name: string): readonly DeclaredFunction[] {
  names ??= byName([...OF_KUBERNETES, ...IMAGES]);
  return names.get(name) ?? [];
}

function byName(all: readonly DeclaredFunction[]): ReadonlyMap<string, readonly DeclaredFunction[]> {
  const found = new Map<string, DeclaredFunction[]>();
  for (const one of all) {
    const name = one.signature.slice(0, one.signature.indexOf('('));
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}
