/** A process that can write to one of these sockets can run containers on the node with any privilege. */
const RUNTIME_SOCKETS: readonly (readonly [path: string, runtime: string])[] = [
  ['/var/run/docker.sock', 'Docker'],
  ['/run/docker.sock', 'Docker'],
  ['/var/run/cri-dockerd.sock', 'Docker'],
  ['/run/cri-dockerd.sock', 'Docker'],
  ['/run/containerd/containerd.sock', 'containerd'],
  ['/var/run/containerd/containerd.sock', 'containerd'],
  ['/run/k3s/containerd/containerd.sock', 'containerd'],
  ['/var/run/k3s/containerd/containerd.sock', 'containerd'],
  ['/var/run/crio/crio.sock', 'CRI-O'],
  ['/run/crio/crio.sock', 'CRI-O'],
  ['/run/podman/podman.sock', 'Podman'],
  ['/var/run/podman/podman.sock', 'Podman'],
];

/** The container runtime whose socket is at a path of the node, or in a folder there; `undefined` for none. */
export function runtimeSocketAt(path: string): { socket: string; runtime: string } | undefined {
  const normal = normalize(path);
  const found = RUNTIME_SOCKETS.find(([socket]) => socket === normal || isParent(normal, socket));
  return found && { socket: found[0], runtime: found[1] };
}

/** `//var/./run/../run/` is `/var/run`. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function isParent(folder: string, path: string): boolean {
  return path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
