import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, onTestFailed } from 'vitest';
import { Workbench } from '../../screen/workbench';
import { ownServers } from './own-servers';

function pod(name: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: ${name}\n      image: registry.example.com/${name}:1\n      securityContext:\n        privileged: true\n`;
}

/** See `hangs.cjs`. One character, since VS Code sends text that is typed character by character. */
const TRIGGER = '# ☠';
const HANGS = `${pod('bad')}${TRIGGER}\n`;
const PRIVILEGED = 'Privileged: root in container';
/** A hang is noticed after ten seconds, and where there are several suspects, the one that it is after ten more. */
const PATIENCE = 60_000;

describe('a document that the server hangs on', { timeout: 240_000 }, () => {
  let workbench: Workbench | undefined;

  afterEach(async () => {
    await workbench?.stop();
    workbench = undefined;
  });

  async function start(files: Readonly<Record<string, string>>): Promise<Workbench> {
    onTestFailed(() => workbench?.screenshot('failed'));
    workbench = await Workbench.start(files, { serverPrelude: readFileSync('test/security/hangs.cjs', 'utf8') });
    return workbench;
  }

  /** Waits until the file in front has this finding. */
  async function finds(at: Workbench, text: string): Promise<void> {
    await at.page.keyboard.press('Control+Shift+M');
    await at.page.locator('.markers-panel .monaco-list-row', { hasText: text }).first().waitFor({ timeout: 60_000 });
  }

  it('is left out with a word as it is edited, and the others are judged', async () => {
    const at = await start({ 'good.yaml': pod('good'), 'bad.yaml': pod('bad') });
    await at.openFile('bad.yaml');
    await finds(at, PRIVILEGED);
    await at.openFile('bad.yaml');
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.insertText(TRIGGER);
    await at.notification('The Sidecar Guard server hung on this file', PATIENCE);
    await at.openFile('good.yaml');
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.insertText('# sidecar-guard-disable unknown-rule');
    await finds(at, 'Unknown rule "unknown-rule"');
  });

  it('is found among the files of the workspace, and the others are judged', async () => {
    const at = await start({ 'bad.yaml': HANGS, 'good.yaml': pod('good'), 'other.yaml': pod('other') });
    await at.openFile('good.yaml');
    await at.notification('Not judged: bad.yaml', PATIENCE);
    await finds(at, PRIVILEGED);
    expect(ownServers()).toHaveLength(1);
  });

  it('among several that it hangs on does not end the server for good', async () => {
    const bad = Object.fromEntries([1, 2, 3].map((index) => [`bad-${index}.yaml`, HANGS]));
    const at = await start({ ...bad, 'good.yaml': pod('good') });
    await at.openFile('good.yaml');
    for (const name of Object.keys(bad)) await at.notification(`Not judged: ${name}`, PATIENCE);
    await finds(at, PRIVILEGED);
  });

  it('goes with the editor when that is closed, and does not keep "Restart Server" from it', async () => {
    const at = await start({ 'good.yaml': pod('good') });
    await at.openFile('good.yaml');
    await finds(at, PRIVILEGED);
    await at.openFile('good.yaml');
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.insertText(TRIGGER);
    const [hanging] = ownServers();
    await at.run('Sidecar Guard: Restart Server');
    await expect.poll(() => ownServers(), { timeout: 9000 }).not.toContain(hanging);
    await expect.poll(() => ownServers()).toHaveLength(1);
    // It has the document again, and hangs again.
    const before = ownServers();
    await at.stop();
    workbench = undefined;
    await expect.poll(() => before.filter(isRunning), { timeout: 30_000 }).toEqual([]);
  });
});

describe('a server that crashes', { timeout: 240_000 }, () => {
  let workbench: Workbench | undefined;

  afterEach(() => workbench?.stop());

  it('five times within three minutes is not started again, and the output is offered', async () => {
    onTestFailed(() => workbench?.screenshot('failed'));
    workbench = await Workbench.start({ 'good.yaml': pod('good') });
    await workbench.openFile('good.yaml');
    // The process list has a killed server for a moment longer.
    const killed = new Set<number>();
    const running = (): number[] => ownServers().filter((pid) => !killed.has(pid));
    for (let crash = 1; crash <= 5; crash++) {
      await expect
        .poll(running, { timeout: 30_000, message: `the server runs before its crash ${crash}` })
        .toHaveLength(1);
      for (const pid of running()) {
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
    }
    await workbench.notification('crashed 5 times in three minutes');
    expect(running()).toEqual([]);
    await workbench.run('Sidecar Guard: Restart Server');
    await expect.poll(() => ownServers(), { timeout: 30_000 }).toHaveLength(1);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // There is no such process any more.
    return false;
  }
}
