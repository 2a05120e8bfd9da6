import type { YamlValue } from '../manifest/value';
import type { Container } from './container';
import type { Pod, Volume } from './pod';

/** The user of a container, if the manifest sets it: that of the container, or else of the pod (API reference, SecurityContext). */
export function effectiveRunAsUser(pod: Pod, container: Container): number | undefined {
  return securityContext(container).get('runAsUser').number ?? pod.spec.at('securityContext', 'runAsUser').number;
}

export function effectiveRunAsNonRoot(pod: Pod, container: Container): boolean | undefined {
  return (
    securityContext(container).get('runAsNonRoot').boolean ?? pod.spec.at('securityContext', 'runAsNonRoot').boolean
  );
}

/** Linux capabilities that a container adds to the default of the runtime, without the optional prefix `CAP_`. */
export function addedCapabilities(container: Container): Set<string> {
  const added = securityContext(container).at('capabilities', 'add').strings;
  return new Set(added.map((name) => name.replace(/^CAP_/, '')));
}

export function securityContext(container: Container): YamlValue {
  return container.value.get('securityContext');
}

export function isPrivileged(container: Container): boolean {
  return securityContext(container).get('privileged').boolean === true;
}

/** The hostPath volumes of a pod that a container mounts, with the value of each path. */
export function hostPathsOf(pod: Pod, container: Container): { volume: Volume; path: YamlValue }[] {
  return pod.volumes.flatMap((volume) => {
    const path = volume.value.at('hostPath', 'path');
    return path.isSet && container.mounts.some((mount) => mount.volume === volume.name) ? [{ volume, path }] : [];
  });
}
