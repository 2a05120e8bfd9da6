import { type NewValue, setValue } from '../../fixes/set-value';
import { setValues, type Write } from '../../fixes/steps';
import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { isUnknownValue } from '../../pod/unknown-value';
import { links } from '../links';
import type { Finding, Fix, Related, Rule } from '../rule';
import { type Level, standardsFor } from './pod-security';

/** What violates a control. */
export interface Violation {
  /** The value that is forbidden or, where one is missing, the container's name. */
  readonly at: YamlValue;
  /** The risk, a colon, and who causes it: a sentence without its full stop. The consequence follows. */
  readonly what: string;
  readonly container?: Container;
  readonly isAbsence?: boolean;
  /** The fields that could have met the control. Where one of them is to be filled in, nothing is known. */
  readonly decidedBy?: readonly YamlValue[];
  /** The part that it is about, if several parts of a pod can each violate the control. */
  readonly entry?: YamlValue;
  /** A well-known container, with the image of its publisher, that needs it. */
  readonly isKnownToNeedIt?: boolean;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** A control of the Pod Security Standards. */
export interface Control extends Omit<Rule, 'category' | 'severity' | 'references' | 'pod' | 'container' | 'resource'> {
  readonly level: Exclude<Level, 'privileged'>;
  /** Its name in the standards. */
  readonly control: string;
  /** The first minor version of Kubernetes 1.x that has it; 0 for the first edition. */
  readonly since?: number;
  /** It does not apply to Windows pods, from 1.25 on (Pod Security Standards, "Pod OS field"). */
  readonly isForLinux?: true;
  readonly references?: Rule['references'];
  /** What to do: a sentence of the message. */
  readonly advice: string;
  /** What a pod does that the edition of a minor version forbids. */
  violations(pod: Pod, minor: number): Iterable<Violation>;
}

/** The rule that holds pods to a control, at the level and version of their namespace. */
export function controlRule({
  level,
  control,
  since = 0,
  isForLinux,
  references = [],
  peers,
  advice,
  violations,
  ...rule
}: Control): Rule {
  return {
    ...rule,
    category: 'permissions',
    severity: 'warning',
    references: [links.podSecurityStandards, links.restrictContainers, ...references],
    peers: { PSS: [`${level}: ${control}`], ...peers },
    severities: `It is an error where the namespace of the pod or the option \`podSecurity\` enforces the level.${level === 'baseline' ? ' What a DaemonSet has of its node is one warning that lists it.' : ''}`,
    ...(level === 'baseline' && {
      nodeAccess: control.replace(/\b[A-Z](?=[a-z]+\b)/g, (letter) => letter.toLowerCase()),
    }),
    *pod(pod, context): Generator<Finding> {
      const security = context.podSecurity(pod);
      const isOfOther = isForLinux === true && pod.spec.at('os', 'name').string === 'windows';
      for (const standard of standardsFor(security, level, context.kubernetesMinor)) {
        if (standard.minor < since || (isOfOther && standard.minor >= WINDOWS_SPARED_SINCE)) continue;
        for (const { what, isKnownToNeedIt, fixes, decidedBy = [], ...violation } of violations(pod, standard.minor)) {
          if ([violation.at, ...decidedBy].some(isUnknownValue)) continue;
          // An injector adds such containers, not the author of the manifest. A level of a namespace or an option forbids them all the same.
          const severity = isKnownToNeedIt && security.source === 'default' ? 'information' : standard.severity;
          // The API server refuses the fields of Linux in a Windows pod.
          yield {
            ...violation,
            severity,
            message: `${what}; ${standard.consequence}. ${advice}`,
            ...(fixes && !isOfOther && { fixes }),
          };
        }
      }
    },
  };
}

const WINDOWS_SPARED_SINCE = 25;

/** A pod with its own user namespace has no rights as root on the node (KEP-127). From 1.35 on, the controls allow it. */
export function isSparedByUserNamespace(pod: Pod, minor: number): boolean {
  return minor >= 35 && pod.spec.get('hostUsers').boolean === false;
}

/** A fix that writes one value. */
export function writeValue(pod: Pod, value: YamlValue, data: NewValue, title: string): Fix {
  return { title, isPreferred: false, change: () => setValue(pod.resource.document, value, data) };
}

/** A fix that writes values of which one alone would mend nothing, or make the API server refuse the pod. */
export function writeValues(pod: Pod, writes: readonly Write[], title: string): Fix {
  return { title, isPreferred: false, change: () => setValues(pod.resource.document, writes) };
}
