import type { Place } from '../manifest/json-value';
import { DEFAULT_CAPABILITIES, type Power } from './power';

/** The fields of a pod that affect its containers. */
export interface PowerfulPod<P extends Place<P>> {
  readonly metadata: P;
  readonly spec: P;
  readonly volumes: readonly P[];
}

/** A power, and the field of the container that sets it. The field may be missing. */
export interface FoundPower<P> {
  readonly power: Power;
  readonly at: P;
}

/** The powers of a container in its pod. */
export function containerPowersOf<P extends Place<P>>(container: P, pod: PowerfulPod<P>): FoundPower<P>[] {
  return [
    ...confinementPowersOf(container, pod),
    ...capabilitiesOf(container.get('securityContext').get('capabilities')),
    ...volumePowersOf(container, pod),
    ...portPowersOf(container, pod),
  ];
}

/** SELinux types of ordinary containers (Pod Security Standards, baseline). */
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** A field of the container overrides that of the pod. If neither is set, the container is not confined. */
function confinementPowersOf<P extends Place<P>>(container: P, pod: PowerfulPod<P>): FoundPower<P>[] {
  const own = container.get('securityContext');
  const ofPod = pod.spec.get('securityContext');
  const effective = (name: string): P => (own.get(name).isMap ? own.get(name) : ofPod.get(name));
  const user = own.get('runAsUser').number ?? ofPod.get('runAsUser').number;
  const isNonRoot = own.get('runAsNonRoot').boolean ?? ofPod.get('runAsNonRoot').boolean;
  const seccomp = effective('seccompProfile').get('type').label;
  const type = effective('seLinuxOptions').get('type').string ?? '';
  const powers: FoundPower<P>[] = [];
  const add = (power: Power, at: P, holds: boolean): void => {
    if (holds) powers.push({ power, at });
  };
  const hostProcess = effective('windowsOptions').get('hostProcess');
  add('hostProcess', hostProcess, hostProcess.boolean === true);
  add('privileged', own.get('privileged'), own.get('privileged').boolean === true);
  const escalation = own.get('allowPrivilegeEscalation');
  add('allowPrivilegeEscalation', escalation, escalation.boolean !== false);
  add('root', own.get('runAsUser'), user === 0);
  add('anyUser', own.get('runAsNonRoot'), user === 0 || (user === undefined && isNonRoot !== true));
  const readOnly = own.get('readOnlyRootFilesystem');
  add('writableRoot', readOnly, readOnly.boolean !== true);
  add('unmaskedProc', own.get('procMount'), own.get('procMount').string === 'Unmasked');
  add('unconfined', own.get('seccompProfile'), seccomp === 'Unconfined');
  add('noSeccomp', own.get('seccompProfile'), seccomp === undefined || seccomp === 'Unconfined');
  const appArmor = effective('appArmorProfile').get('type').label;
  add('noAppArmor', own.get('appArmorProfile'), isWithoutAppArmor(container, appArmor, pod));
  add(`selinux ${type}`, own.get('seLinuxOptions'), !SELINUX_TYPES.includes(type));
  return powers;
}

/** Before Kubernetes 1.30, an annotation set the profile. Without a profile, nodes with AppArmor use a default profile. */
function isWithoutAppArmor<P extends Place<P>>(
  container: P,
  type: string | undefined,
  { metadata }: PowerfulPod<P>,
): boolean {
  if (type !== undefined) return type === 'Unconfined';
  const key = `container.apparmor.security.beta.kubernetes.io/${container.get('name').string}`;
  return metadata.get('annotations').get(key).string === 'unconfined';
}

function capabilitiesOf<P extends Place<P>>(capabilities: P): FoundPower<P>[] {
  const dropped = new Set(namesIn(capabilities.get('drop')).map(({ name }) => name));
  const added = namesIn(capabilities.get('add')).map(
    ({ name, at }): FoundPower<P> => ({
      power: `capability ${name}`,
      at,
    }),
  );
  const kept = dropped.has('ALL') ? [] : DEFAULT_CAPABILITIES.filter((name) => !dropped.has(name));
  const keptPowers: Power[] =
    kept.length === DEFAULT_CAPABILITIES.length ? ['defaultCapabilities'] : kept.map((name): Power => `kept ${name}`);
  return [...eachOnce(added), ...keptPowers.map((power) => ({ power, at: capabilities.get('drop') }))];
}

function namesIn<P extends Place<P>>(list: P): { readonly name: string; readonly at: P }[] {
  return list.items.flatMap((at) =>
    at.string === undefined ? [] : [{ name: at.string.replace(/^CAP_/, '').toUpperCase(), at }],
  );
}

/** The mount path of the service account token, which is a Secret in clusters without bound tokens (KEP-1205). */
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The powers by mounts, in the order of the pod's volumes. */
function volumePowersOf<P extends Place<P>>(container: P, { volumes }: PowerfulPod<P>): FoundPower<P>[] {
  const mounts = container.get('volumeMounts').items;
  const powers = volumes.flatMap((volume) =>
    mounts
      .filter((mount) => mount.get('name').string === volume.get('name').string)
      .flatMap((mount) => mountPowersOf(mount, volume).map((power) => ({ power, at: mount.get('mountPath') }))),
  );
  return eachOnce(powers);
}

/** Each power once, with the first field that sets it. */
function eachOnce<P>(found: readonly FoundPower<P>[]): FoundPower<P>[] {
  const seen = new Set<Power>();
  return found.filter(({ power }) => !seen.has(power) && seen.add(power));
}

function mountPowersOf<P extends Place<P>>(mount: P, volume: P): Power[] {
  const path = volume.get('hostPath').get('path');
  if (path.exists) {
    const where = path.label ?? 'a path';
    return mount.get('readOnly').boolean === true ? [`hostPath ${where}`] : [`hostPath ${where}`, `writes ${where}`];
  }
  if (mount.get('mountPath').string === TOKEN_PATH) return [];
  const names = [
    volume.get('secret').get('secretName'),
    ...volume
      .get('projected')
      .get('sources')
      .items.map((source) => source.get('secret').get('name')),
  ];
  return names.flatMap(({ string }): Power[] => (string === undefined ? [] : [`secret ${string}`]));
}

/** With `hostNetwork`, every port is a port of the node, and the API server sets its `hostPort`. */
function portPowersOf<P extends Place<P>>(container: P, { spec }: PowerfulPod<P>): FoundPower<P>[] {
  if (spec.get('hostNetwork').boolean === true) return [];
  return container.get('ports').items.flatMap((port): FoundPower<P>[] => {
    const at = port.get('hostPort');
    return at.number !== undefined && at.number > 0 ? [{ power: `hostPort ${at.number}`, at }] : [];
  });
}
