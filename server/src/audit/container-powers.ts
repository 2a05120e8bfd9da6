import { type Fields, fieldsOf, objectsOf, textOf } from './fields';
import { DEFAULT_CAPABILITIES, type Power } from './power';

/** What a pod says that counts for its containers. */
export interface PodContext {
  readonly annotations: Fields;
  readonly securityContext: Fields;
  readonly isOnHostNetwork: boolean;
  /** By their names: what whoever mounts a volume has. */
  readonly volumes: ReadonlyMap<string, VolumeSource>;
}

interface VolumeSource {
  readonly hostPath: string | undefined;
  readonly secrets: readonly string[];
}

export function podContextOf(metadata: Fields, spec: Fields): PodContext {
  return {
    annotations: fieldsOf(metadata.annotations),
    securityContext: fieldsOf(spec.securityContext),
    isOnHostNetwork: spec.hostNetwork === true,
    volumes: new Map(objectsOf(spec.volumes).map((volume) => [textOf(volume.name) ?? '', sourceOf(volume)])),
  };
}

function sourceOf({ hostPath, secret, projected }: Fields): VolumeSource {
  const names = [
    fieldsOf(secret).secretName,
    ...objectsOf(fieldsOf(projected).sources).map((source) => fieldsOf(source.secret).name),
  ];
  return { hostPath: textOf(fieldsOf(hostPath).path), secrets: names.flatMap((name) => textOf(name) ?? []) };
}

/** What a container may do in its pod. */
export function containerPowersOf(container: Fields, pod: PodContext): Power[] {
  return [
    ...confinementPowersOf(container, pod),
    ...capabilitiesOf(fieldsOf(fieldsOf(container.securityContext).capabilities)),
    ...new Set(objectsOf(container.volumeMounts).flatMap((mount) => mountPowersOf(mount, pod))),
    ...portPowersOf(container, pod),
  ];
}

/** SELinux types of ordinary containers (Pod Security Standards, baseline). */
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** A container's own word beats the pod's; where neither says anything, it is not confined. */
function confinementPowersOf(container: Fields, pod: PodContext): Power[] {
  const own = fieldsOf(container.securityContext);
  const effective = (name: string): unknown => own[name] ?? pod.securityContext[name];
  const user = effective('runAsUser');
  const seccomp = fieldsOf(effective('seccompProfile')).type;
  const type = textOf(fieldsOf(effective('seLinuxOptions')).type) ?? '';
  const powers: Power[] = [];
  const add = (power: Power, holds: boolean): void => {
    if (holds) powers.push(power);
  };
  add('hostProcess', fieldsOf(effective('windowsOptions')).hostProcess === true);
  add('privileged', own.privileged === true);
  add('allowPrivilegeEscalation', own.allowPrivilegeEscalation !== false);
  add('root', user === 0);
  add('anyUser', user === 0 || (typeof user !== 'number' && effective('runAsNonRoot') !== true));
  add('writableRoot', own.readOnlyRootFilesystem !== true);
  add('unmaskedProc', own.procMount === 'Unmasked');
  add('unconfined', seccomp === 'Unconfined');
  add('noSeccomp', seccomp === undefined || seccomp === 'Unconfined');
  add('noAppArmor', isWithoutAppArmor(container, effective('appArmorProfile'), pod));
  if (!SELINUX_TYPES.includes(type)) powers.push(`selinux ${type}`);
  return powers;
}

/** Before Kubernetes 1.30 an annotation said it; nodes with AppArmor confine whoever says nothing. */
function isWithoutAppArmor({ name }: Fields, profile: unknown, { annotations }: PodContext): boolean {
  const { type } = fieldsOf(profile);
  return type === undefined
    ? annotations[`container.apparmor.security.beta.kubernetes.io/${textOf(name)}`] === 'unconfined'
    : type === 'Unconfined';
}

function capabilitiesOf({ add, drop }: Fields): Power[] {
  const [added, dropped] = [namesIn(add), namesIn(drop)];
  const kept = dropped.has('ALL') ? [] : DEFAULT_CAPABILITIES.filter((name) => !dropped.has(name));
  const powers = [...added].map((name): Power => `capability ${name}`);
  if (kept.length === DEFAULT_CAPABILITIES.length) return [...powers, 'defaultCapabilities'];
  return [...powers, ...kept.map((name): Power => `kept ${name}`)];
}

function namesIn(list: unknown): Set<string> {
  const names = (Array.isArray(list) ? list : []).flatMap((name) => textOf(name) ?? []);
  return new Set(names.map((name) => name.replace(/^CAP_/, '').toUpperCase()));
}

/** Where clusters of before bound service account tokens mount theirs, which is a Secret (KEP-1205). */
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

function mountPowersOf(mount: Fields, { volumes }: PodContext): Power[] {
  const source = volumes.get(textOf(mount.name) ?? '');
  if (!source) return [];
  const { hostPath, secrets } = source;
  if (hostPath !== undefined)
    return mount.readOnly === true ? [`hostPath ${hostPath}`] : [`hostPath ${hostPath}`, `writes ${hostPath}`];
  return mount.mountPath === TOKEN_PATH ? [] : secrets.map((name): Power => `secret ${name}`);
}

/** In the network of the node, each port is one of the node's, and the API server fills in that it is. */
function portPowersOf({ ports }: Fields, { isOnHostNetwork }: PodContext): Power[] {
  if (isOnHostNetwork) return [];
  return objectsOf(ports).flatMap(({ hostPort }): Power[] =>
    typeof hostPort === 'number' && hostPort > 0 ? [`hostPort ${hostPort}`] : [],
  );
}
