import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { startScenarioWorkbench } from '../../screen/cluster-workbench';
import type { Workbench } from '../../screen/workbench';
import { runningPod } from '../../stand-in/pods.ts';

const MANIFEST = (namespace: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: ${namespace} }
spec:
  containers:
    - { name: web, image: registry.example.com/web:1 }
    - { name: bare, image: distroless }
`;

/** By this file, the test sees that a dialog has read the folder. */
const IN_FOLDER = 'in-folder.txt';

describe('Copy Files in VS Code, by keyboard', () => {
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  /** Containers have the files of this machine. */
  let inside: string;
  let outside: string;

  beforeAll(async () => {
    inside = await mkdtemp(join(tmpdir(), 'copy-inside-'));
    outside = await mkdtemp(join(tmpdir(), 'copy-outside-'));
    await writeFile(join(outside, IN_FOLDER), '');
    const images = { web: 'registry.example.com/web:1', bare: 'distroless' };
    ({ workbench, stop } = await startScenarioWorkbench('newest', (own) => ({ 'web.yaml': MANIFEST(own('shop')) }), {
      isLive: true,
      objects: [runningPod('web', Object.keys(images), { namespace: 'shop', images })],
      images: { distroless: 'empty' },
    }));
    await workbench.openFile('web.yaml');
  });

  beforeEach(() => onTestFailed(() => workbench.screenshot('failed')));

  afterAll(async () => {
    await stop?.();
    for (const folder of [inside, outside]) await rm(folder, { recursive: true, force: true });
  });

  it('copies a file from a container', async () => {
    await writeFile(join(inside, 'app.conf'), 'level: debug\n');
    await begin('web', 'From the container');
    await ask('path', join(inside, 'app.conf'));
    await ask('Copy app.conf of web to', join(outside, 'copied.conf'), true);
    await workbench.notification(
      `Copied ${join(inside, 'app.conf')} of web of web to ${join(outside, 'copied.conf')}.`,
    );
    expect(await readFile(join(outside, 'copied.conf'), 'utf8')).toBe('level: debug\n');
  });

  it('says what tar says about a file that is not there', async () => {
    await begin('web', 'From the container');
    await ask('path', join(inside, 'missing.conf'));
    const message = await workbench.notification('Nothing was copied from web of web');
    expect(await message.innerText()).toContain('No such file or directory');
    await workbench.screenshot('nothing-copied');
  });

  it('copies nothing where there is no tar, and offers what can be done', async () => {
    await begin('bare', 'From the container');
    const message = await workbench.notification('Nothing was copied: there is no tar in bare');
    expect(await message.innerText()).toContain('Copy cat Command');
    expect(await message.innerText()).toContain('Debug Container…');
    await workbench.screenshot('no-tar');
  });

  async function begin(container: string, direction: string): Promise<void> {
    await workbench.openFile('web.yaml');
    await workbench.run('Sidecar Guard: Copy Files…');
    await enter('Choose a container', container);
    await enter('Choose a direction', direction);
  }

  /** Types a part of a line, and takes it. */
  async function enter(placeholder: string, line: string): Promise<void> {
    await workbench.page.getByPlaceholder(placeholder).waitFor();
    await workbench.page.keyboard.type(line);
    await expect.poll(() => workbench.focusedLine().innerText()).toContain(line);
    await workbench.page.keyboard.press('Enter');
  }

  /** Answers a question in the input at the top. A dialog for files first reads a folder: before, it forgets what is typed. */
  async function ask(title: string, text: string, isFile = false): Promise<void> {
    const input = workbench.page.locator('.quick-input-box input:focus');
    await workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
    if (isFile) await workbench.line('..').waitFor();
    await input.fill(text);
    if (isFile) await workbench.line(IN_FOLDER).waitFor();
    await workbench.page.keyboard.press('Enter');
  }
});
