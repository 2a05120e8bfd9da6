import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { isConfirmed, type Needs } from '../../pod/known-sidecars';
import { appsOf, type Pod } from '../../pod/pod';
import {
  addedCapabilities,
  effectiveRunAsNonRoot,
  effectiveRunAsUser,
  hostPathsOf,
  isPrivileged,
  securityContext,
} from '../../pod/privilege';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

/** A power of a container over its node or its neighbours. */
interface Power {
  /** What makes two containers' powers the same. */
  readonly key: string;
  readonly words: string;
  readonly at: YamlValue;
  /** Whether it belongs to what a well-known sidecar can't do its work without. */
  readonly isNeeded?: (needs: Needs) => boolean;
}

export const morePrivilegedThanApp: Rule = {
  id: 'more-privileged-than-app',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar can do more than the app that it serves',
  why: "A helper with more power than the application is the pod's weakest point: its image gets less review, and who takes it over gets what the app itself was denied.",
  fix: 'Take the power away from the sidecar, or move the work to a workload of its own (a node agent as a DaemonSet).',
  references: [links.sidecarInjection, links.leastPrivilege, links.restrictContainers],
  examples: {
    bad: sidecarPod({
      app: 'securityContext:\n  runAsNonRoot: true',
      sidecar: 'securityContext:\n  runAsUser: 0 # warning: the app is not root',
    }),
    good: sidecarPod({
      spec: 'securityContext:\n  runAsNonRoot: true',
      sidecar: 'securityContext:\n  runAsUser: 65532',
    }),
  },

  *container(container, pod) {
    const apps = appsOf(pod);
    if (!container.isSidecar || apps.length === 0) return;
    const ofApps = new Set(apps.flatMap((app) => powersOf(pod, app).map(({ key }) => key)));
    // A privileged app has every power that a sidecar could have.
    if (ofApps.has('privileged')) return;
    // What is not written is on by default: only an app that forbids it has less.
    const isDeniedToApps = {
      root: apps.every((app) => isNonRoot(pod, app)),
      escalation: apps.every((app) => securityContext(app).get('allowPrivilegeEscalation').boolean === false),
    };
    const needs = isConfirmed(container.known) ? container.known.sidecar.needs : undefined;
    const more = powersOf(pod, container).filter(({ key, isNeeded }) => {
      if (needs && isNeeded?.(needs)) return false;
      if (key === 'root' || key === 'escalation') return isDeniedToApps[key];
      return !ofApps.has(key) && !(key.startsWith('capability ') && ofApps.has('capability ALL'));
    });
    const [first, ...rest] = more;
    if (!first) return;
    const app = apps[0]?.label ?? 'the app';
    yield {
      at: first.at,
      message: `The sidecar "${container.label}" ${more.map(({ words }) => words).join(', ')}; the app "${app}" does not. Take that away from the sidecar, or move it to a workload of its own.`,
      related: rest.map(({ at, words }) => ({ at, message: `"${container.label}" ${words}.` })),
    };
  },
};

function powersOf(pod: Pod, container: Container): Power[] {
  const context = securityContext(container);
  const powers: Power[] = [];
  if (isPrivileged(container))
    powers.push({ key: 'privileged', words: 'is privileged', at: context.get('privileged') });
  for (const name of addedCapabilities(container)) {
    const at = context.at('capabilities', 'add').items.find((item) => item.string?.replace(/^CAP_/, '') === name);
    powers.push({
      key: `capability ${name}`,
      words: `has the capability ${name}`,
      at: at ?? context,
      isNeeded: ({ capabilities }) => capabilities?.includes(name) === true,
    });
  }
  if (effectiveRunAsUser(pod, container) === 0) {
    const own = context.get('runAsUser');
    powers.push({
      key: 'root',
      words: 'runs as root',
      at: own.exists ? own : container.nameValue,
      isNeeded: ({ root }) => root === true,
    });
  }
  const escalation = context.get('allowPrivilegeEscalation');
  if (escalation.boolean === true) powers.push({ key: 'escalation', words: 'may gain privileges', at: escalation });
  const procMount = context.get('procMount');
  if (procMount.string === 'Unmasked') powers.push({ key: 'proc', words: 'has an unmasked /proc', at: procMount });
  // On the node's network every container listens on the node, whatever it declares.
  const ports = pod.spec.get('hostNetwork').boolean === true ? [] : container.value.get('ports').items;
  for (const port of ports) {
    const hostPort = port.get('hostPort');
    if (hostPort.number)
      powers.push({ key: 'host port', words: `listens on the node's port ${hostPort.number}`, at: hostPort });
  }
  for (const { volume, path } of hostPathsOf(pod, container)) {
    const mount = container.mounts.find((candidate) => candidate.volume === volume.name);
    const words = `reaches ${path.label ?? 'a path'} of the node`;
    powers.push({
      key: `host path ${volume.name}`,
      words,
      at: mount?.value.get('mountPath') ?? path,
      isNeeded: ({ hostPaths }) => hostPaths?.some((needed) => isBelow(path.string ?? '', needed)) === true,
    });
  }
  return powers;
}

function isNonRoot(pod: Pod, container: Container): boolean {
  const user = effectiveRunAsUser(pod, container);
  return user === undefined ? effectiveRunAsNonRoot(pod, container) === true : user !== 0;
}

function isBelow(path: string, folder: string): boolean {
  return !path.split('/').includes('..') && `${path}/`.startsWith(`${folder}/`);
}
