import { pathOf } from '../../../server/src/fixes/layout.ts';
import { analyse } from '../../unit/analyse.ts';

/**
 * The fields for which we say that an API server refuses a manifest, each as its steps joined with `/`.
 * @param kubernetesMinor the version of the server
 */
export function refusedPlaces(manifest: string, kubernetesMinor: number): string[] {
  const { findings } = analyse(manifest, { kubernetesMinor });
  return unique(
    findings
      .filter(({ rule, severity }) => rule.category === 'refused' && severity === 'error')
      .map(({ entry, at }) => pathOf(entry ?? at).join('/')),
  );
}

/** The same of the fields that a server names, such as `spec.containers[0].resources.limits[cpu]`. */
export function placesOfServer(fields: readonly string[]): string[] {
  return unique(
    fields.map((field) =>
      [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([all, inside]) => inside ?? all).join('/'),
    ),
  );
}

function unique(places: readonly string[]): string[] {
  return [...new Set(places)].sort();
}
