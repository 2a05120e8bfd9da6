import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE, podOf } from '../manifests';

/** A pod whose app and whose sidecar mount the same volume. */
function sharing(sidecar: string, { app = '', volume = 'emptyDir: {}', path = '/data' } = {}): string {
  return podOf(`containers:
- name: web
  image: ${IMAGE}
  volumeMounts:
  - name: shared
    mountPath: ${path}
${app.replace(/^(?=.)/gm, '    ')}
${sidecar}
  volumeMounts:
  - name: shared
    mountPath: ${path}
volumes:
- name: shared
  ${volume}
`);
}
const agent = (command: string): string =>
  `- name: log-agent\n  image: ${IMAGE}\n  command: [sh, -c, ${JSON.stringify(command)}]`;
const known = (name: string, image: string): string =>
  `- name: ${name}\n  image: registry.example.com/${image}:1@sha256:${'b'.repeat(64)}`;
const severity = (text: string): string | undefined => see(text, 'writable-shared-volume')[0]?.severity;

describe('writable-shared-volume', () => {
  it.each([
    ['reads by its command', sharing(agent('tail -F /data/x.log')), 'warning'],
    ['reads in a loop', sharing(agent('while true; do cat /data/x.log; sleep 5; done')), 'warning'],
    ['reads by redirection', sharing(agent('while read l; do echo $l; done < /data/x')), 'warning'],
    ['is a known shipper', sharing(known('fluent-bit', 'fluent-bit')), 'warning'],
    ['has an unknown purpose', sharing(known('log-agent', 'agent')), 'hint'],
    ['could plant what the app runs', sharing(known('log-agent', 'agent'), { path: '/opt/web/plugins' }), 'warning'],
    ['could change how the app is configured', sharing(known('log-agent', 'agent'), { path: '/etc/web' }), 'warning'],
    ['reads here and changes something somewhere', sharing(agent('cat /data/x.log; rm -f $OLD')), 'hint'],
    ['pipes names to another program', sharing(agent('find /data -mtime +1 | xargs rm')), 'hint'],
    ['edits in place', sharing(agent('sed -i s/a/b/ /data/x')), 'hint'],
  ])('a sidecar that %s', (_, text, expected) => {
    expect(severity(text)).toBe(expected);
  });

  it.each([
    ['produces what the app reads (git-sync)', sharing(known('git-sync', 'git-sync'))],
    ['produces what the app reads (Vault)', sharing(known('vault-agent', 'vault'))],
    ['writes by its command', sharing(agent('while true; do date > /data/now; sleep 1; done'))],
    ['writes in a redirected loop', sharing(agent('while true; do date; sleep 1; done >> /data/now'))],
    ['feeds an app that only reads', sharing(agent('tail -F /data/x.log'), { app: 'readOnly: true' })],
    ['mounts what the kubelet provides', sharing(agent('cat /data/x'), { volume: 'configMap: { name: x }' })],
    [
      'mounts a claim that is read-only',
      sharing(agent('cat /data/x'), { volume: 'persistentVolumeClaim: { claimName: x, readOnly: true }' }),
    ],
    ['is another app', sharing(agent('tail -F /data/x').replace('log-agent', 'worker').replace('tail', 'work'))],
  ])('leaves alone a container that %s', (_, text) => {
    expect(severity(text)).toBeUndefined();
  });

  it('speaks of the mount that matters most, once', () => {
    const mounts = 'volumeMounts: [{ name: cache, mountPath: /cache }, { name: logs, mountPath: /logs }]';
    const text = podOf(`containers:
- name: web
  image: ${IMAGE}
  ${mounts}
${agent('tail -F /logs/x.log')}
  ${mounts}
volumes: [{ name: cache, emptyDir: {} }, { name: logs, emptyDir: {} }]
`);
    const seen = see(text, 'writable-shared-volume');
    expect(seen.map(({ severity, text: words }) => `${severity} ${words}`)).toEqual(['warning /logs']);
  });

  it('sees that the app writes by the second of its mounts', () => {
    const app = 'readOnly: true\nsubPath: a\n'.trimEnd();
    const text = sharing(agent('tail -F /data/x'), { app }).replace(
      'subPath: a',
      'subPath: a\n    - name: shared\n      mountPath: /mine',
    );
    expect(severity(text)).toBe('warning');
  });

  it('is about native sidecars, too', () => {
    const text = podOf(`initContainers:
- name: shipper
  image: ${IMAGE}
  restartPolicy: Always
  command: [tail, -F, /data/x]
  volumeMounts: [{ name: shared, mountPath: /data }]
- name: prepare
  image: ${IMAGE}
  command: [cat, /data/x]
  volumeMounts: [{ name: shared, mountPath: /data }]
containers:
- name: web
  image: ${IMAGE}
  volumeMounts: [{ name: shared, mountPath: /data }]
volumes: [{ name: shared, emptyDir: {} }]
`);
    expect(see(text, 'writable-shared-volume').map(({ container, text: words }) => `${container} ${words}`)).toEqual([
      'shipper /data',
    ]);
  });
});

describe('more-privileged-than-app', () => {
  const pod = (app: string, sidecar: string, spec = ''): string[] =>
    see(
      podOf(`${spec}containers:
- name: web
  image: ${IMAGE}
  securityContext: ${app}
- name: log-agent
  image: ${IMAGE}
  securityContext: ${sidecar}
`),
      'more-privileged-than-app',
    ).map(({ text }) => text);

  it.each([
    ['privileged', '{}', '{ privileged: true }', 'true'],
    ['a capability', '{}', '{ capabilities: { add: [NET_ADMIN] } }', 'NET_ADMIN'],
    [
      'another capability',
      '{ capabilities: { add: [CHOWN] } }',
      '{ capabilities: { add: [CHOWN, SYS_TIME] } }',
      'SYS_TIME',
    ],
    ['root', '{ runAsNonRoot: true }', '{ runAsUser: 0 }', '0'],
    ['escalation', '{ allowPrivilegeEscalation: false }', '{ allowPrivilegeEscalation: true }', 'true'],
    ['/proc', '{}', '{ procMount: Unmasked }', 'Unmasked'],
  ])('%s', (_, app, sidecar, text) => {
    expect(pod(app, sidecar)).toEqual([text]);
  });

  it.each([
    ['the app is privileged', '{ privileged: true }', '{ capabilities: { add: [NET_ADMIN] } }', ''],
    ['the app has all capabilities', '{ capabilities: { add: [ALL] } }', '{ capabilities: { add: [NET_ADMIN] } }', ''],
    [
      'the app has it under another spelling',
      '{ capabilities: { add: [CAP_CHOWN] } }',
      '{ capabilities: { add: [CHOWN] } }',
      '',
    ],
    ['the app may be root, too', '{}', '{ runAsUser: 0 }', ''],
    ['both are root', '{}', '{}', 'securityContext: { runAsUser: 0 }\n'],
    ['nothing is written', '{}', '{}', ''],
  ])('says nothing where %s', (_, app, sidecar, spec) => {
    expect(pod(app, sidecar, spec)).toEqual([]);
  });
});

describe('shared-process-namespace', () => {
  const pod = (context: string, name = 'web'): string[] =>
    see(
      podOf(
        `shareProcessNamespace: true\ncontainers:\n- { name: web, image: "${IMAGE}" }\n- { name: log-agent, image: "${IMAGE}", securityContext: ${context} }\n`,
        `name: ${name}`,
      ),
      'shared-process-namespace',
    ).map(({ severity }) => severity);

  it('is a warning, whatever else the sidecar can do, and intended in a pod for debugging', () => {
    expect(pod('{}')).toEqual(['warning']);
    expect(pod('{ runAsUser: 0 }')).toEqual(['warning']);
    expect(pod('{ capabilities: { add: [SYS_PTRACE] } }')).toEqual(['warning']);
    expect(pod('{}', 'web-debug')).toEqual([]);
  });

  it('is no finding in a pod of one container', () => {
    expect(
      see(
        podOf(`shareProcessNamespace: true\ncontainers:\n- { name: web, image: "${IMAGE}" }\n`),
        'shared-process-namespace',
      ),
    ).toEqual([]);
  });
});
