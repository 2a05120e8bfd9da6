import { LIBRARY } from '../used-places';

/** What engines that compare texts as they are written need to know: that Docker Hub's images need not name it. */
export interface ShortName {
  /** Whether it is the place of images without an owner. */
  readonly isLibrary: boolean;
  readonly owner: string;
}

/** How a place is written without Docker Hub; `undefined` where that would be a registry, or where it isn't Docker Hub's. */
export function shortName(place: string): ShortName | undefined {
  const [host, owner = ''] = place.split('/');
  if (host !== 'docker.io' || owner === '' || /[.:]/.test(owner) || owner === 'localhost') return undefined;
  return { owner, isLibrary: place === LIBRARY };
}
