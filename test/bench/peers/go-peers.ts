import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOnce } from '../../hosts/cache.mjs';

/** Linters that are written in Go, as modules. */
const PEERS = {
  'kube-score': { program: 'github.com/zegl/kube-score/cmd/kube-score', version: 'v1.20.0' },
  kubeconform: { program: 'github.com/yannh/kubeconform/cmd/kubeconform', version: 'v0.8.0' },
  trivy: { program: 'github.com/aquasecurity/trivy/cmd/trivy', version: 'v0.74.0', experiment: 'jsonv2' },
} as const;

export type GoPeer = keyof typeof PEERS;

/** A linter that is written in Go, built into the cache unless it is there: gives its path. */
export async function installGoPeer(name: GoPeer): Promise<string> {
  const peer: { program: string; version: string; experiment?: string } = PEERS[name];
  const folder = await installOnce(`${name}-${peer.version}`, async (aside) => {
    console.error(`  Building ${name} ${peer.version}, once.`);
    const words = ['install', '-trimpath', '-ldflags', '-s -w', `${peer.program}@${peer.version}`];
    go(words, { GOBIN: aside, ...(peer.experiment && { GOEXPERIMENT: peer.experiment }) });
  });
  return join(folder, name);
}

/** The folder of the files of a Go module. */
export function downloadGoModule(module: string, version: string): string {
  return JSON.parse(go(['mod', 'download', '-json', `${module}@${version}`])).Dir;
}

/** Runs Go with low priority: a build takes all cores for minutes. */
function go(words: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const env = { ...process.env, GOFLAGS: '-mod=mod', CGO_ENABLED: '0', ...environment };
  const options = { cwd: tmpdir(), env, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const { status, error, stdout, stderr } = spawnSync('nice', ['-n', '15', 'go', ...words], options);
  if (error || status === 127) throw new Error('Go is not installed.');
  if (status !== 0) throw new Error(`"go ${words.join(' ')}" failed: ${stderr.trim().split('\n').at(-1)}`);
  return stdout;
}
