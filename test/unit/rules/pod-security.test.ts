import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exactEdits } from '../../../server/src/fixes/change';
import { applyEdits } from '../../../server/src/fixes/text-edit';
import { RULES } from '../../../server/src/rules/index';
import { analyse } from '../analyse';

/** Upstream's own pods for the standards as of Kubernetes 1.37, with their licence beside them. */
const FIXTURES = 'test/fixtures/pod-security-v1.37';

/** The rules for the controls that upstream's files are named after. */
const CONTROLS: Readonly<Record<string, string>> = {
  allowprivilegeescalation: 'privilege-escalation',
  apparmorprofile: 'app-armor',
  capabilities_baseline: 'capabilities-baseline',
  capabilities_restricted: 'capabilities-restricted',
  hostnamespaces: 'host-namespaces',
  hostpathvolumes: 'host-path',
  hostports: 'host-ports',
  hostprobesandhostlifecycle: 'host-probes',
  privileged: 'privileged',
  procmount: 'proc-mount',
  procmount_restricted: 'proc-mount-restricted',
  restrictedvolumes: 'volume-types',
  runasnonroot: 'run-as-non-root',
  runasuser: 'run-as-user',
  seccompprofile_baseline: 'seccomp-baseline',
  seccompprofile_restricted: 'seccomp-restricted',
  selinuxoptions: 'se-linux',
  sysctls: 'sysctls',
  windowshostprocess: 'host-process',
};
const CONTROL_IDS = new Set(RULES.filter(({ peers }) => peers?.PSS).map(({ id }) => id));

function violations(text: string, level: 'baseline' | 'restricted', version = 'v1.37') {
  return analyse(text, { podSecurity: { level, version } }).findings.filter(({ rule }) => CONTROL_IDS.has(rule.id));
}

describe.each(['baseline', 'restricted'] as const)('upstream’s fixtures at %s', (level) => {
  it.each(readdirSync(`${FIXTURES}/${level}/pass`))('allows %s', (name) => {
    const text = readFileSync(`${FIXTURES}/${level}/pass/${name}`, 'utf8');
    expect(violations(text, level).map(({ rule }) => rule.id)).toEqual([]);
  });

  it.each(readdirSync(`${FIXTURES}/${level}/fail`))(
    'refuses %s by the control in its name, at a real place',
    (name) => {
      const text = readFileSync(`${FIXTURES}/${level}/fail/${name}`, 'utf8');
      const found = violations(text, level);
      const control = CONTROLS[name.replace(/\d+\.yaml$/, '')];
      // A profile that is named and forbidden is one finding at both levels.
      const controls = control === 'seccomp-restricted' ? [control, 'seccomp-baseline'] : [control];
      expect(found.some(({ rule }) => controls.includes(rule.id))).toBe(true);
      for (const { span, severity } of found) {
        expect(severity).toBe('error');
        expect(text.slice(span.start, span.end).trim()).not.toBe('');
      }
    },
  );
});

/** The text after every fix that there is, again and again until none is left. */
function fixed(text: string, level: 'baseline' | 'restricted'): string {
  let current = text;
  for (let pass = 0; pass < 20; pass++) {
    const edits = violations(current, level)
      .flatMap(({ fixes = [] }) => fixes.slice(0, 1))
      .map((fix) => fix.change())
      .map((change) => change && exactEdits(change))
      .find((found) => found !== undefined);
    if (!edits) return current;
    current = applyEdits(current, edits);
  }
  return current;
}

/** Only its author knows what to write instead. */
const WITHOUT_FIX = new Set(['host-path', 'volume-types', 'sysctls', 'capabilities-baseline']);

it.each(readdirSync(`${FIXTURES}/restricted/fail`))('the fixes make %s pass, where there are any', (name) => {
  const text = readFileSync(`${FIXTURES}/restricted/fail/${name}`, 'utf8');
  const left = violations(fixed(text, 'restricted'), 'restricted').map(({ rule }) => rule.id);
  expect(left.filter((id) => !WITHOUT_FIX.has(id))).toEqual([]);
});

describe('editions of the standards', () => {
  const pod = (lines: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n${lines.replace(/^/gm, '  ')}\n`;
  const container = (lines: string): string =>
    pod(`containers:\n- name: c\n  image: i:1\n${lines.replace(/^/gm, '  ')}`);
  const windows = pod('os: { name: windows }\ncontainers:\n- { name: c, image: i }');
  const userNamespace = pod(
    'hostUsers: false\ncontainers:\n- { name: c, image: i, securityContext: { procMount: Unmasked } }',
  );
  const sysctl = (name: string): string =>
    pod(`securityContext: { sysctls: [{ name: ${name}, value: "1" }] }\ncontainers: [{ name: c, image: i }]`);

  it.each([
    ['host-probes', 33, 34, container('livenessProbe: { tcpSocket: { host: h, port: 1 } }')],
    ['privilege-escalation', 7, 8, container('env: []')],
    ['capabilities-restricted', 21, 22, container('env: []')],
    ['run-as-user', 22, 23, container('securityContext: { runAsUser: 0 }')],
    ['seccomp-restricted', 18, 19, container('env: []')],
    ['proc-mount-restricted', 34, 35, userNamespace],
  ])('%s is not in 1.%i but in 1.%i', (rule, before, since, text) => {
    const ids = (minor: number): string[] =>
      violations(text, 'restricted', `v1.${minor}`).map((found) => found.rule.id);
    expect(ids(before)).not.toContain(rule);
    expect(ids(since)).toContain(rule);
  });

  it.each([
    ['sysctls', 26, 27, sysctl('net.ipv4.ip_local_reserved_ports')],
    ['sysctls', 28, 29, sysctl('net.ipv4.tcp_keepalive_time')],
    ['sysctls', 31, 32, sysctl('net.ipv4.tcp_rmem')],
    ['sysctls', 36, 37, sysctl('net.ipv4.tcp_notsent_lowat')],
    ['se-linux', 30, 31, container('securityContext: { seLinuxOptions: { type: container_engine_t } }')],
    ['privilege-escalation', 24, 25, windows],
    ['capabilities-restricted', 24, 25, windows],
    ['seccomp-restricted', 24, 25, windows],
    ['run-as-non-root', 34, 35, userNamespace],
    ['proc-mount', 34, 35, userNamespace],
  ])('%s forbids in 1.%i what it allows from 1.%i on', (rule, before, since, text) => {
    const ids = (minor: number): string[] =>
      violations(text, 'restricted', `v1.${minor}`).map((found) => found.rule.id);
    expect(ids(before)).toContain(rule);
    expect(ids(since)).not.toContain(rule);
  });

  it('read seccomp profiles from annotations until 1.18', () => {
    const text = container('env: []').replace(
      'name: p\n',
      'name: p\n  annotations: { seccomp.security.alpha.kubernetes.io/pod: unconfined }\n',
    );
    expect(violations(text, 'baseline', 'v1.18').map(({ rule }) => rule.id)).toEqual(['seccomp-baseline']);
    expect(violations(text, 'baseline', 'v1.19')).toEqual([]);
  });

  it('are those of the namespace, each mode with its own', () => {
    const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.33
    pod-security.kubernetes.io/warn: baseline
---
`;
    const text = container('livenessProbe: { tcpSocket: { host: h, port: 1 } }').replace(
      'name: p',
      'name: p\n  namespace: shop',
    );
    const found = analyse(namespace + text).findings.filter(({ rule }) => rule.id === 'host-probes');
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
  });
});
