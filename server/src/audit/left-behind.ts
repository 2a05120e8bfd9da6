import { findKnownSidecar, isConfirmed } from '../pod/known-sidecars';
import { beyond, covering, isOrdinary, type Power } from '../pod/power';
import { differingCommands } from './commands';
import { neededBy, powerSeverity } from './extra-privilege';
import { imageDifference } from './image-difference';
import type { ContainerFacts } from './pod-facts';
import { powerTexts } from './power-text';
import { programText } from './program-drift';
import { type AuditSubject, type GroupFinding, inTemplate, ordinaryContainers, sentenceList } from './subject';

/**
 * What pods of an older template run and may do that neither the present template nor the manifest has. They may run for
 * ever: a workload with `OnDelete`, or with a rollout that is paused or stuck, does not replace them.
 */
export function* leftBehind(subject: AuditSubject): Generator<GroupFinding> {
  const bases = [subject.now?.declared, subject.now?.template].flatMap((base) => base ?? []);
  if (bases.length === 0) return;
  const { group, template } = subject;
  // What the older template does not have either is found when the pods are compared with it.
  const isFromTemplate = template ? covering(template.powers) : () => true;
  const extra = unusual(group.spec.powers, [...bases.flatMap(({ powers }) => [...powers])]).filter(isFromTemplate);
  if (extra.length > 0) yield privileges(subject, 'the pod', extra);
  for (const container of ordinaryContainers(subject)) {
    const old = inTemplate(subject, container.name);
    if (!template || old) yield* ofContainer(container, old, subject);
  }
}

function* ofContainer(
  container: ContainerFacts,
  old: ContainerFacts | undefined,
  subject: AuditSubject,
): Generator<GroupFinding> {
  const { name, image } = container;
  const { declared, template } = subject.now ?? {};
  const manifest = declared?.containers.get(name);
  const present = template?.containers.find((one) => one.name === name);
  const known = [manifest, present].flatMap((base) => base ?? []);
  const about = { container: name, ...(declared && { manifest: manifest?.place ?? declared.place }) };
  const isFromTemplate = old ? covering(old.powers) : () => true;
  if (known.length === 0) {
    yield {
      ...about,
      finding: 'undeclared-container',
      severity: isConfirmed(findKnownSidecar(name, image)) ? 'warning' : 'error',
      message: `Container of an older template: "${name}" (${image}) still runs, and ${nowhere(subject)}. ${remedy(subject)}`,
    };
    const extra = beyond(container.powers, neededBy(container)).filter(isFromTemplate);
    if (extra.length > 0) yield { ...about, ...privileges(subject, `the container "${name}"`, extra) };
    return;
  }
  const extra = unusual(
    container.powers,
    known.flatMap(({ powers }) => [...powers]),
  ).filter(isFromTemplate);
  if (extra.length > 0) yield { ...about, ...privileges(subject, `the container "${name}"`, extra) };
  const images = [...(manifest?.images ?? []), ...(present ? [present.image] : [])];
  // Another version is what a rollout is for.
  if (images.length > 0 && images.every((wanted) => imageDifference(wanted, image)?.severity === 'error')) {
    yield {
      ...about,
      finding: 'image-drift',
      severity: 'error',
      message: `Image of an older template: the container "${name}" still runs ${image}, which ${nowhere(subject)}. ${remedy(subject)}`,
    };
  }
  const fields = known.map(({ commands }) => differingCommands(container.commands, commands));
  const [first = []] = fields;
  if (fields.every((own) => own.length > 0)) {
    yield {
      ...about,
      finding: 'program-drift',
      severity: 'warning',
      message: `Program of an older template: ${programText(container, first)}, which ${nowhere(subject)}. ${remedy(subject)}`,
    };
  }
}

/** The powers beyond those that are declared now and those that are on by default: a rollout may also be there to drop these. */
function unusual(powers: readonly Power[], declared: readonly Power[]): Power[] {
  const isDeclared = covering(declared);
  return beyond(powers, (power) => isDeclared(power) || isOrdinary(power));
}

function privileges(subject: AuditSubject, who: string, extra: readonly Power[]): GroupFinding {
  return {
    finding: 'extra-privilege',
    severity: powerSeverity(extra),
    message: `Privileges of an older template: ${who} ${sentenceList(powerTexts(extra))}, which ${nowhere(subject)}. ${remedy(subject)}`,
    ...(subject.now?.declared && { manifest: subject.now.declared.place }),
  };
}

function nowhere({ group, now }: AuditSubject): string {
  const present = `the present template of its ${group.workload.kind}`;
  if (now?.declared && now.template) return `is in neither its manifest nor ${present}`;
  return now?.declared ? 'is not in its manifest' : `is not in ${present}`;
}

function remedy({ group: { workload } }: AuditSubject): string {
  return `Unless a rollout replaces its pods right now, delete them: with \`OnDelete\`, or while a rollout is paused or stuck, the ${workload.kind} leaves them as they are. Find out who had added it.`;
}
