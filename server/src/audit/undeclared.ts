import { qualifiedRepository } from '../image/image-name';
import { findKnownSidecar, isConfirmed, sidecarsNamed } from '../pod/known-sidecars';
import { injectionWord } from './injection';
import type { ContainerFacts } from './pod-facts';
import { removeFrom } from './remedy';
import {
  type AuditSeverity,
  type AuditSubject,
  type GroupFinding,
  inTemplate,
  ordinaryContainers,
  templateName,
} from './subject';

/** Containers that are in neither the manifest nor the template, and those that are only in the template. */
export function* undeclaredContainers(subject: AuditSubject): Generator<GroupFinding> {
  const { declared, template } = subject;
  if (!declared && !template) return;
  for (const container of ordinaryContainers(subject)) {
    if (declared?.containers.has(container.name)) continue;
    const isInTemplate = inTemplate(subject, container.name) !== undefined;
    if (isInTemplate && !declared) continue;
    yield {
      finding: 'undeclared-container',
      container: container.name,
      ...(isInTemplate ? inTemplateOnly(container, subject) : inNeither(container, subject)),
      ...(declared && { manifest: declared.place }),
    };
  }
}

interface Verdict {
  readonly severity: AuditSeverity;
  readonly message: string;
}

/** It was added to the workload in the cluster, so the pods are as their controller creates them. */
function inTemplateOnly({ name, image }: ContainerFacts, { group, isBuilt }: AuditSubject): Verdict {
  const isExpected = isBuilt || isConfirmed(findKnownSidecar(name, image));
  return {
    severity: isExpected ? 'information' : 'warning',
    message: `Container not in the manifest: "${name}" (${image}) was added to the ${group.workload.kind} in the cluster, by a user or a tool. ${removeFrom(group.workload.kind)}`,
  };
}

function inNeither(container: ContainerFacts, subject: AuditSubject): Verdict {
  const { name, image } = container;
  const known = findKnownSidecar(name, image);
  const isNamesake = known?.origin === 'namesake';
  if (isConfirmed(known))
    return knownSidecars(container, known.sidecar.name, known.sidecar.isInjected === true, subject);
  const [claimed] = sidecarsNamed(name);
  if (claimed) {
    return {
      severity: isNamesake ? 'warning' : 'error',
      message: `Possible fake sidecar: "${name}", which ${missingFrom(subject)}, has the name of ${claimed.name}, but its image \`${qualifiedRepository(image)}\` is not from ${claimed.publisher}. Find out who added it${subject.perhaps()}, and delete the pod unless the image is from your mirror.`,
    };
  }
  if (!subject.template && subject.isBuilt) {
    return {
      severity: 'warning',
      message: `Container not in the manifest: "${name}" (${image}) may come from a kustomization, which cannot be checked without the template. If no kustomization adds it, find out who did${subject.perhaps()}, and delete the pod.`,
    };
  }
  return {
    severity: 'error',
    message: `Undeclared container: "${name}" (${image}) ${missingFrom(subject)}, and no known injector adds it. Find out who added it${subject.perhaps()}, then declare it or delete the pod.`,
  };
}

/** A container with a well-known name and its publisher's image. It is expected if the injector is turned on. */
function knownSidecars({ name }: ContainerFacts, known: string, isInjected: boolean, subject: AuditSubject): Verdict {
  const word = injectionWord(name, subject.group, subject.namespace);
  const what = `"${name}" (${known} by its name and image) ${missingFrom(subject)}`;
  if (word?.isOn === true) {
    return {
      severity: 'information',
      message: `Injected container: ${what}. ${word.injector} added it because of ${word.by}; remove this setting if it is not intended.`,
    };
  }
  if (word?.isOn === false) {
    return {
      severity: 'warning',
      message: `Unexpected sidecar: ${what}, although ${word.by} turns injection by ${word.injector} off. Find out who added it${subject.perhaps()}.`,
    };
  }
  // Without known keys, or if the namespace can't be read, it isn't known whether the injector is turned on.
  const isUnseen = isInjected && (word === undefined || word.mayBeConfigured || subject.namespace === undefined);
  return {
    severity: isUnseen ? 'information' : 'warning',
    message: isUnseen
      ? `Undeclared sidecar: ${what}, and it is not known who added it${subject.perhaps()}. Check that it is intended.`
      : `Undeclared sidecar: ${what}, and no label or annotation turns its injection on. Find out who added it${subject.perhaps()}.`,
  };
}

/** The sources that do not contain a container, as the end of a sentence. */
function missingFrom(subject: AuditSubject): string {
  const { declared, template } = subject;
  if (declared && template) return `is in neither its manifest nor ${templateName(subject)}`;
  return declared ? 'is not in its manifest' : `is not in ${templateName(subject)}`;
}
