import { asOnLinux, isWindowsPath } from '../../pod/windows';

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
  ['/run/k0s/containerd.sock', 'containerd'],
  ['/var/run/k0s/containerd.sock', 'containerd'],
  ['/var/snap/microk8s/common/run/containerd.sock', 'containerd'],
  ['/run/dockershim.sock', 'Docker'],
  ['/var/run/dockershim.sock', 'Docker'],
];

/** The same on a Windows node: `\\.\pipe\docker_engine`. */
const RUNTIME_PIPES: typeof RUNTIME_SOCKETS = [
  ['/pipe/docker_engine', 'Docker'],
  ['/pipe/containerd-containerd', 'containerd'],
];

/** The container runtime whose socket is at a path of the node, or in a folder there; `undefined` for none. */
export function runtimeSocketAt(path: string): { socket: string; runtime: string } | undefined {
  if (isWindowsPath(path)) return pipeAt(path);
  const normal = normalize(path);
  const found = RUNTIME_SOCKETS.find(([socket]) => socket === normal || isParent(normal, socket));
  return found && { socket: found[0], runtime: found[1] };
}

/** A named pipe is in no folder of a drive. */
function pipeAt(path: string): { socket: string; runtime: string } | undefined {
  const normal = normalize(path);
  const found = RUNTIME_PIPES.find(([pipe]) => pipe === normal);
  return found && { socket: path.replace(/(?<![\\/])[\\/]+$/, ''), runtime: found[1] };
}

/** `/var/run` for `//var/./run/../run/`, and for `C:\var\run` of a Windows node. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of asOnLinux(path).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function isParent(folder: string, path: string): boolean {
  return path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
