import { inSequence } from '../../fixes/change';
import { pathOf, textValueAt } from '../../fixes/layout';
import { removeEntry } from '../../fixes/remove-entry';
import { renameKey } from '../../fixes/rename-key';
import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { own } from '../../text/own';
import { examplePod } from '../example';
import { links } from '../links';
import type { Finding, Fix, Rule } from '../rule';
import { fieldOfContext, type Home, INNER_FIELDS, innerField, securityField } from './security-fields';
import { type SecurityPlace, securityPlaces } from './security-places';

export const misplacedSecurityField: Rule = {
  id: 'misplaced-security-field',
  category: 'permissions',
  severity: 'error',
  title: 'A security field in a place where it has no effect',
  why: 'The API server does not know a field in the wrong place, or with a misspelled name: kubectl refuses it, and other clients drop it, at most with a warning. The manifest then shows a protection that the pod does not have.',
  fix: 'Move the field to the right place, or correct its name. Privileges and capabilities belong in the security context of each container, groups and sysctls in the security context of the pod.',
  references: [links.securityContext, links.restrictContainers],
  examples: {
    bad: examplePod({ container: 'readOnlyRootFilesystem: true # error: not in securityContext' }),
    good: examplePod({ container: 'securityContext:\n  readOnlyRootFilesystem: true' }),
  },

  *pod(pod) {
    if (pod.isAssembled) return;
    for (const place of securityPlaces(pod)) {
      for (const key of place.map.keys) {
        const field = place.isContext ? fieldOfContext(key) : securityField(key);
        if (!field) continue;
        if (field.name !== key) yield misspelled(pod, place, place.map.get(key), field.name);
        else if (!place.fits(field.home)) yield misplaced(pod, place, place.map.get(key), field.home);
        if (own(INNER_FIELDS, field.name)) yield* misspelledInside(pod, place, place.map.get(key), field.name);
      }
    }
  },
};

function* misspelledInside(pod: Pod, place: SecurityPlace, map: YamlValue, name: string): Generator<Finding> {
  for (const key of map.keys) {
    const right = innerField(name, key);
    if (right !== undefined && right !== key) yield misspelled(pod, place, map.get(key), right);
  }
}

function misspelled(pod: Pod, { subject, container }: SecurityPlace, at: YamlValue, right: string): Finding {
  return {
    at,
    entry: at,
    ...(at.keySpan && { span: at.keySpan }),
    ...(container && { container }),
    message: `No effect: the API server drops \`${at.name}\` of ${subject}, because the field is called \`${right}\`. Correct its name.`,
    fixes: weakens(at, right)
      ? [removeFix(pod, at)]
      : [
          {
            title: `Write ${right} (it then has an effect)`,
            isPreferred: false,
            change: () => renameKey(pod.resource.document, at, right),
          },
        ],
  };
}

const WORDS: Readonly<Record<Home, string>> = {
  'container context': 'the security context of each container',
  'both contexts': 'the security context of the pod',
  'pod context': 'the security context of the pod',
  spec: 'the spec of the pod',
  'spec or container': 'the spec of the pod',
};

function misplaced(pod: Pod, place: SecurityPlace, at: YamlValue, home: Home): Finding {
  const { subject, container } = place;
  const name = at.name ?? '';
  const target = place.targetFor(home);
  const right = target?.words ?? WORDS[home];
  return {
    at,
    entry: at,
    ...(at.keySpan && { span: at.keySpan }),
    ...(container && { container }),
    message: `No effect: the API server drops \`${name}\` of ${subject} in this place. Move it to ${right}, or remove it.`,
    fixes: weakens(at, name) ? [removeFix(pod, at)] : target ? moveFix(pod, at, target.map.get(name), right) : [],
  };
}

/** Values that would remove protection from a pod if they had an effect. */
const WEAKENING: Readonly<Record<string, string | number | boolean>> = {
  privileged: true,
  allowPrivilegeEscalation: true,
  procMount: 'Unmasked',
  runAsNonRoot: false,
  runAsUser: 0,
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
  hostProcess: true,
  shareProcessNamespace: true,
};

function weakens({ string, number, boolean }: YamlValue, name: string): boolean {
  const value = string ?? number ?? boolean;
  return value !== undefined && value === own(WEAKENING, name);
}

/** A fix must not give a pod a privilege that it has never had. */
function removeFix({ resource }: Pod, at: YamlValue): Fix {
  return {
    title: `Remove ${at.name} (it never had an effect)`,
    isPreferred: false,
    change: () => removeEntry(resource.document, at),
  };
}

/** Only a scalar is moved, and only to a place that is free. */
function moveFix({ resource }: Pod, at: YamlValue, target: YamlValue, right: string): Fix[] {
  const data = at.string ?? at.number ?? at.boolean;
  if (data === undefined || target.isSet) return [];
  const [from, to] = [pathOf(at), pathOf(target)];
  return [
    {
      title: `Move ${at.name} to ${right} (it then has an effect)`,
      isPreferred: false,
      change: () =>
        inSequence(resource.document, [
          (document) => setValue(document, textValueAt(document, to), data),
          (document) => removeEntry(document, textValueAt(document, from)),
        ]),
    },
  ];
}
