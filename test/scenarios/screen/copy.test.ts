import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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

describe('Copy Files in VS Code, by keyboard', () => {
  let workbench: Workbench;
  let stop: (() => Promise<void>) | undefined;
  /** Containers have the files of this machine. */
  let inside: string;
  let outside: string;

  beforeAll(async () => {
    inside = await mkdtemp(join(tmpdir(), 'copy-inside-'));
    outside = await mkdtemp(join(tmpdir(), 'copy-outside-'));
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

  it('copies a file to a container', async () => {
    await writeFile(join(outside, 'new.conf'), 'level: info\n');
    await begin('web', 'To the container');
    await ask('Copy to web', join(outside, 'new.conf'), true);
    await ask('path', join(inside, 'new.conf'));
    await workbench.notification(`Copied ${join(outside, 'new.conf')} to ${join(inside, 'new.conf')} of web of web.`);
    expect(await readFile(join(inside, 'new.conf'), 'utf8')).toBe('level: info\n');
  });

  it('says what tar says about a file that is not there', async () => {
    await begin('web', 'From the container');
    await ask('path', join(inside, 'missing.conf'));
    await ask('Copy missing.conf of web to', join(outside, 'missing.conf'), true);
    const message = await workbench.notification('was not copied whole');
    expect(await message.innerText()).toContain('No such file or directory');
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

  /** Answers a question in the input at the top. A dialog for files first shows a folder, and then reads it. */
  async function ask(title: string, text: string, isFile = false): Promise<void> {
    const input = workbench.page.locator('.quick-input-box input:focus');
    await workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
    if (isFile) await expect.poll(() => input.inputValue()).toMatch(/^\//);
    await input.fill(text);
    if (isFile) await workbench.line(basename(text)).or(workbench.line('..')).waitFor();
    await workbench.page.keyboard.press('Enter');
  }
});
