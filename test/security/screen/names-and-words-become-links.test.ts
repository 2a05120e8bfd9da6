import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFailed } from 'vitest';
import { startClusterWorkbench } from '../../screen/cluster-workbench';
import type { Workbench } from '../../screen/workbench';
import type { Cluster } from '../../stand-in/cluster.ts';
import { fieldsOf, type KubeObject, records } from '../../stand-in/objects.ts';
import { runningPod } from '../../stand-in/pods.ts';
import { ApiError } from '../../stand-in/status.ts';

const LINK = '[Fix it](command:workbench.action.terminal.new)';
/** As it may be read, but leads nowhere. */
const TEXT = /\[Fix it\] \(command:workbench\.action\.terminal\.new\)/i;
const ICON = '$(verified)';
const ESC = '\u001b';
/** Ends the paste, and the line that was begun; then runs. */
const KEYS = `keys${ESC}[201~\u0003touch pwned\r`;

const deployment = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: "${LINK}"
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: web
          image: "${image}"
`;

/** A pod whose container declares a port that is called like a link, and has a reason that is called like an icon. */
function oddPod(): KubeObject {
  const pod = runningPod('api', ['api'], { namespace: 'shop', images: { api: `${ICON}${LINK}` } });
  const spec = fieldsOf(pod.spec);
  const [container] = records(spec.containers);
  const ports = [{ containerPort: 8080, name: LINK, protocol: 'TCP' }];
  return {
    ...pod,
    spec: { ...spec, containers: [{ ...container, ports }] },
    status: { ...fieldsOf(pod.status), reason: ICON },
  };
}

let registry: Server;
let cluster: Cluster;
let workbench: Workbench;
let stop: (() => Promise<void>) | undefined;

beforeAll(async () => {
  registry = createServer((_, response) => response.writeHead(200, { 'content-type': `text/${LINK}` }).end('{}'));
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  ({ cluster, workbench, stop } = await startClusterWorkbench(
    'newest',
    { 'web.yaml': deployment(`${host}/web:1`) },
    {
      objects: [
        oddPod(),
        runningPod('other', ['other'], { namespace: 'shop' }),
        runningPod('odd', [LINK, KEYS], { namespace: 'shop' }),
      ],
    },
    { 'sidecarGuard.images.insecureRegistries': [host] },
  ));
  await workbench.openFile('web.yaml');
});
beforeEach(async () => {
  onTestFailed(() => workbench.screenshot('failed'));
  await workbench.run('Notifications: Clear All Notifications');
});
afterAll(async () => {
  await stop?.();
  registry?.close();
});

async function hasNoLink(message: Locator): Promise<void> {
  expect(await message.locator('.notification-list-item-message').innerText()).toMatch(TEXT);
  expect(await message.locator('.notification-list-item-message a').count()).toBe(0);
}

it('a manifest with a link as its name gets no link into a message', async () => {
  await workbench.goTo(10, 12);
  await workbench.run('Sidecar Guard: Pin Image to Running Digest…');
  await hasNoLink(await workbench.notification('this manifest has no pod labels'));
  await workbench.screenshot('name-as-link');
});

it('a cluster whose refusal has a link in it gets no link into a message', async () => {
  cluster.gates.push(async ({ resource, verb }) => {
    if (resource !== 'pods' || verb !== 'list') return;
    throw new ApiError(403, 'Forbidden', `pods is forbidden: ${LINK} ${ICON}`);
  });
  await workbench.run('Sidecar Guard: Describe Pod…');
  const message = await workbench.notification('refused the request');
  await hasNoLink(message);
  await workbench.screenshot('refusal-as-link');
  cluster.gates.pop();
});

it('a registry whose answer has a link in it gets no link into a message', async () => {
  await workbench.goTo(11, 22);
  await (await workbench.codeAction('to its digest (asks')).click();
  await workbench.dialog('for the digest of').waitFor();
  await workbench.answer('Ask');
  await hasNoLink(await workbench.notification('something other than the manifest'));
});

it('a container with links and icons in its image and ports gets neither into lists and prompts', async () => {
  await workbench.run('Sidecar Guard: Port-Forward…');
  const line = workbench.line('api');
  await line.waitFor();
  expect(await line.innerText()).toContain('$ (verified)');
  expect(await line.locator('.codicon-verified').count()).toBe(0);
  await line.click();
  const port = workbench.line(':8080');
  await port.waitFor();
  expect(await port.innerText()).toMatch(TEXT);
  expect(await port.locator('a[href], .codicon-verified').count()).toBe(0);
  await workbench.screenshot('port-as-link');
  await workbench.page.keyboard.press('Escape');
});

it('a container with a link as its name gets no link into the title of its terminal, and none when that ends', async () => {
  const { page } = workbench;
  await workbench.run('Sidecar Guard: Exec into Container…');
  await workbench.choose('odd');
  await workbench.choose('[Fix it]');
  await workbench.terminal(/#$/);
  const title = page.locator('.single-terminal-tab, .terminal-tabs-entry', { hasText: '[Fix it]' }).first();
  expect(await title.innerText()).toMatch(TEXT);
  expect(await title.locator('a').count()).toBe(0);
  // VS Code tells the words of a terminal whose program fails; those of ours name no container.
  await page.keyboard.type('exit 3\n');
  await workbench.noTerminal();
  expect(await page.locator('.notification-toast', { hasText: 'Fix it' }).count()).toBe(0);
});

it('a container with keys in its name is not copied, since a terminal would take them for typed', async () => {
  await workbench.run('Sidecar Guard: Copy kubectl Command…');
  await workbench.choose('odd');
  await workbench.choose('keys');
  await workbench.notification('has control characters, so a terminal could run a part of it');
});

it('a log that has the terminal answer does not type with it: it stays, and so does the clipboard', async () => {
  const queries = `${ESC}[c${ESC}[6n${ESC}[>q${ESC}]11;?\u0007${ESC}]52;c;cm0gLXJmIH4=\u0007`;
  cluster.log('shop', 'other', 'other').append(`${ESC}[31mbye${ESC}[0m${queries}`).end();
  await workbench.run('Sidecar Guard: Show Logs…');
  await workbench.choose('other');
  await workbench.choose('Follow');
  await workbench.terminal(/\nbye\n+kubectl ended with exit code 0\. Press any key to close this terminal\.$/);
  // An answer of the terminal is there before the extension has asked a cluster something else.
  await workbench.run('Sidecar Guard: Describe Pod…');
  await workbench.line('other').waitFor();
  await workbench.page.keyboard.press('Escape');
  await workbench.terminal(/\nbye\n+kubectl ended with exit code 0\. Press any key to close this terminal\.$/);
  await workbench.page.locator('.terminal-wrapper.active').click();
  await workbench.page.keyboard.press('Enter');
  await workbench.noTerminal();
});
