import { isPlaceholder } from '../image/image-reference';
import { differingCommands } from './commands';
import type { ContainerFacts } from './pod-facts';
import { removeFrom } from './remedy';
import {
  type AuditSubject,
  type GroupFinding,
  inTemplate,
  ordinaryContainers,
  sentenceList,
  templateName,
} from './subject';

/** Programs that containers start and that differ from those in the manifest or, without a manifest, in the template. */
export function* programDrifts(subject: AuditSubject): Generator<GroupFinding> {
  for (const container of ordinaryContainers(subject)) {
    const manifest = subject.declared?.containers.get(container.name);
    const template = inTemplate(subject, container.name);
    const base = manifest ?? (subject.declared ? undefined : template);
    // An injector that sets the image also sets the program.
    if (!base || isOpen(manifest?.images ?? [template?.image ?? ''])) continue;
    const fields = differingCommands(container.commands, base.commands);
    if (fields.length === 0) continue;
    const isInTemplate = template && differingCommands(container.commands, template.commands).length === 0;
    const isExpected = subject.isBuilt && isInTemplate === true;
    yield {
      finding: 'program-drift',
      severity: isExpected ? 'information' : 'error',
      container: container.name,
      message: `Different program: ${programText(container, fields)}, but ${manifest ? 'its manifest' : templateName(subject)} declares ${manifest || template ? declaredText(base.commands, fields) : ''}. ${advice(subject, isExpected, isInTemplate)}`,
      ...(manifest && { manifest: manifest.place }),
    };
  }
}

/** What the fields of a container say. */
export function programText({ name, commands }: ContainerFacts, fields: readonly Field[]): string {
  return `the container "${name}" has ${declaredText(commands, fields)}`;
}

type Field = ReturnType<typeof differingCommands>[number];

/** The longest command that is shown whole. */
const LONGEST = 120;

function declaredText(commands: ContainerFacts['commands'], fields: readonly Field[]): string {
  return sentenceList(
    fields.map((field) => {
      const words = commands[field];
      if (!words) return `no ${NAMES[field]}`;
      const text = JSON.stringify(words);
      return `the ${NAMES[field]} ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
    }),
  );
}

const NAMES: Readonly<Record<Field, string>> = {
  command: '`command`',
  args: '`args`',
  postStart: '`postStart` command',
  preStop: '`preStop` command',
  startupProbe: 'startup probe',
  readinessProbe: 'readiness probe',
  livenessProbe: 'liveness probe',
};

function isOpen(images: readonly string[]): boolean {
  return images.every(isPlaceholder);
}

function advice(subject: AuditSubject, isExpected: boolean, isInTemplate: boolean | undefined): string {
  const { group, declared, perhaps } = subject;
  if (isExpected) return 'A kustomization may set this. If not, find out who changed the workload in the cluster.';
  if (declared && isInTemplate) return removeFrom(group.workload.kind);
  return `It was set when the pod was created. Find out by whom${perhaps()}, then delete the pod.`;
}
