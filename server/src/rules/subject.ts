import type { Container, Role } from '../pod/container';
import type { Pod } from '../pod/pod';
import type { PodImage } from '../pod/pod-image';

const NOUNS: Readonly<Record<Role, string>> = {
  app: 'container',
  sidecar: 'sidecar',
  'native-sidecar': 'sidecar',
  init: 'init container',
  ephemeral: 'ephemeral container',
};

/** What a message calls a container: `sidecar "log-agent"`. */
export function containerSubject({ role, label }: Container): string {
  return `${NOUNS[role]} "${label}"`;
}

/** What a message calls an image: `the image of sidecar "log-agent"`. */
export function imageSubject(image: PodImage): string {
  return `the image of ${imageOwnerSubject(image)}`;
}

/** What a message calls the container or volume of an image. */
export function imageOwnerSubject({ container, label }: PodImage): string {
  return container ? containerSubject(container) : `volume "${label}"`;
}

/** What a message calls a pod, or the workload that creates it: `Deployment "shop"`. */
export function podSubject({ resource: { kind, name } }: Pod): string {
  return name === undefined ? `the ${kind}` : `${kind} "${name}"`;
}
