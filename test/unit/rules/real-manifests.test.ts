import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, problems } from '../analyse';

const FOLDER = 'test/fixtures/real';

/** What a reviewer would block in manifests as they are deployed everywhere, each with the reason. */
const BLOCKED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'argo-cd-repo-server.yaml': {},
  'backup-with-native-proxy.yaml': {},
  'cert-manager.yaml': {},
  'csi-driver.yaml': {
    'host-namespaces -': 'the node part is no ordinary pod: its namespace must say that it is privileged',
  },
  'fluent-bit.yaml': {
    'host-path -': 'it reads the logs of the node, so its namespace must say that it is privileged',
  },
  'gitlab-runner-job.yaml': {},
  'grafana.yaml': {},
  'ingress-nginx-controller.yaml': {},
  'linkerd-annotated-app.yaml': {},
  'mesh-injected-app.yaml': {},
  'node-exporter.yaml': {},
  'postgres-operator-pod.yaml': {},
  'prometheus.yaml': {},
  'vault-injected-app.yaml': {},
  'wordpress-mysql.yaml': {},
};

const files = readdirSync(FOLDER);

describe('manifests as they are deployed everywhere', () => {
  it('are all held to a list', () => {
    expect(Object.keys(BLOCKED).sort()).toEqual(files.sort());
  });

  it.each(files)('%s has only the warnings and errors that a reviewer would block it for', (name) => {
    const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
    expect(problems(text).sort()).toEqual(Object.keys(BLOCKED[name] ?? {}).sort());
  });

  it.each(files)('%s has at most one finding of a rule for a container', (name) => {
    const { documents, findings } = analyse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
    const pods = documents.flatMap(({ analysis }) => analysis.pods);
    for (const container of pods.flatMap(({ containers }) => containers)) {
      const rules = findings.filter((finding) => finding.container === container).map(({ rule }) => rule.id);
      expect([...new Set(rules)], container.label).toEqual(rules);
    }
  });
});
