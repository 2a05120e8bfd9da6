import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../server/src/rules/options';
import { fixFile } from '../../../server/src/rules/safe-fixes';
import { analyse, listFindings, see } from '../analyse';
import { IMAGE, podOf, podWith } from '../manifests';

describe('the user decides', () => {
  const text = podWith('web');

  it('how severe a rule is, over what the rule says itself', () => {
    expect(
      see(text, 'privileged', { severities: new Map([['privileged', 'hint']]) }).map(({ severity }) => severity),
    ).toEqual(['hint']);
    expect(see(text, 'privileged', { severities: new Map([['privileged', 'off']]) })).toEqual([]);
  });

  it('which rules run', () => {
    expect(listFindings(text, { only: new Set(['privileged']) })).toEqual(['10 warning privileged']);
    expect(listFindings(text, { only: new Set(['privileged']), severities: new Map([['privileged', 'off']]) })).toEqual(
      [],
    );
  });
});

describe('findings', () => {
  it('come in the order of the text', () => {
    const lines = see(
      podOf(
        'containers:\n- { name: a, image: app }\n- name: log-agent\n  image: b\n  securityContext: { privileged: true }\n',
      ),
    ).map(({ line }) => line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    expect(lines.length).toBeGreaterThan(5);
  });

  it('are the same after every analysis', () => {
    const { analyzer, file } = analyse(podWith('web'));
    const [first] = file.documents;
    expect(first && analyzer.analyse(first.document)).toBe(first && analyzer.analyse(first.document));
  });
});

describe('fixing all', () => {
  const fix = (text: string): string => {
    const { file, analyzer } = analyse(text);
    return fixFile(file, analyzer, DEFAULT_OPTIONS);
  };
  const text = `# ours
${podOf(`containers:
- name: web # app
  image: nginx@${IMAGE.split('@')[1]}
  volumeMounts: [{ name: v, mountPath: /v }]
- name: log-agent
  image: busybox@${IMAGE.split('@')[1]}
  command: [tail, -F, /v/x]
  volumeMounts:
  - name: v
    mountPath: /v
  securityContext: { privileged: true }
volumes: [{ name: v, emptyDir: {} }]
`)}---
${podOf(`containers:\n- name: web\n  image: 'team/app@${IMAGE.split('@')[1]}'\n`, 'name: other')}`;

  it('does what is safe, in every document, and leaves the rest', () => {
    const after = fix(text);
    expect(after).toBe(
      text
        .replace('image: nginx', 'image: docker.io/library/nginx')
        .replace('image: busybox', 'image: docker.io/library/busybox')
        .replace("'team/app", "'docker.io/team/app")
        .replace('      mountPath: /v\n', '      mountPath: /v\n      readOnly: true\n'),
    );
    expect(fix(after)).toBe(after);
  });

  it('changes nothing where nothing is to be done', () => {
    expect(fix(podWith('web'))).toBe(podWith('web'));
    expect(fix(text.replace('name: web # app', 'name: "{{ .x }}"'))).toBe(
      text.replace('name: web # app', 'name: "{{ .x }}"'),
    );
  });
});
