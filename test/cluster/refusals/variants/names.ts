import type { Variant } from '../variant.ts';

/** Settings of the whole pod: names and addresses in DNS. */
const ofPod =
  (rule: string) =>
  (name: string, fields: Readonly<Record<string, unknown>>): Variant => ({
    rule,
    name,
    set: Object.fromEntries(Object.entries(fields).map(([field, value]) => [`spec.${field}`, value])),
  });
const dns = ofPod('invalid-dns');
const host = ofPod('invalid-host-name');
const servers = (...nameservers: readonly unknown[]): Variant =>
  dns(`the name servers ${JSON.stringify(nameservers)}`, { dnsConfig: { nameservers } });
const searches = (name: string, list: readonly unknown[]): Variant =>
  dns(`search domains: ${name}`, { dnsConfig: { searches: list } });
const options = (...list: readonly unknown[]): Variant =>
  dns(`the options ${JSON.stringify(list)}`, { dnsConfig: { options: list } });
const aliases = (...list: readonly unknown[]): Variant =>
  host(`the aliases ${JSON.stringify(list)}`, { hostAliases: list });

const SERVER = '10.0.0.10';
const OLD_ADDRESSES = ['010.0.0.1', '10.0.0.001', '::ffff:10.0.0.1', '::10.0.0.01', '0000000010.0.0.1'];
const ADDRESSES = [
  ...['10.0.0.1', '256.0.0.1', '10.0.0', '10.0.0.1.2', ' 10.0.0.1', 'dns.example.com', '10.0.0.1:53', '10.0.0.1/8', ''],
  ...[
    'fe80::1',
    'FE80:0:0:0:0:0:0:0ABC',
    'fe80::1%eth0',
    '::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '::12345',
    '[::1]',
    '::00001',
  ],
];
const LABELS = ['web', 'Web', 'web.shop', 'web_shop', '-web', 'web-', '12', 'a'.repeat(63), 'a'.repeat(64), '', null];

export const names: readonly Variant[] = [
  ...['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None', 'none', 'Cluster', '', null].map((policy) =>
    dns(`${policy}`, { dnsPolicy: policy }),
  ),
  dns('None with a server', { dnsPolicy: 'None', dnsConfig: { nameservers: [SERVER] } }),
  dns('None with an empty configuration', { dnsPolicy: 'None', dnsConfig: {} }),
  dns('None with a configuration that is null', { dnsPolicy: 'None', dnsConfig: null }),
  dns('None without servers', { dnsPolicy: 'None', dnsConfig: { nameservers: [] } }),
  dns('None with servers that are null', { dnsPolicy: 'None', dnsConfig: { nameservers: null } }),
  dns('None with search domains only', { dnsPolicy: 'None', dnsConfig: { searches: ['NO'], options: [{}] } }),
  dns('Default without servers', { dnsPolicy: 'Default', dnsConfig: {} }),
  servers(SERVER, SERVER, SERVER),
  servers('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'),
  servers('a', 'b', 'c', 'd'),
  servers(SERVER, null),
  ...[...ADDRESSES, ...OLD_ADDRESSES].map((address) => servers(address)),
  ...['example.com', 'example.com.', '.', '..', '_tcp.example.com', 'a_b', '__a', 'a_', 'Example.com', 'a b', ''].map(
    (domain) => searches(`"${domain}"`, [domain]),
  ),
  searches('a name of 253 characters', [`${'a'.repeat(63)}.${'b'.repeat(189)}`]),
  searches('a name of 254 characters', [`${'a'.repeat(63)}.${'b'.repeat(190)}`]),
  searches('32 of them', Array(32).fill('example.com')),
  searches('33 of them', Array(33).fill('example.com')),
  searches('2048 characters', [...Array(8).fill('a'.repeat(250)), 'a'.repeat(40)]),
  searches('2049 characters', [...Array(8).fill('a'.repeat(250)), 'a'.repeat(41)]),
  searches('null', [null]),
  options({ name: 'ndots', value: '2' }, { name: 'edns0' }),
  options({ name: 'ndots' }, { name: 'ndots' }),
  options({ value: '2' }),
  options({ name: '' }, {}),
  options(null),

  ...['hostname', 'subdomain'].flatMap((field) => LABELS.map((name) => host(`${field} ${name}`, { [field]: name }))),
  aliases({ ip: SERVER, hostnames: ['a.example.com', 'b'] }),
  aliases({ ip: SERVER }, { ip: SERVER }),
  aliases({ ip: SERVER, hostnames: ['A.example.com', 'a_b', ''] }),
  aliases({ hostnames: ['a'] }),
  aliases({ ip: null }),
  aliases(null),
  ...['::1', '127.0.0.1', 'localhost', '', ...OLD_ADDRESSES].map((ip) => aliases({ ip, hostnames: ['a'] })),
  ...['web', 'web.shop.example.com', 'Web', 'a'.repeat(64), 'a'.repeat(65), '', null].map((name) =>
    host(`hostnameOverride ${name}`, { hostnameOverride: name }),
  ),
  host('an override and hostNetwork', { hostnameOverride: 'web', hostNetwork: true }),
  host('an override and no hostNetwork', { hostnameOverride: 'web', hostNetwork: false }),
  host('an override and a long name', { hostnameOverride: 'web', setHostnameAsFQDN: true }),
  host('an override and no long name', { hostnameOverride: 'web', setHostnameAsFQDN: false }),
  host('a wrong override and both', { hostnameOverride: 'Web', setHostnameAsFQDN: true, hostNetwork: true }),
];
