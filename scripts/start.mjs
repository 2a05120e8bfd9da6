// Builds the extension and opens it on examples/ in the browser's VS Code.
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { freePort } from '../test/hosts/free-port.mjs';
import { serveWeb } from '../test/hosts/web.mjs';

const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (status !== 0) throw new Error(`The build failed (${status}); see its messages above.`);

const port = Number(process.env.PORT) || (await freePort(3000));
const { url, stop } = await serveWeb({ extension: resolve('.'), workspace: resolve('examples'), port });
/** On a manifest with findings, and without a welcome page. */
const payload = [
  ['skipWelcome', 'true'],
  ['openFile', 'vscode-test-web://mount/sidecar-injection.yaml'],
];
const address = `${url}/?payload=${encodeURIComponent(JSON.stringify(payload))}`;
console.log(`
VS Code with Sidecar Guard on examples/: ${address}

Try it: - Put the cursor on an underlined place, and press Ctrl+. to fix it.
        - Open the Sidecar Guard view at the left to see all pods and findings.
        - Open README.md for more to try. Press Ctrl+C here to stop.`);
open(address);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop());

/** Opens the address in a browser, if there is a display. */
function open(address) {
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay) return;
  const [opener, ...words] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  spawn(opener, [...words, address], { stdio: 'ignore', detached: true })
    .on('error', () => console.log('No browser could be opened. Open the address yourself.'))
    .unref();
}
