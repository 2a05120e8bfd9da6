import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, problems, see } from '../analyse';

const FOLDER = 'test/fixtures/real';

/** What a reviewer would block in manifests as they are deployed everywhere, each with the reason. */
const BLOCKED: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {
  'argo-cd-application-controller.yaml': {
    'wildcard-rule -': 'its role may do everything in the cluster',
    'can-inject-sidecar -': 'its account is an administrator of the whole cluster',
  },
  'argo-cd-repo-server.yaml': {},
  'argo-workflow-controller.yaml': {},
  'backup-with-native-proxy.yaml': {},
  'calico-node.yaml': {
    'host-namespaces -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'cert-manager.yaml': {},
  'cilium.yaml': {
    'host-namespaces -': [
      'it is an agent of nodes, so its namespace must say that it is privileged',
      'the operator is no agent of nodes, and shares their network',
    ],
  },
  'cluster-autoscaler.yaml': {},
  'coredns.yaml': {},
  'csi-driver.yaml': {
    'host-namespaces -': 'the node part is no ordinary pod: its namespace must say that it is privileged',
  },
  'device-plugin.yaml': {
    'host-path -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'elasticsearch.yaml': {},
  'external-secrets.yaml': {
    'can-escalate -': 'it makes tokens of every service account',
  },
  'falco.yaml': {
    'runtime-socket -': 'it controls the container runtime, and its namespace must say that it is privileged',
  },
  'flannel.yaml': {
    'host-namespaces -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'fluent-bit.yaml': {
    'host-path -': 'it reads the logs of the node, so its namespace must say that it is privileged',
  },
  'flux-controllers.yaml': {
    'can-inject-sidecar -': 'its account is an administrator of the whole cluster',
  },
  'gatekeeper.yaml': {
    'wildcard-rule -': 'it reads everything, also Secrets, to audit it',
  },
  'github-runner.yaml': {},
  'gitlab-runner-job.yaml': {},
  'grafana.yaml': {},
  'ingress-nginx-controller.yaml': {},
  'istio-ingress-gateway.yaml': {},
  'istiod.yaml': {},
  'jenkins.yaml': {},
  'kafka.yaml': {},
  'kube-proxy.yaml': {
    'host-namespaces -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'kube-state-metrics.yaml': {},
  'kyverno-admission-controller.yaml': {},
  'linkerd-annotated-app.yaml': {},
  'linkerd-destination.yaml': {},
  'mesh-injected-app.yaml': {},
  'metallb-speaker.yaml': {
    'host-namespaces -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'metrics-server.yaml': {},
  'nfs-csi-node.yaml': {
    'host-namespaces -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'node-exporter.yaml': {},
  'postgres-operator-pod.yaml': {},
  'prometheus-operator.yaml': {
    'wildcard-rule -': ['it may do everything with StatefulSets', 'and with Secrets'],
  },
  'prometheus.yaml': {},
  'redis-sentinel.yaml': {},
  'sealed-secrets.yaml': {},
  'secrets-store-csi.yaml': {
    'privileged -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'tekton-controller.yaml': {
    'reads-secrets -': 'it reads the Secrets of every namespace',
  },
  'vault-injected-app.yaml': {},
  'velero.yaml': {
    'can-inject-sidecar -': 'its account is an administrator of the whole cluster',
    'workload-can-inject -': ['two workloads share the account of an administrator', 'as above'],
    'host-path -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
  'wordpress-mysql.yaml': {},
  'ztunnel.yaml': {
    'capabilities-baseline -': 'it is an agent of nodes, so its namespace must say that it is privileged',
  },
};

const files = readdirSync(FOLDER);

describe('manifests as they are deployed everywhere', () => {
  it('are all held to a list', () => {
    expect(Object.keys(BLOCKED).sort()).toEqual(files.sort());
  });

  it.each(files)('%s has only the warnings and errors that a reviewer would block it for', (name) => {
    const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
    const expected = Object.entries(BLOCKED[name] ?? {}).flatMap(([problem, reasons]) =>
      [reasons].flat().map(() => problem),
    );
    expect(problems(text).sort()).toEqual(expected.sort());
  });

  it('have no errors: the API server accepts them, and they are no attacks', () => {
    const errors = files.flatMap((name) =>
      see(readFileSync(`${FOLDER}/${name}`, 'utf8')).filter(({ severity }) => severity === 'error'),
    );
    expect(errors).toEqual([]);
  });

  it('are at least forty, and half of their workloads have at most one warning', () => {
    expect(files.length).toBeGreaterThanOrEqual(40);
    const counts = files.flatMap((name) => {
      const { documents } = analyse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
      return documents
        .filter(({ analysis }) => analysis.pods.length > 0)
        .map(({ analysis }) => analysis.findings.filter(({ severity }) => severity === 'warning').length);
    });
    const middle = counts.toSorted((one, other) => one - other)[Math.floor(counts.length / 2)];
    expect(middle).toBeLessThanOrEqual(1);
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
