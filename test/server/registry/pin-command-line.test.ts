import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith, NAMESPACE, run } from '../../unit/cli/run';
import { type Certificate, makeCertificate } from './certificate';
import { startProxy } from './proxy-server';
import { push, startRegistry } from './registry';

it('check --fix --pin writes digests, and says which it could not get', async () => {
  const registry = await startRegistry();
  const { host } = registry;
  const digest = await push(registry, 'team/web', '1');
  const pod = (web: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web # ours\n      image: ${web} # pinned\n    - name: log\n      image: ${host}/team/log:1\n    - { name: again, image: ${web} }\n`;
  const folder = folderWith({ 'pod.yaml': pod(`${host}/team/web:1`) });
  const words = ['check', '--only', 'mutable-tag', '--fix', '--pin', '--insecure-registry', host];
  const { code, stderr } = await run(words, folder);
  expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(pod(`${host}/team/web:1@${digest}`));
  expect(stderr).toMatch(
    new RegExp(`^sidecar-guard: ${host} has no \\w+ (?:for )?${host}/team/log:1\\. Check the name`),
  );
  expect(code).toBe(2);
  expect((await run(['check', '--pin'], folder)).stderr).toContain(
    '`--pin` changes files, so it needs `--fix`; add `--fix`.',
  );
});

it('check --fix --pin says where a digest could not be written, and which one it is', async () => {
  const registry = await startRegistry();
  const digest = await push(registry, 'web', '1');
  const image = `${registry.host}/web:1`;
  const manifest = (own: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: own
      image: ${own}
    - name: anchored
      image: &web ${image}
    - name: alias
      image: *web
    - name: block
      image: >-
        ${image}
`;
  // Its documents count on from the first one's lines, after a mark that editors hide.
  const before = `\ufeff${NAMESPACE}---\n`;
  const folder = folderWith({ 'pod.yaml': before + manifest(image) });
  const words = ['check', '--only', 'mutable-tag', '--fail-on', 'never', '--fix', '--pin'];
  const { code, stderr } = await run([...words, '--insecure-registry', registry.host], folder);
  expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(before + manifest(`${image}@${digest}`));
  expect(stderr).toBe(
    `sidecar-guard: pod.yaml: the digest of ${image} could not be written in lines 14, 16, 18. Write ${digest} yourself.\n`,
  );
  expect(code).toBe(2);
});

function pod(image: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - { name: web, image: "${image}" }\n`;
}

/** Pins as users do, by a process of its own; gives what it says on stderr. */
function pin(folder: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const program = join(process.cwd(), 'dist/cli.js');
  const words = [program, 'check', '--only', 'mutable-tag', '--fix', '--pin', 'pod.yaml'];
  const options = { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...environment } };
  return new Promise((resolve) => {
    execFile(process.execPath, words, options, (_, __, stderr) => resolve(stderr));
  });
}

it('an authority of the user’s own is vouched for as the message advises', async () => {
  const open = await startRegistry();
  const digest = await push(open, 'team/web', '1');
  const tls = makeCertificate();
  const { host } = await startRegistry({ storage: open.storage, tls });
  const image = `${host}/team/web:1`;
  const folder = folderWith({ 'pod.yaml': pod(image) });
  expect(await pin(folder, {})).toContain(`The certificate of ${host} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).`);
  expect(await pin(folder, { NODE_EXTRA_CA_CERTS: tls.certificate })).toBe('');
  expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(pod(`${image}@${digest}`));
});

it('an address is vouched for through a proxy, too, by its own certificate only', async () => {
  const open = await startRegistry();
  const digest = await push(open, 'team/web', '1');
  // An address of documentation (RFC 5737), so that only the proxy knows the way.
  const image = '192.0.2.1:5000/team/web:1';
  const ask = async (tls: Certificate): Promise<{ text: string; stderr: string }> => {
    const registry = await startRegistry({ storage: open.storage, tls });
    const { host } = await startProxy(registry.host);
    const folder = folderWith({ 'pod.yaml': pod(image) });
    const stderr = await pin(folder, { HTTPS_PROXY: host, NODE_EXTRA_CA_CERTS: tls.certificate });
    return { stderr, text: readFileSync(join(folder, 'pod.yaml'), 'utf8') };
  };
  expect(await ask(makeCertificate('IP:192.0.2.1'))).toEqual({ stderr: '', text: pod(`${image}@${digest}`) });
  expect((await ask(makeCertificate('IP:127.0.0.1,DNS:localhost'))).stderr).toContain('is for other names');
});
