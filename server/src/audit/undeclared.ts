import { qualifiedRepository } from '../pod/image-name';
import { findKnownSidecar, isConfirmed, sidecarsNamed } from '../pod/known-sidecars';
import { injectionWord } from './injection';
import type { ContainerFacts } from './pod-facts';
import {
  type AuditSeverity,
  type GroupFinding,
  inTemplate,
  ordinaryContainers,
  type Subject,
  templateName,
} from './subject';

/** Containers that neither the manifest nor the template has, and those that only the template has. */
export function* undeclaredContainers(subject: Subject): Generator<GroupFinding> {
  const { declared, template } = subject;
  if (!declared && !template) return;
  for (const container of ordinaryContainers(subject)) {
    if (declared?.containers.has(container.name)) continue;
    const isInTemplate = inTemplate(subject, container.name) !== undefined;
    if (isInTemplate && !declared) continue;
    yield {
      finding: 'undeclared-container',
      container: container.name,
      ...(isInTemplate ? inTemplateOnly(container, subject) : nobodys(container, subject)),
      ...(declared && { manifest: declared.place }),
    };
  }
}

interface Verdict {
  readonly severity: AuditSeverity;
  readonly message: string;
}

/** Somebody has put it into the workload itself, so that the pods are as their controller wants them. */
function inTemplateOnly({ name, image }: ContainerFacts, { group, isBuilt }: Subject): Verdict {
  const isExpected = isBuilt || isConfirmed(findKnownSidecar(name, image));
  return {
    severity: isExpected ? 'information' : 'warning',
    message: `The ${group.workload.kind} in the cluster has the container "${name}" (${image}), its manifest does not: somebody has changed the ${group.workload.kind} there, or a tool adds the container on the way. Add it to the manifest, or remove it from the cluster.`,
  };
}

function nobodys(container: ContainerFacts, subject: Subject): Verdict {
  const { name, image } = container;
  const known = findKnownSidecar(name, image);
  const isNamesake = known?.origin === 'namesake';
  if (isConfirmed(known))
    return knownSidecars(container, known.sidecar.name, known.sidecar.isInjected === true, subject);
  const [claimed] = sidecarsNamed(name);
  if (claimed) {
    return {
      severity: isNamesake ? 'warning' : 'error',
      message: `The container "${name}", which ${lackingIn(subject)}, has the name of ${claimed.name}, but its image \`${qualifiedRepository(image)}\` is not from ${claimed.publisher}: whoever sees the name takes it for an injector's. Find out who added it${subject.perhaps()}; delete the pod unless the image is your mirror of it.`,
    };
  }
  if (!subject.template && subject.isBuilt) {
    return {
      severity: 'warning',
      message: `The container "${name}" (${image}) is not in the manifest, and what its kustomizations make of that can't be told without the template. Make sure that one of them adds it; else find out who did${subject.perhaps()}, and delete the pod.`,
    };
  }
  return {
    severity: 'error',
    message: `Nobody declared the container "${name}" (${image}): ${lackingIn(subject)} it, and no injector that is known adds it. Find out who added it${subject.perhaps()}, and declare it or delete the pod.`,
  };
}

/** A container with a well-known name and its publisher's image: what matters is whether anybody asked for it. */
function knownSidecars({ name }: ContainerFacts, known: string, isInjected: boolean, subject: Subject): Verdict {
  const word = injectionWord(name, subject.group, subject.namespace);
  const what = `The container "${name}", which ${lackingIn(subject)}, is ${known} by its name and image`;
  if (word?.isOn === true) {
    return {
      severity: 'information',
      message: `${what}: ${word.injector} was asked to add it by ${word.by}. Remove that if it is not wanted.`,
    };
  }
  if (word?.isOn === false) {
    return {
      severity: 'warning',
      message: `${what}, though ${word.by} tells ${word.injector} to leave the pod alone. Find out who added it${subject.perhaps()}.`,
    };
  }
  // Without known keys, or where the namespace's can't be read, being asked is nothing that could be seen.
  const isUnseen = isInjected && (word === undefined || word.mayBeConfigured || subject.namespace === undefined);
  return {
    severity: isUnseen ? 'information' : 'warning',
    message: isUnseen
      ? `${what}. Who asked for it can't be told${subject.perhaps()}; make sure that it is wanted.`
      : `${what}, but nothing on the pod or its namespace asks for it. Find out who added it${subject.perhaps()}.`,
  };
}

/** Who doesn't have it, to follow "which", or to stand before "it". */
function lackingIn(subject: Subject): string {
  const { declared, template } = subject;
  if (declared && template) return `neither its manifest nor ${templateName(subject)} has`;
  return declared ? 'its manifest does not have' : `${templateName(subject)} does not have`;
}
