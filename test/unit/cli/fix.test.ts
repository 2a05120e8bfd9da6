import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, NAMESPACE, run } from './run';

const SEED = readFileSync('test/fixtures/seed/sidecar-injection.yaml', 'utf8');
const FIXED = SEED.replace('image: nginx', 'image: docker.io/library/nginx')
  .replace('image: busybox', 'image: docker.io/library/busybox')
  .replace('nginx\n  volumes', 'nginx\n          readOnly: true\n  volumes');

describe('--fix', () => {
  it('changes the lines that it is about, and reports what is left', async () => {
    const folder = folderWith({ 'pod.yaml': SEED });
    const { stdout, code } = await run(['check', '--fix', '--fail-on', 'warning'], folder);
    expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(FIXED);
    expect(stdout).toMatch(/2 warnings, 2 information, 2 hints in 1 file\n$/);
    expect(code).toBe(1);
    await run(['check', '--fix'], folder);
    expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(FIXED);
  });

  it('leaves alone an image that a kustomization names, also once another one in the file is fixed', async () => {
    const pod = (wheel: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: mill }\nspec:\n  containers:\n  - { name: mill, image: mill }\n  - { name: wheel, image: "${wheel}" }\n`;
    const images = 'images: [{ name: mill, newName: registry.example.com/mill, newTag: "2" }]';
    const folder = folderWith({
      'pod.yaml': pod('wheel:3'),
      'kustomization.yaml': `resources: [pod.yaml]\n${images}\n`,
    });
    await run(['check', '--fix'], folder);
    expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(pod('docker.io/library/wheel:3'));
  });

  it('refuses to write to stdin', async () => {
    const { code, stderr } = await run(['check', '--fix', '-'], '/', SEED);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("`--fix` can't write to stdin") });
  });
});

describe('--fix-dry-run', () => {
  it('prints a diff and writes nothing', async () => {
    const folder = folderWith({ 'pod.yaml': SEED });
    const { stdout } = await run(['check', '--fix-dry-run'], folder);
    expect(stdout).toBe(`--- a/pod.yaml
+++ b/pod.yaml
@@ -8,16 +8,17 @@
 spec:
   containers:
     - name: main-application
-      image: nginx
+      image: docker.io/library/nginx
       volumeMounts:
         - name: shared-logs
           mountPath: /var/log/nginx
     - name: sidecar-container
-      image: busybox
+      image: docker.io/library/busybox
       command: ["sh","-c","while true; do cat /var/log/nginx/access.log; sleep 30; done"]
       volumeMounts:
         - name: shared-logs
           mountPath: /var/log/nginx
+          readOnly: true
   volumes:
     - name: shared-logs
       emptyDir: {}
`);
    expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(SEED);
  });

  it('prints nothing where there is nothing to fix', async () => {
    expect((await run(['check', '--fix-dry-run'], folderWith({ 'a.yaml': NAMESPACE }))).stdout).toBe('');
  });
});
