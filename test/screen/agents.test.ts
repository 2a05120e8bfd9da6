import { afterAll, describe, expect, it, onTestFailed } from 'vitest';
import { Workbench } from './workbench';

const WEB = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
`;

describe('agents of the editor', () => {
  let workbench: Workbench | undefined;

  afterAll(() => workbench?.stop());

  it('find the server for them, which starts and has its tools', async () => {
    onTestFailed(() => workbench?.screenshot('failed'));
    // The server of VS Code in the browser hides what is for agents unless it is asked for.
    workbench = await Workbench.start({ 'web.yaml': WEB }, { settings: { 'chat.disableAIFeatures': false } });
    await workbench.openFromExplorer('web.yaml');
    await workbench.run('MCP: List Servers');
    await workbench.choose('Sidecar Guard');
    // The editor shows what the server says while it starts.
    await workbench.choose('Start Server');
    const output = workbench.page.locator('.output-view .view-lines');
    await expect.poll(() => output.innerText(), { timeout: 60_000 }).toMatch(/Discovered\s5\stools/);
    await workbench.screenshot('agents');
  });
});
