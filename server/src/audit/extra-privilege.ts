import { isPlaceholder } from '../image/image-reference';
import { findKnownSidecar, isConfirmed } from '../pod/known-sidecars';
import { beyond, covering, isBig, isNeeded, isOrdinary, type Power, partsOf } from '../pod/power';
import type { ContainerFacts } from './pod-facts';
import { powerTexts } from './power-text';
import { removeFrom } from './remedy';
import { type AuditSubject, type GroupFinding, inTemplate, sentenceList, templateName } from './subject';

/** Powers of pods and containers that are not in their manifest or, without a manifest, in their template. */
export function* extraPrivileges(subject: AuditSubject): Generator<GroupFinding> {
  const { group, declared, template } = subject;
  const base = declared ?? template;
  if (base) {
    const extra = beyond(group.spec.powers, covering(base.powers));
    if (extra.length > 0) yield finding(subject, 'the pod', extra, template?.powers);
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
      yield { ...finding(subject, `the container "${container.name}"`, extra, known), ...of };
    }
  }
}

/** @param known the powers in the template */
function finding(
  subject: AuditSubject,
  who: string,
  extra: readonly Power[],
  known: readonly Power[] | undefined,
): GroupFinding {
  const { declared, isBuilt } = subject;
  const isExpected = isBuilt && known !== undefined && extra.every(covering(known));
  return {
    finding: 'extra-privilege',
    severity: isExpected ? 'information' : powerSeverity(extra),
    message: `More privileges than ${sourceOf(subject)} declares: ${who} ${sentenceList(powerTexts(extra))}. ${advice(subject, isExpected, known && extra.every(covering(known)))}`,
    ...(declared && { manifest: declared.place }),
  };
}

/** @param isInTemplate whether the template in the cluster has it, too; `undefined` if the template is not known */
function advice(subject: AuditSubject, isExpected: boolean, isInTemplate: boolean | undefined): string {
  const { declared, group, perhaps } = subject;
  if (isExpected) return 'A kustomization may add this. If not, find out who changed the workload in the cluster.';
  if (declared && isInTemplate) return removeFrom(group.workload.kind);
  return isInTemplate === false
    ? `The template does not have it, so it was added when the pod was created. Find out by whom${perhaps()}, then delete the pod.`
    : `Find out who changed it${perhaps()}, then declare it, or correct the workload and delete the pod.`;
}

function ephemeralFinding({ name }: ContainerFacts, extra: readonly Power[]): GroupFinding {
  return {
    finding: 'extra-privilege',
    severity: powerSeverity(extra),
    message: `Undeclared privileges in a running pod: the ephemeral container "${name}" ${sentenceList(powerTexts(extra))}. Find out in the audit log of the API server who added it, and delete the pod if it is not for debugging.`,
  };
}

export function powerSeverity(extra: readonly Power[]): GroupFinding['severity'] {
  return extra.some(isBig) ? 'error' : 'warning';
}

function accountFinding(subject: AuditSubject, wanted: string): GroupFinding {
  const { group, declared, template, isBuilt } = subject;
  const { serviceAccount } = group.spec;
  // A kustomization can add a prefix to names.
  const isExpected = isBuilt && template?.serviceAccount === serviceAccount;
  return {
    finding: 'extra-privilege',
    severity: isExpected ? 'information' : 'error',
    message: `Permissions of another service account: the pod runs as "${serviceAccount}", but ${sourceOf(subject)} declares "${wanted}". ${advice(subject, isExpected, template && template.serviceAccount === serviceAccount)}`,
    ...(declared && { manifest: declared.place }),
  };
}

function sourceOf(subject: AuditSubject): string {
  return subject.declared ? 'its manifest' : templateName(subject);
}

/** The powers that a container may have; `undefined` if there is nothing to compare it with. */
function allowedFor(container: ContainerFacts, subject: AuditSubject): ((power: Power) => boolean) | undefined {
  // An ephemeral container is not declared, so it may only have the powers that are on by default.
  if (container.list === 'ephemeralContainers') return isOrdinary;
  const { declared, template } = subject;
  const inManifest = declared?.containers.get(container.name);
  // What only the template in the cluster has was not declared.
  const inOwners = declared ? undefined : inTemplate(subject, container.name);
  const own = inManifest ?? inOwners;
  if (!own) return declared || template ? neededBy(container) : undefined;
  const powers = covering(own.powers);
  // An injector that sets the image also adds the powers that the image needs.
  const isOpen = inManifest ? inManifest.images.length === 0 : isPlaceholder(inOwners?.image ?? '');
  const needed = isOpen ? neededBy(container) : () => false;
  return (power) => powers(power) || needed(power) || (subject.isBuilt && isRenamed(power, own.powers));
}

const SECRETS = ['secret', 'secretEnv', 'configEnv'];

/** Kustomizations can add a prefix or suffix to the names of Secrets and ConfigMaps. */
function isRenamed(power: Power, known: Iterable<Power>): boolean {
  const { kind, value } = partsOf(power);
  return (
    SECRETS.includes(kind) && [...known].some((one) => partsOf(one).kind === kind && value.includes(partsOf(one).value))
  );
}

/** A container that is not declared may have the default powers, and a well-known sidecar also those that it needs. */
export function neededBy({ name, image }: ContainerFacts): (power: Power) => boolean {
  const known = findKnownSidecar(name, image);
  const isKnown = isConfirmed(known);
  const needs = (isKnown && known.sidecar.needs) || {};
  return (power) => isOrdinary(power) || isNeeded(power, needs) || (isKnown && SECRETS.includes(partsOf(power).kind));
}
