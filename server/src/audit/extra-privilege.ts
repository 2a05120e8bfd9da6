import { isPlaceholder } from '../gating/image-reference';
import { findKnownSidecar, isConfirmed } from '../pod/known-sidecars';
import type { ContainerFacts } from './pod-facts';
import { beyond, covering, isBig, isOrdinary, type Power, partsOf } from './power';
import { powerTexts } from './power-text';
import { type GroupFinding, inTemplate, type Subject, sentenceList, templateName } from './subject';

/** What pods and their containers may do beyond what their manifest says or, without one, their template. */
export function* extraPrivileges(subject: Subject): Generator<GroupFinding> {
  const { group, declared, template } = subject;
  const base = declared ?? template;
  if (base) {
    const extra = beyond(group.spec.powers, covering(base.powers));
    if (extra.length > 0) yield finding(subject, 'The pod', extra, template?.powers);
    if (group.spec.serviceAccount !== base.serviceAccount) yield accountFinding(subject, base.serviceAccount);
  }
  for (const container of group.spec.containers) {
    const allowed = allowedFor(container, subject);
    if (!allowed) continue;
    const extra = beyond(container.powers, allowed);
    if (extra.length === 0) continue;
    const of = { container: container.name };
    if (container.list === 'ephemeralContainers') yield { ...ephemeralFinding(container, extra), ...of };
    else {
      const known = inTemplate(subject, container.name)?.powers;
      yield { ...finding(subject, `The container "${container.name}"`, extra, known), ...of };
    }
  }
}

/** @param known what the template has */
function finding(
  subject: Subject,
  who: string,
  extra: readonly Power[],
  known: readonly Power[] | undefined,
): GroupFinding {
  const { declared, isBuilt } = subject;
  const isExpected = isBuilt && known !== undefined && extra.every(covering(known));
  return {
    finding: 'extra-privilege',
    severity: isExpected ? 'information' : severityOf(extra),
    message: `${who} may do more than ${sayer(subject)} says: it ${sentenceList(powerTexts(extra))}. ${isExpected ? BY_KUSTOMIZATION : `Find out who changed it${subject.perhaps()}`}; declare it, or delete the pod and correct what it is made from.`,
    ...(declared && { manifest: declared.place }),
  };
}

const BY_KUSTOMIZATION = 'A kustomization may add that; else find out who changed the workload in the cluster';

function ephemeralFinding({ name }: ContainerFacts, extra: readonly Power[]): GroupFinding {
  return {
    finding: 'extra-privilege',
    severity: severityOf(extra),
    message: `The ephemeral container "${name}" ${sentenceList(powerTexts(extra))}, by the word of whoever put it into the running pod alone. Find out who did that in the audit log of the API server, and delete the pod if nobody is debugging it.`,
  };
}

function severityOf(extra: readonly Power[]): GroupFinding['severity'] {
  return extra.some(isBig) ? 'error' : 'warning';
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
  if (container.list === 'ephemeralContainers') return isOrdinary;
  const { declared, template } = subject;
  const inManifest = declared?.containers.get(container.name);
  const inOwners = inTemplate(subject, container.name);
  const own = inManifest ?? inOwners;
  if (!own) return declared || template ? neededBy(container) : undefined;
  const powers = covering(own.powers);
  // An injector that fills the image in fills in what that needs, too.
  const isOpen = inManifest ? inManifest.images.length === 0 : isPlaceholder(inOwners?.image ?? '');
  const needed = isOpen ? neededBy(container) : () => false;
  return (power) => powers(power) || needed(power) || (subject.isBuilt && isRenamed(power, own.powers));
}

/** Kustomizations put texts before and behind the names of Secrets. */
function isRenamed(power: Power, known: Iterable<Power>): boolean {
  const { kind, value } = partsOf(power);
  return (
    kind === 'secret' && [...known].some((one) => partsOf(one).kind === kind && value.includes(partsOf(one).value))
  );
}

/** Who is not declared may have what anybody has, and a well-known sidecar what it can't do its work without. */
function neededBy({ name, image }: ContainerFacts): (power: Power) => boolean {
  const known = findKnownSidecar(name, image);
  const isKnown = isConfirmed(known);
  const { capabilities = [], root = false, hostPaths = [] } = (isKnown && known.sidecar.needs) || {};
  return (power) => {
    if (isOrdinary(power)) return true;
    const { kind, value } = partsOf(power);
    switch (kind) {
      case 'root':
        return root;
      case 'capability':
        return capabilities.includes(value);
      case 'secret':
        return isKnown;
      case 'hostPath':
      case 'writes':
        return hostPaths.some((path) => value === path || value.startsWith(`${path}/`));
      default:
        return false;
    }
  };
}
