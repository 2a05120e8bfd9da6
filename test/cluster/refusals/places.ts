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

/** Of host ports, the server counts native sidecars alone, so that its index can be that of another container. */
const HOST_PORT = /(initContainers)\/\d+(?=\/ports\/\d+\/hostPort$)/;

/** The same of the fields that a server names, such as `spec.containers[0].resources.limits[cpu]`. */
export function placesOfServer(fields: readonly string[]): string[] {
  return unique(
    fields.map((field) =>
      [...asWritten(field).matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([all, inside]) => inside ?? all).join('/'),
    ),
  );
}

/** Some fields a server names by other words than those of a manifest. */
function asWritten(field: string): string {
  return (
    field
      .replace('template.annotations', 'template.metadata.annotations')
      .replace(/annotations\.(.+)$/, 'annotations[$1]')
      // Of a limit above that of the pod, the server names no field that exists.
      .replace(/resources\.(containers\[\d+\])\[(.+)\]\.limits$/, '$1.resources.limits[$2]')
      .replace(/\.Host(PID|IPC)$/, '.host$1')
      .replace(/securityContext\.(shareProcessNamespace|host(?:PID|IPC|Users))$/, '$1')
  );
}

function unique(places: readonly string[]): string[] {
  return [...new Set(places.map((place) => place.replace(HOST_PORT, '$1/?')))].sort();
}
