import { describe, expect, it } from 'vitest';
import { fixed } from '../fixing';
import { IMAGE, podOf } from '../manifests';

const RESTRICTED = { podSecurity: { level: 'restricted', version: 'latest' } } as const;
const HEAD = `containers:\n- name: web\n  image: ${IMAGE}\n`;

describe('the only entry of a map', () => {
  it.each([
    ['goes with the map', 'securityContext:\n    runAsUser: 0', ''],
    ['goes with the map in braces', 'securityContext: { runAsUser: 0 }', ''],
    [
      'leaves the map with its comment',
      'securityContext: # hardened\n    # why?\n    runAsUser: 0 # root',
      '  securityContext: {} # hardened\n    # why?\n    # root\n',
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(podOf(`${HEAD}  ${before}\n`), 'run-as-user', RESTRICTED)).toBe(podOf(HEAD + after));
  });

  it('leaves an empty map on the line of a dash', () => {
    const pod = podOf(`containers:\n- securityContext:\n    runAsUser: 0\n  name: web\n  image: ${IMAGE}\n`);
    expect(fixed(pod, 'run-as-user', RESTRICTED)).toContain('- securityContext: {}\n    name: web');
  });

  it('goes with the map in JSON', () => {
    const pod = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'web', image: IMAGE, securityContext: { runAsUser: 0 } }] },
    });
    expect(fixed(pod, 'run-as-user', RESTRICTED)).toBe(pod.replace(',"securityContext":{"runAsUser":0}', ''));
  });
});

describe('an item of a list', () => {
  const idle = '- name: log-agent # to debug\n  # pinned\n  image: busybox\n  command: [sleep, infinity] # waits\n';

  it('goes, and its comments stay', () => {
    const after = fixed(podOf(`${HEAD}# helps\n${idle}`), 'idle-shell');
    expect(after).toBe(podOf(`${HEAD}# helps\n# to debug\n# pinned\n# waits\n`));
  });

  it('stays if its comment would silence a rule on the next line', () => {
    const silenced = idle.replace('# pinned', '# sidecar-guard-disable-next-line mutable-tag');
    expect(fixed(podOf(HEAD + idle + HEAD.slice('containers:\n'.length)), 'idle-shell')).toBeDefined();
    expect(fixed(podOf(HEAD + silenced + HEAD.slice('containers:\n'.length)), 'idle-shell')).toBeUndefined();
  });

  it('leaves its comment where its list is written anew', () => {
    const add =
      '  securityContext:\n    capabilities:\n      add: # some\n      - SYS_ADMIN # mounts\n      - CHOWN # files\n';
    const after = fixed(podOf(HEAD + add), 'capabilities-baseline');
    expect(after).toContain('      add: [CHOWN] # some\n');
    expect(after).toMatch(/^ *# mounts\n *# files$/m);
  });
});
