import { describe, expect, it } from 'vitest';
import { see } from '../../analyse';
import { fixed } from '../../fixing';
import { IMAGE } from '../../manifests';

/** A pod whose only container has these lines; the first one is line 9. */
const pod = (lines: string, spec = 'dnsPolicy: Default'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  ${spec}\n  containers:\n    - name: web\n      image: ${IMAGE}\n${lines.replace(/^(?=.)/gm, '      ')}\n`;
/** A pod with an init container that has these lines; the first one is line 8. */
const init = (lines: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  initContainers:\n    - name: setup\n      image: ${IMAGE}\n${lines.replace(/^(?=.)/gm, '      ')}\n  containers: [{ name: web, image: "${IMAGE}" }]\n`;
const found = (text: string, kubernetesMinor = 37): string[] =>
  see(text, undefined, { kubernetesMinor })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, line }) => `${line} ${rule}`);

const EXEC = 'exec: { command: [check] }';
const TCP = 'tcpSocket: { port: 80 }';

describe('handler-type', () => {
  it.each([
    ['a probe without one', 'livenessProbe: {}'],
    ['a probe with one of null', 'readinessProbe: { exec: , periodSeconds: 5 }'],
    ['a probe with two', `startupProbe: { ${EXEC}, ${TCP} }`],
    ['a hook without one', 'lifecycle: { preStop: {} }'],
    ['a hook with two', `lifecycle: { postStart: { ${EXEC}, sleep: { seconds: 1 } } }`],
  ])('finds %s', (_, lines) => {
    expect(found(pod(lines))).toEqual(['9 handler-type']);
  });

  it('finds each but the first one', () => {
    expect(found(pod(`livenessProbe:\n  ${EXEC}\n  ${TCP}\n  httpGet: { port: 80 }`))).toEqual([
      '11 handler-type',
      '12 handler-type',
    ]);
  });

  it.each([
    'livenessProbe:',
    `livenessProbe: { ${EXEC}, tcpSocket: , grpc: null }`,
    'lifecycle: {}',
    'lifecycle: { preStop: , postStart: }',
    'livenessProbe: {{ .Values.probe }}',
    `livenessProbe:\n  ${EXEC}\n  {{- else }}\n  ${TCP}`,
  ])('accepts %s', (lines) => {
    expect(found(pod(lines))).toEqual([]);
  });

  it('does not say what is missing in a patch', () => {
    expect(found(pod('livenessProbe: { periodSeconds: 5 }').replace(/ +image: .*\n/, ''))).toEqual([]);
  });
});

describe('invalid-handler', () => {
  it.each([
    'exec: {}',
    'exec: { command: [] }',
    'httpGet: { path: / }',
    'httpGet: { port: "8080" }',
    'httpGet: { port: HTTP }',
    'httpGet: { port: a--b }',
    'httpGet: { port: "" }',
    'httpGet: { port: 0 }',
    'tcpSocket: { port: 65536 }',
    'grpc: { port: -1 }',
    'httpGet: { port: 80, scheme: http }',
    'httpGet: { port: 80, httpHeaders: [{ name: a b, value: c }] }',
    'httpGet: { port: 80, httpHeaders: [{ value: c }] }',
  ])('finds %s', (handler) => {
    expect(found(pod(`livenessProbe: { ${handler} }`))).toEqual(['9 invalid-handler']);
    const ofHook = `lifecycle: { preStop: { ${handler} } }`;
    if (!handler.startsWith('grpc')) expect(found(pod(ofHook))).toEqual(['9 invalid-handler']);
  });

  it.each([
    'exec: { command: [""] }',
    'httpGet: { port: http }',
    'httpGet: { port: 8080, path: "" }',
    'httpGet: { port: 80, scheme: HTTPS }',
    'httpGet: { port: 80, scheme: "" }',
    'httpGet: { port: 80, httpHeaders: [{ name: X-Header-1, value: c }] }',
    // A text is no port of gRPC: it cannot be decoded.
    'grpc: { port: "80" }',
    `httpGet: { port: "\${PORT}", scheme: "\${SCHEME}" }`,
    'httpGet: { port: "{{ .Values.port }}" }',
    // The API server does not look at what is behind the first one, which handler-type reports.
    `exec: { command: [a] }, tcpSocket: null`,
  ])('accepts %s', (handler) => {
    expect(found(pod(`livenessProbe: { ${handler} }`))).toEqual([]);
  });

  it('writes a number without its quotes, and a scheme in capitals', () => {
    expect(fixed(pod('livenessProbe: { httpGet: { port: "8080" } }'), 'invalid-handler')).toContain('port: 8080 ');
    expect(fixed(pod('livenessProbe: { httpGet: { port: "70000" } }'), 'invalid-handler')).toBeUndefined();
    expect(fixed(pod('livenessProbe: { httpGet: { port: 80, scheme: https } }'), 'invalid-handler')).toContain(
      'scheme: HTTPS',
    );
  });
});

describe('invalid-probe-setting', () => {
  it.each([
    ['livenessProbe', 'successThreshold: 2'],
    ['startupProbe', 'successThreshold: -1'],
    ['readinessProbe', 'successThreshold: -1'],
    ['livenessProbe', 'periodSeconds: -1'],
    ['livenessProbe', 'terminationGracePeriodSeconds: 0'],
    ['readinessProbe', 'terminationGracePeriodSeconds: 10'],
    ['readinessProbe', 'terminationGracePeriodSeconds: 0'],
  ])('finds in a %s: %s', (probe, line) => {
    expect(found(pod(`${probe}:\n  ${EXEC}\n  ${line}`))).toEqual(['11 invalid-probe-setting']);
  });

  it.each([
    ['livenessProbe', 'successThreshold: 0'],
    ['readinessProbe', 'successThreshold: 2'],
    ['livenessProbe', 'periodSeconds: 0'],
    ['livenessProbe', 'terminationGracePeriodSeconds: 1'],
    ['readinessProbe', 'terminationGracePeriodSeconds:'],
    ['livenessProbe', 'successThreshold: "2"'],
  ])('accepts in a %s: %s', (probe, line) => {
    expect(found(pod(`${probe}:\n  ${EXEC}\n  ${line}`))).toEqual([]);
  });

  it('removes what has no meaning', () => {
    const text = pod(`readinessProbe:\n  ${EXEC}\n  terminationGracePeriodSeconds: 10`);
    expect(fixed(text, 'invalid-probe-setting')).not.toContain('terminationGracePeriodSeconds');
  });
});

describe('sleep-outlasts-grace-period', () => {
  const sleep = (seconds: unknown, grace?: unknown, kind = 'Pod'): string[] => {
    const text = pod(
      `lifecycle: { preStop: { sleep: { seconds: ${seconds} } } }`,
      grace === undefined ? undefined : `terminationGracePeriodSeconds: ${grace}`,
    );
    return found(
      kind === 'Pod' ? text : text.replace('kind: Pod', `kind: ${kind}`).replace('spec:', 'template:\n spec:'),
    );
  };
  const FAULT = ['9 sleep-outlasts-grace-period'];

  it('compares with the time that the pod has, by default 30 seconds', () => {
    expect(sleep(31)).toEqual(FAULT);
    expect(sleep(30)).toEqual([]);
    expect(sleep(60, 60)).toEqual([]);
    expect(sleep(61, 60)).toEqual(FAULT);
    expect(sleep(1, 0)).toEqual(FAULT);
    expect(sleep(0, 0)).toEqual([]);
    expect(sleep(-1)).toEqual(FAULT);
    expect(sleep('')).toEqual([]);
    expect(sleep(90, '"${GRACE}"')).toEqual([]);
    expect(sleep('{{ .Values.sleep }}', 5)).toEqual([]);
  });

  it('knows what becomes of a negative time', () => {
    expect(sleep(1, -5)).toEqual([]);
    expect(sleep(2, -5)).toEqual(FAULT);
    expect(sleep(0, -5, 'PodTemplate')).toEqual(['10 sleep-outlasts-grace-period']);
  });

  it('knows the versions', () => {
    const text = (seconds: number): string => pod(`lifecycle: { preStop: { sleep: { seconds: ${seconds} } } }`);
    expect(found(text(0), 32)).toEqual(FAULT);
    expect(found(text(0), 33)).toEqual([]);
    expect(found(text(31), 29)).toEqual([]);
  });
});

describe('init-container-probe', () => {
  it('finds each field', () => {
    expect(found(init(`livenessProbe: { ${TCP} }\nreadinessProbe: {}\nlifecycle: {}`))).toEqual([
      '8 init-container-probe',
      '9 init-container-probe',
      '10 init-container-probe',
    ]);
    expect(found(init(`restartPolicy: Never\nlivenessProbe: { ${TCP} }`))).toEqual(['9 init-container-probe']);
  });

  it.each([
    'livenessProbe: null\nreadinessProbe:\nstartupProbe: ~\nlifecycle:',
    `restartPolicy: "\${POLICY}"\nlivenessProbe: { ${TCP} }`,
    `restartPolicy: "{{ .Values.policy }}"\nlivenessProbe: { ${TCP} }`,
    'lifecycle: { stopSignal: SIGTERM }',
    'lifecycle: { stopSignal: SIGTERM, preStop: }',
  ])('accepts %s', (lines) => {
    expect(found(init(lines))).toEqual([]);
  });

  it('knows what is left of a stop signal', () => {
    expect(found(init('lifecycle: { stopSignal: SIGTERM }'), 32)).toEqual(['8 init-container-probe']);
    expect(found(init('lifecycle: { stopSignal: }'))).toEqual(['8 init-container-probe']);
    expect(found(init(`lifecycle: { stopSignal: SIGTERM, preStop: { ${EXEC} } }`))).toEqual(['8 init-container-probe']);
  });

  it('only removes a probe that a native sidecar cannot have either', () => {
    expect(fixed(init('readinessProbe: {}'), 'init-container-probe')).not.toContain('readinessProbe');
    expect(fixed(init(`readinessProbe: { ${TCP} }`), 'init-container-probe')).toContain('restartPolicy: Always');
  });
});
