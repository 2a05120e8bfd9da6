import type { KubeObject } from '../stand-in/objects.ts';

/** What sets a controller's object apart from the others of its kind. */
interface Particulars {
  /** Of its one container. */
  readonly image?: string;
  readonly containers?: readonly object[];
  readonly metadata?: object;
  readonly spec?: object;
  readonly status?: object;
}

/** An object that makes pods from a template, as a server takes it. Its pods have this label: `app`, its name. */
export function controller(
  apiVersion: string,
  kind: string,
  name: string,
  { image = 'busybox:1.35', containers = containersOf(image), metadata = {}, spec = {}, status }: Particulars = {},
): KubeObject {
  const template = templateWith(kind, name, containers);
  return {
    apiVersion,
    kind,
    metadata: { name, ...metadata },
    spec: { ...required(kind, name), template, ...spec },
    ...(status !== undefined && { status }),
  };
}

/** A template whose one container has this image. */
export function templateOf(kind: string, name: string, image: string): object {
  return templateWith(kind, name, containersOf(image));
}

function containersOf(image: string): object[] {
  return [{ name: image.replace(/\W/g, '-'), image }];
}

function templateWith(kind: string, name: string, containers: readonly object[]): object {
  const spec = { containers };
  const template = { metadata: { labels: { app: name } }, spec };
  return kind === 'Job' ? { ...template, spec: { ...spec, restartPolicy: 'Never' } } : template;
}

/** Metadata of an object that another one controls. */
export function ownedBy(apiVersion: string, kind: string, name: string): object {
  return { ownerReferences: [{ apiVersion, kind, name, uid: '1', controller: true }] };
}

function required(kind: string, name: string): object {
  const labels = { app: name };
  if (kind === 'Job') return {};
  if (kind === 'ReplicationController') return { selector: labels };
  return { selector: { matchLabels: labels }, ...(kind === 'StatefulSet' && { serviceName: name }) };
}
