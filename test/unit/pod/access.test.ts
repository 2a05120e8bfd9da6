import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../server/src/pod/access';
import { analyse } from '../analyse';
import { podOf } from '../manifests';

/** What a container does in its volume at /logs. */
function access(command: readonly string[], mount = '', name = 'two', image = 'x:1'): string {
  const text = podOf(`containers:
- name: ${name}
  image: ${image}
  command: ${JSON.stringify(command)}
  volumeMounts: [{ name: v, mountPath: /logs${mount} }]
`);
  const container = analyse(text).documents[0]?.analysis.pods[0]?.containers[0];
  const [first] = container?.mounts ?? [];
  return container && first ? accessOf(container, first).kind : '';
}
const shell = (script: string): string => access(['sh', '-c', script]);

describe('a container', () => {
  it.each([
    'tail -F /logs/a.log',
    'tail -n +1 -F /logs/*.log',
    'cat /logs/a | grep x > /dev/null',
    'while true; do cat /logs/a; sleep 30; done',
    'while read line; do echo "$line"; done < /logs/a',
    'grep -r x --include=*.log /logs',
    'sed -n 1,5p /logs/a',
    'find /logs -name "*.log"',
    'awk "{print}" /logs/a',
    'jq . < /logs/a.json',
    '[ -f /logs/done ] && cat /logs/a',
    'inotifywait -m /logs | while read x; do curl -X POST localhost/-/reload; done',
    'cat /logs/a 2>&1 >/dev/null',
    'mkdir /tmp/x; cp /etc/a /tmp/x; tail -F /logs/a',
  ])('reads by: %s', (script) => {
    expect(shell(script)).toBe('reads');
  });

  it.each([
    'date > /logs/a',
    'date >> /logs/a',
    'while true; do date; done > /logs/a',
    '{ a; b; } >> /logs/a',
    'cat /logs/a > /logs/b',
    ': > /logs/a',
  ])('writes by: %s', (script) => {
    expect(shell(script)).toBe('writes');
  });

  it.each([
    'serve --dir /logs',
    'serve --dir=/logs',
    'rm /logs/a',
    'cat /logs/a; rm /logs/a',
    'sed -i s/a/b/ /logs/a',
    'find /logs -mtime +1 -delete',
    'find /logs -exec rm {} ;',
    'find /logs | xargs rm',
    'tee /logs/a',
    'cd /logs && rm -f *.log',
    'cat /logs/a; cd /logs; touch x',
    'cat /logs/a; echo > "$FILE"',
    'cat /logs2/a',
    'cat /var/logs/a',
    'cat /etc/x',
  ])('it is unknown what it does by: %s', (script) => {
    expect(shell(script)).toBe('unknown');
  });

  it('reads by a mount that is read-only, whatever it runs', () => {
    expect(access(['serve'], ', readOnly: true')).toBe('reads');
    expect(access(['serve'], ', readOnly: "true"')).toBe('unknown');
  });

  it('is known by what it is', () => {
    expect(access([], '', 'fluent-bit', 'fluent/fluent-bit:3')).toBe('reads');
    expect(access([], '', 'git-sync', 'registry.k8s.io/git-sync/git-sync:v4')).toBe('writes');
  });
});
