import type { YamlValue } from '../../manifest/value';
import { examplePod } from '../example';
import { links } from '../links';
import { unsupported } from './enum-value';
import { faultOfAddress } from './ip-address';
import { type Refusal, refusedRule } from './refused-rule';
import { inCode, isUnset, shown, storedText } from './text';

const POLICY = { allowed: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'] };
const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;
/** Of all search domains, with a space between each two. */
const LONGEST_SEARCHES = 2048;

export const invalidDns = refusedRule({
  id: 'invalid-dns',
  title: 'A pod with DNS settings that cannot be used',
  why: `The API server refuses a pod with \`dnsPolicy: None\` and no name server, since its containers could find no address; and more than ${MOST_NAMESERVERS} name servers, ${MOST_SEARCHES} search domains or ${LONGEST_SEARCHES} characters of them, name servers that are no IP addresses, and options without a name.`,
  fix: 'Add a name server to `dnsConfig`, or correct what the message names.',
  references: [links.dns],
  examples: {
    bad: examplePod({ spec: 'dnsPolicy: None # error: no name server' }),
    good: examplePod({ spec: 'dnsPolicy: None\ndnsConfig:\n  nameservers: [10.0.0.10]' }),
  },

  fields: ['dnsPolicy', 'dnsConfig'],
  *find(pod, { kubernetesMinor }) {
    const { spec } = pod;
    const policy = spec.get('dnsPolicy');
    const found = unsupported(pod, policy, POLICY, 'the pod');
    if (found) yield { field: policy, ...found };
    const config = spec.get('dnsConfig');
    const servers = config.get('nameservers');
    if (policy.string === 'None' && !mayHaveItems(servers)) {
      yield withoutServer(policy, isUnset(config) ? config : servers);
      return;
    }
    yield* tooMany(servers, servers.items.length, MOST_NAMESERVERS, 'name servers');
    for (const server of servers.items) yield* wrongAddress(server, kubernetesMinor);
    yield* ofSearches(config.get('searches'));
    for (const option of config.get('options').items) yield* nameless(option);
  },
});

function mayHaveItems(list: YamlValue): boolean {
  return list.items.length > 0 || (!isUnset(list) && !list.isList);
}

function withoutServer(policy: YamlValue, field: YamlValue): Refusal {
  return {
    field,
    at: field.hasKey ? field : policy,
    isAbsence: true,
    because: 'it has `dnsPolicy: None` and no name server',
    toDo: 'Add one to `nameservers` of `dnsConfig`, or use another policy',
  };
}

function* tooMany(field: YamlValue, count: number, most: number, what: string): Generator<Refusal> {
  if (count > most)
    yield { field, because: `it has ${count} ${what}, and ${most} are allowed`, toDo: `Keep ${most} of them` };
}

function* wrongAddress(server: YamlValue, minor: number): Generator<Refusal> {
  const text = storedText(server);
  const fault = text === undefined ? undefined : faultOfAddress(text, minor);
  if (fault)
    yield { field: server, because: `the name server ${inCode(text ?? '')} ${fault}`, toDo: 'Write an IP address' };
}

function* ofSearches(list: YamlValue): Generator<Refusal> {
  yield* tooMany(list, list.items.length, MOST_SEARCHES, 'search domains');
  const texts = list.items.map(storedText);
  const isKnown = texts.every((text) => text !== undefined);
  if (isKnown) yield* tooMany(list, texts.join(' ').length, LONGEST_SEARCHES, 'characters in its search domains');
  for (const [index, domain] of list.items.entries()) {
    const text = texts[index];
    if (text === undefined || isSearchDomain(text)) continue;
    yield {
      field: domain,
      because: `the search domain ${inCode(text)} is no name of DNS`,
      toDo: 'Use lower-case letters, digits, `-`, `_` and `.`',
    };
  }
}

function isSearchDomain(text: string): boolean {
  const name = text.replace(/\.$/, '');
  return text === '.' || (name.length <= 253 && SEARCH_DOMAIN.test(name));
}

const PART = '_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const SEARCH_DOMAIN = new RegExp(`^${PART}(?:\\.${PART})*$`);

function* nameless(option: YamlValue): Generator<Refusal> {
  if (!isUnset(option.get('name'))) return;
  yield {
    field: option,
    at: shown(option.get('name')),
    isAbsence: true,
    because: 'an option of `dnsConfig` has no name',
    toDo: 'Name the option',
  };
}
