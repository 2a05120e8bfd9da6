import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { IMAGE, podOf } from '../../manifests';

/** A pod with a field on line 6. */
const pod = (field: string): string => podOf(`containers: [{ name: web, image: ${IMAGE} }]\n${field}`);
const found = (text: string, kubernetesMinor = 37): string[] =>
  see(text, undefined, { kubernetesMinor })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, text: marked }) => `${rule} ${marked}`);

describe('invalid-dns', () => {
  const RULE = 'invalid-dns';

  it.each([
    ['dnsPolicy: None', 'None'],
    ['dnsPolicy: none', 'none'],
    ['dnsConfig: { nameservers: [dns.example.com] }', 'dns.example.com'],
    ['dnsConfig: { nameservers: [10.0.0.256] }', '10.0.0.256'],
    ['dnsConfig: { nameservers: [010.0.0.1] }', '010.0.0.1'],
    ['dnsConfig: { nameservers: ["::ffff:10.0.0.1"] }', '"::ffff:10.0.0.1"'],
    ['dnsConfig: { searches: [Shop.example.com] }', 'Shop.example.com'],
    ['dnsConfig: { options: [{ value: "2" }] }', '{ value: "2" }'],
  ])('finds %s', (field, marked) => {
    expect(found(pod(field))).toEqual([`${RULE} ${marked}`]);
  });

  it('finds more than three name servers, and says how many are allowed', () => {
    const [finding] = see(pod('dnsConfig: { nameservers: [10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4] }'), RULE);
    expect(finding?.message).toContain('4 name servers, and 3 are allowed');
  });

  it.each([
    'dnsPolicy: ClusterFirstWithHostNet',
    'dnsPolicy:',
    'dnsPolicy: "${POLICY}"',
    'dnsPolicy: None\ndnsConfig: { nameservers: [10.0.0.10, "fe80::1"] }',
    'dnsPolicy: None\ndnsConfig: { nameservers: ["${SERVER}"] }',
    'dnsPolicy: None\ndnsConfig: "{{ config }}"',
    'dnsConfig: { searches: [., _tcp.example.com., a_b], options: [{ name: ndots }, { name: ndots }] }',
  ])('accepts %s', (field) => {
    expect(found(pod(field))).toEqual([]);
  });

  it('accepts old forms of addresses before 1.36', () => {
    expect(found(pod('dnsConfig: { nameservers: [010.0.0.1, "::ffff:10.0.0.1"] }'), 35)).toEqual([]);
  });
});

describe('invalid-host-name', () => {
  const RULE = 'invalid-host-name';

  it.each([
    ['hostname: web.shop', 'web.shop'],
    ['subdomain: Shop', 'Shop'],
    ['hostAliases: [{ ip: localhost, hostnames: [a] }]', 'localhost'],
    ['hostAliases: [{ hostnames: [a] }]', '{ hostnames: [a] }'],
    ['hostAliases: [{ ip: 127.0.0.1, hostnames: [a_b] }]', 'a_b'],
    ['hostnameOverride: Web', 'Web'],
    ['hostnameOverride: web\nsetHostnameAsFQDN: true', 'web'],
  ])('finds %s', (field, marked) => {
    expect(found(pod(field))).toEqual([`${RULE} ${marked}`]);
  });

  it.each([
    'hostname: web\nsubdomain: shop',
    'hostname:',
    'hostname: "${NAME}"',
    'hostAliases: [{ ip: "::1", hostnames: [a.example.com] }, { ip: 127.0.0.1 }]',
    'hostnameOverride: web.example.com\nsetHostnameAsFQDN: false',
  ])('accepts %s', (field) => {
    expect(found(pod(field))).toEqual([]);
  });

  it('leaves alone what the API server drops, and what the controller of a StatefulSet replaces', () => {
    expect(found(pod('hostnameOverride: Web'), 34)).toEqual([]);
    const set = `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n      hostname: Web\n      containers: [{ name: web, image: ${IMAGE} }]\n`;
    expect(found(set)).toEqual([]);
  });
});
