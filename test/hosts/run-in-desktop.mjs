// The words are the paths of the extension, of the suite, and of the workspace to open.
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';

const [extensionDevelopmentPath, extensionTestsPath, workspace] = process.argv.slice(2);
const launcher = fileURLToPath(new URL('vscode-launcher.mjs', import.meta.url));
await runTests({
  ...(!process.env.SIDECAR_GUARD_ELECTRON && { vscodeExecutablePath: launcher }),
  extensionDevelopmentPath,
  extensionTestsPath,
  launchArgs: [workspace],
});
