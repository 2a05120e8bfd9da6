import { apiGroup, type Resource } from '../../manifest/resource';
import type { Span, YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { workloadKind } from '../../pod/workload-kinds';
import { isToBeReplaced } from '../../text/placeholder';
import { links } from '../links';
import type { Finding, Fix, Related, Rule, RuleContext } from '../rule';

/** A fault for which the API server refuses a pod, or the workload whose template it is. */
export interface Refusal {
  /** The field that the API server names; it can be missing. Each field has a finding of its own. */
  readonly field: YamlValue;
  /** Another place for the finding: of a missing field, the part that lacks it. */
  readonly at?: YamlValue;
  /** A narrower place, such as the key of a map. */
  readonly span?: Span | undefined;
  /** What is wrong, as a clause: `the init container "setup" has probes`. */
  readonly because: string;
  /** What to do, as a sentence without its period. */
  readonly toDo: string;
  readonly container?: Container;
  /** Something is missing. It is unknown where another file, or a template, can have it. */
  readonly isAbsence?: boolean;
  /** Several fields contradict each other. In a template, they can be in branches that exclude each other. */
  readonly isConflict?: boolean;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

interface RefusedRule extends Omit<Rule, 'category' | 'severity' | 'references' | 'pod' | 'container' | 'resource'> {
  readonly references?: Rule['references'];
  /** What the API server refuses in a pod or a pod template of a built-in kind. */
  find(pod: Pod, context: RuleContext): Iterable<Refusal>;
}

/**
 * A rule about what the API server refuses in a pod (`ValidatePodSpec` and its relatives in Kubernetes' core validation).
 * Controllers of custom kinds check their templates themselves, so these are left alone.
 */
export function refusedRule({ find, references = [], ...rule }: RefusedRule): Rule {
  return {
    ...rule,
    category: 'refused',
    severity: 'error',
    references: [...references, links.podSpec],
    *pod(pod, context) {
      if (pod.isAssembled || !isCheckedByServer(pod.resource)) return;
      for (const refusal of find(pod, context)) {
        if (!(refusal.isConflict && pod.resource.document.isTemplate))
          yield refusalFinding(pod.resource, refusal, context);
      }
    },
  };
}

/** A text that people or the API server read as it is written; `undefined` if another tool replaces a part of it. */
export function literal({ string }: YamlValue): string | undefined {
  return string === undefined || isToBeReplaced(string) ? undefined : string;
}

/** Whether the API server checks the pod in a resource: it does in those of its own kinds. */
export function isCheckedByServer(resource: Resource): boolean {
  const group = resource.kind === 'PodTemplate' ? '' : workloadKind(resource.kind)?.group;
  return group === apiGroup(resource);
}

/** The finding of a refusal. */
export function refusalFinding({ kind }: Resource, refusal: Refusal, { kubernetesMinor }: RuleContext): Finding {
  const { field, because, toDo, container, isAbsence, related, fixes } = refusal;
  const { span } = refusal;
  // Before 1.34, the API server accepts any pod template of a StatefulSet, and then refuses the pods.
  const isLate = kind === 'StatefulSet' && kubernetesMinor < 34;
  const at = refusal.at ?? (field.hasKey || field.exists ? field : (container?.nameValue ?? field));
  return {
    at,
    entry: field,
    message: `The API server refuses ${isLate ? 'the pods of ' : ''}this ${kind}: ${because}. ${toDo}.`,
    // Of what has several lines, only the key is underlined.
    ...(span ? { span } : at.keySpan && (!at.exists || at.isMap || at.isList) && { span: at.keySpan }),
    ...(container && { container }),
    ...(isAbsence && { isAbsence }),
    ...(related && { related }),
    ...(fixes && { fixes }),
  };
}
