import { describe, expect, it } from 'vitest';
import { see } from '../analyse';
import { IMAGE, podOf } from '../manifests';

function job(sidecar: string, app = 'report', kind = 'Job'): string {
  const pod = podOf(`containers:
- name: report
  image: ${IMAGE}
  command: [sh, -c, ${JSON.stringify(app)}]
- name: log-agent
  image: ${IMAGE}
  ${sidecar}
`);
  const template = pod.slice(pod.indexOf('spec:')).replace(/^/gm, '    ').trimEnd();
  if (kind === 'Job')
    return `apiVersion: batch/v1\nkind: Job\nmetadata: { name: report }\nspec:\n  template:\n${template}\n`;
  return `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: report }\nspec:\n  jobTemplate:\n    spec:\n      template:\n${template.replace(/^/gm, '    ')}\n`;
}
const shell = (script: string): string => `command: [sh, -c, ${JSON.stringify(script)}]`;
const blocks = (text: string): boolean => see(text, 'blocks-job-completion').length > 0;

describe('blocks-job-completion', () => {
  it.each([
    ['loops', job(shell('while true; do a; sleep 1; done'))],
    ['loops in a CronJob', job(shell('while true; do a; sleep 1; done'), 'report', 'CronJob')],
    ['follows', job('command: [tail, -F, /x]')],
    ['follows behind tini', job('command: [tini, --, tail, -F, /x]')],
    ['sleeps for ever', job(shell('sleep infinity'))],
    ['waits for what it started', job(shell('tail -F /x & wait'))],
    [
      'is a known daemon',
      job('args: []').replace(
        `log-agent\n        image: ${IMAGE}`,
        'fluent-bit\n        image: registry.example.com/fluent-bit:3',
      ),
    ],
  ])('a sidecar that %s', (_, text) => {
    expect(see(text, 'blocks-job-completion').map(({ severity, text: words }) => `${severity} ${words}`)).toEqual([
      `warning ${text.includes('fluent-bit') ? 'fluent-bit' : 'log-agent'}`,
    ]);
    expect(see(text, 'not-native')).toEqual([]);
  });

  it.each([
    ['is told to quit', job(shell('while true; do a; curl -X POST localhost:15020/quitquitquit && sleep 1; done'))],
    ['is told to quit by the app', job('command: [tail, -F, /x]', 'report; curl -X POST localhost/quitquitquit')],
    ['is killed by the app', job('command: [tail, -F, /x]', 'report; pkill tail')],
    ['leaves its loop', job(shell('while true; do [ -f /done ] && break; sleep 1; done'))],
    ['leaves its loop by exit', job(shell('while true; do if [ -f /done ]; then exit 0; fi; sleep 1; done'))],
    ['loops until a file is there', job(shell('while [ ! -f /done ]; do a; sleep 1; done'))],
    ['counts', job(shell('for i in 1 2 3; do a; done'))],
    ['follows only while it waits for a file', job(shell('tail -F /x & while [ ! -f /done ]; do sleep 1; done'))],
    ['follows while the app lives', job(shell('tail --pid=$(pidof report) -f /x'))],
    ['reads a file once', job('command: [tail, -n, "10", /x]')],
    ['has an unknown purpose', job('args: [--serve]')],
  ])('does not hold up one that %s', (_, text) => {
    expect(blocks(text)).toBe(false);
    expect(see(text, 'not-native')).toHaveLength(1);
  });

  it('is about Jobs alone', () => {
    const endless = job(shell('while true; do a; done'));
    expect(blocks(endless.replace('kind: Job', 'kind: Deployment').replace('batch', 'apps'))).toBe(false);
    expect(blocks(endless.replace('image: registry', 'restartPolicy: OnFailure\n        image: registry'))).toBe(true);
  });

  it('offers no native sidecar where Kubernetes has none', () => {
    const [finding] = see(job('command: [tail, -F, /x]'), 'blocks-job-completion', { kubernetesMinor: 28 });
    expect(finding?.message).toMatch(/Make it end/);
    expect(see(job('args: []'), 'not-native', { kubernetesMinor: 28 })).toEqual([]);
  });
});

describe('misplaced-restart-policy', () => {
  const pod = (list: string, policy: string, minor = 37): string[] =>
    see(
      podOf(
        `${list}:\n- { name: a, image: "${IMAGE}", restartPolicy: ${policy} }\n${list === 'containers' ? '' : 'containers:\n'}- { name: web, image: "${IMAGE}" }\n`,
      ),
      'misplaced-restart-policy',
      { kubernetesMinor: minor },
    ).map(({ text }) => text);

  it('finds Always where it makes no sidecar, on every version', () => {
    expect(pod('containers', 'Always')).toEqual(['Always']);
    expect(pod('containers', 'Always', 28)).toEqual(['Always']);
    expect(pod('initContainers', 'Always')).toEqual([]);
  });

  it('leaves Always alone where restart rules need it', () => {
    const rules = '[{ action: Restart, exitCodes: { operator: In, values: [42] } }]';
    const text = podOf(
      `containers:\n- { name: a, image: "${IMAGE}", restartPolicy: Always, restartPolicyRules: ${rules} }\n`,
    );
    expect(see(text, 'misplaced-restart-policy', { kubernetesMinor: 36 })).toEqual([]);
    expect(see(text, 'misplaced-restart-policy', { kubernetesMinor: 33 })).toHaveLength(1);
  });

  it.each([
    ['initContainers', 27, 'drops'],
    ['initContainers', 28, 'drops'],
    ['initContainers', 29, 'refuses'],
    ['initContainers', 33, 'refuses'],
    ['initContainers', 34, 'drops'],
    ['containers', 27, 'drops'],
    ['containers', 28, 'refuses'],
    ['containers', 33, 'refuses'],
    ['containers', 34, 'drops'],
  ])('says what becomes of other values in %s on 1.%i: the API server %s them', (list, kubernetesMinor, verb) => {
    const text = podOf(
      `${list}:\n- { name: a, image: "${IMAGE}", restartPolicy: Never }\n${list === 'containers' ? '' : 'containers:\n'}- { name: web, image: "${IMAGE}" }\n`,
    );
    const seen = see(text, 'misplaced-restart-policy', { kubernetesMinor });
    expect(seen.map(({ severity }) => severity)).toEqual([verb === 'drops' ? 'warning' : 'error']);
    expect(seen[0]?.message).toContain(` ${verb} `);
    expect(see(text, 'misplaced-restart-policy', { kubernetesMinor: 35 })).toEqual([]);
  });

  it("leaves the pod's own restart policy alone", () => {
    expect(
      see(
        podOf(`restartPolicy: Always\ncontainers:\n- { name: web, image: "${IMAGE}" }\n`),
        'misplaced-restart-policy',
      ),
    ).toEqual([]);
  });
});
