import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { links } from '../links';
import { faultOfLabel, WRITE_A_LABEL } from './dns-label';
import { faultOfAddress } from './ip-address';
import { isObjectName } from './object-name';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, storedText } from './text';

/** KEP-4762: on by default. Before, the API server drops the field. */
const FIRST_WITH_OVERRIDE = 35;
/** In characters: the limit of the Linux kernel. */
const LONGEST_OVERRIDE = 64;

export const invalidHostName = refusedRule({
  id: 'invalid-host-name',
  title: 'A pod with a host name that DNS does not allow',
  why: 'The API server refuses a pod whose `hostname` or `subdomain` is no DNS label, whose `hostAliases` have a name or an address that is none, and whose `hostnameOverride` is no DNS name of at most 64 characters, or stands beside `hostNetwork` or `setHostnameAsFQDN`.',
  fix: 'Write a DNS label: at most 63 lower-case letters, digits and `-`.',
  references: [links.dns],
  examples: {
    bad: examplePod({ spec: 'hostname: web.shop # error: a dot' }),
    good: examplePod({ spec: 'hostname: web\nsubdomain: shop' }),
  },

  fields: ['hostname', 'subdomain', 'hostAliases', 'hostnameOverride'],
  *find({ spec, resource }, { kubernetesMinor }) {
    // The controller of a StatefulSet writes both, so that the API server does not look at them.
    if (resource.kind !== 'StatefulSet') for (const name of ['hostname', 'subdomain']) yield* ofLabel(spec.get(name));
    for (const alias of spec.get('hostAliases').items) {
      yield* ofAddress(alias.get('ip'), kubernetesMinor);
      for (const name of alias.get('hostnames').items) yield* ofName(name);
    }
    if (kubernetesMinor >= FIRST_WITH_OVERRIDE) yield* ofOverride(spec);
  },
});

function* ofLabel(field: YamlValue): Generator<Refusal> {
  const text = storedText(field);
  const fault = text ? faultOfLabel(text) : undefined;
  if (fault) yield { field, because: `its \`${field.name}\` ${inCode(text ?? '')} ${fault}`, toDo: WRITE_A_LABEL };
}

function* ofAddress(field: YamlValue, minor: number): Generator<Refusal> {
  const text = storedText(field);
  const fault = text === undefined ? undefined : faultOfAddress(text, minor);
  if (fault === undefined) return;
  yield {
    field,
    at: field.hasKey || !field.parent ? field : field.parent,
    ...(text === ''
      ? { isAbsence: true, because: 'an entry of `hostAliases` has no `ip`' }
      : { because: `the address ${inCode(text ?? '')} in \`hostAliases\` ${fault}` }),
    toDo: 'Write an IP address',
  };
}

function* ofName(field: YamlValue): Generator<Refusal> {
  const text = storedText(field);
  if (text === undefined || isObjectName(text)) return;
  yield { field, because: `the host name ${inCode(text)} is no name of DNS`, toDo: WRITE_A_NAME };
}

const WRITE_A_NAME = 'Use lower-case letters, digits, `-` and `.`';

function* ofOverride(spec: YamlValue): Generator<Refusal> {
  const field = spec.get('hostnameOverride');
  const text = field.string;
  if (text === undefined || storedText(field) === undefined) return;
  const other = ['setHostnameAsFQDN', 'hostNetwork'].map((name) => spec.get(name)).find(({ boolean }) => boolean);
  if (other)
    yield {
      field,
      isConflict: true,
      because: `\`hostnameOverride\` cannot stand beside \`${other.name}: true\``,
      toDo: 'Remove one of them',
      related: [{ at: other, message: 'The other field is here.' }],
    };
  else if (text.length > LONGEST_OVERRIDE || !isObjectName(text))
    yield {
      field,
      because: `its \`hostnameOverride\` ${inCode(text)} is no name of DNS with at most ${LONGEST_OVERRIDE} characters`,
      toDo: WRITE_A_NAME,
    };
}
