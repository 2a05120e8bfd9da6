import { findKnownSidecar, isConfirmed } from '../pod/known-sidecars';
import type { ContainerFacts, Power } from './pod-facts';
import { type GroupFinding, inTemplate, type Subject, sentenceList, templateName } from './subject';

/** Powers by which a container has its node, or much of it. */
const BIG_CAPABILITIES = /^capability (?:ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO|SYS_BOOT|DAC_READ_SEARCH|BPF|MAC_ADMIN)$/;
const BIG: readonly Power[] = ['hostNetwork', 'hostPID', 'hostIPC', 'hostProcess', 'privileged'];

/** What pods and their containers may do beyond what their manifest says or, without one, their template. */
export function* extraPrivileges(subject: Subject): Generator<GroupFinding> {
  const { group, declared, template } = subject;
  const base = declared ?? (template && { ...template, powers: new Set(template.powers) });
  if (base) {
    const extra = group.spec.powers
      .filter((power) => !base.powers.has(power))
      .map((power) => ({ power, text: textOf(power) }));
    if (extra.length > 0) yield finding(subject, 'The pod', extra, template?.powers);
    if (group.spec.serviceAccount !== base.serviceAccount) yield accountFinding(subject, base.serviceAccount);
  }
  for (const container of group.spec.containers) {
    const allowed = allowedFor(container, subject);
    if (!allowed) continue;
    const extra = unfold(container.powers.filter((power) => !allowed(power)));
    if (extra.length === 0) continue;
    const of = { container: container.name };
    if (container.list === 'ephemeralContainers') yield { ...ephemeralFinding(container, extra), ...of };
    else {
      const known = inTemplate(subject, container.name)?.powers;
      yield { ...finding(subject, `The container "${container.name}"`, extra, known), ...of };
    }
  }
}

type Extra = readonly { readonly power: Power; readonly text: string }[];

/** @param known what the template has */
function finding(subject: Subject, who: string, extra: Extra, known: readonly Power[] | undefined): GroupFinding {
  const { declared, isBuilt } = subject;
  const isExpected = isBuilt && extra.every(({ power }) => known?.includes(power));
  return {
    finding: 'extra-privilege',
    severity: isExpected ? 'information' : severityOf(extra),
    message: `${who} may do more than ${sayer(subject)} says: it ${textsOf(extra)}. ${isExpected ? BY_KUSTOMIZATION : `Find out who changed it${subject.perhaps()}`}; declare it, or delete the pod and correct what it is made from.`,
    ...(declared && { manifest: declared.place }),
  };
}

const BY_KUSTOMIZATION = 'A kustomization may add that; else find out who changed the workload in the cluster';

function ephemeralFinding({ name }: ContainerFacts, extra: Extra): GroupFinding {
  return {
    finding: 'extra-privilege',
    severity: severityOf(extra),
    message: `The ephemeral container "${name}" ${textsOf(extra)}, by the word of whoever put it into the running pod alone. Find out who did that in the audit log of the API server, and delete the pod if nobody is debugging it.`,
  };
}

function severityOf(extra: Extra): GroupFinding['severity'] {
  const isBig = extra.some(
    ({ power }) => BIG.includes(power) || BIG_CAPABILITIES.test(power) || power.startsWith('hostPath '),
  );
  return isBig ? 'error' : 'warning';
}

function textsOf(extra: Extra): string {
  return sentenceList(extra.map(({ text }) => text));
}

function accountFinding(subject: Subject, wanted: string): GroupFinding {
  const { group, declared, template, isBuilt } = subject;
  const { serviceAccount } = group.spec;
  // A kustomization may give names a prefix.
  const isExpected = isBuilt && template?.serviceAccount === serviceAccount;
  return {
    finding: 'extra-privilege',
    severity: isExpected ? 'information' : 'error',
    message: `The pod runs as the service account "${serviceAccount}", while ${sayer(subject)} says "${wanted}": it has the rights of another account. ${isExpected ? BY_KUSTOMIZATION : `Find out who changed it${subject.perhaps()}`}; declare the account, or delete the pod and correct what it is made from.`,
    ...(declared && { manifest: declared.place }),
  };
}

function sayer(subject: Subject): string {
  return subject.declared ? 'its manifest' : templateName(subject);
}

/** Which powers are in order for a container; `undefined` where there is nothing to compare with. */
function allowedFor(container: ContainerFacts, subject: Subject): ((power: Power) => boolean) | undefined {
  // What is put into a running pod has nobody's word for its powers.
  if (container.list === 'ephemeralContainers') return () => false;
  const { declared, template } = subject;
  const own = declared?.containers.get(container.name) ?? inTemplate(subject, container.name);
  if (own) {
    const powers = new Set(own.powers);
    return (power) => powers.has(power);
  }
  return declared || template ? neededBy(container) : undefined;
}

/** A well-known sidecar may have what it can't do its work without. */
function neededBy({ name, image }: ContainerFacts): (power: Power) => boolean {
  const known = findKnownSidecar(name, image);
  const { capabilities = [], root = false, hostPaths = [] } = (isConfirmed(known) && known.sidecar.needs) || {};
  return (power) => {
    if (power === 'root') return root;
    const [, kind = '', value = ''] = /^(\w+) (.*)$/.exec(power) ?? [];
    if (kind === 'capability') return capabilities.includes(value);
    return (
      ['hostPath', 'writes'].includes(kind) && hostPaths.some((path) => value === path || value.startsWith(`${path}/`))
    );
  };
}

/** Who may write to a path of the node is not said to mount it, too. */
function unfold(powers: readonly Power[]): Extra {
  return powers.flatMap((power) => {
    const path = /^hostPath (.*)$/.exec(power)?.[1];
    if (path !== undefined && powers.includes(`writes ${path}`))
      return [{ power, text: `can read and write "${path}" of its node` }];
    if (power.startsWith('writes ') && powers.includes(`hostPath ${power.slice('writes '.length)}`)) return [];
    return [{ power, text: textOf(power) }];
  });
}

const TEXTS: Readonly<Record<string, string>> = {
  hostNetwork: 'is in the network of its node (hostNetwork)',
  hostPID: 'sees the processes of its node (hostPID)',
  hostIPC: 'shares the IPC of its node (hostIPC)',
  shareProcessNamespace: 'lets its containers see the processes of each other (shareProcessNamespace)',
  hostProcess: 'is a process of its node (hostProcess)',
  privileged: 'is privileged',
  allowPrivilegeEscalation: 'may gain privileges (allowPrivilegeEscalation)',
  root: 'runs as root (runAsUser: 0)',
  unmaskedProc: 'has all of /proc (procMount: Unmasked)',
  unconfined: 'has no seccomp profile (Unconfined)',
};

function textOf(power: Power): string {
  const [, kind = '', value = ''] = /^(\w+) (.*)$/.exec(power) ?? [];
  if (kind === 'capability') return `has the capability ${value}`;
  if (kind === 'hostPath') return `can read "${value}" of its node`;
  if (kind === 'writes') return `can write to "${value}" of its node`;
  return TEXTS[power] ?? power;
}
