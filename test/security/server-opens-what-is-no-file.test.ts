import { expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { isInFolder } from '../../client/src/commands/own-files';

const FOLDERS = ['file:///home/me/shop', 'vscode-vfs://github/me/shop'].map((uri) => URI.parse(uri));

it.each([
  ['a command', 'command:workbench.action.terminal.new'],
  ['a command that looks like a path', 'command:///home/me/shop/x.yaml'],
  ['a web page', 'https://evil.example/home/me/shop/x.yaml'],
  ['a file of another machine', 'file://evil.example/home/me/shop/x.yaml'],
  ['a file beside the workspace', 'file:///home/me/shop-of-others/x.yaml'],
  ['a file above the workspace', 'file:///home/me/shop/../.ssh/id_rsa'],
  ['a file above the workspace, encoded', 'file:///home/me/shop/%2e%2e/.ssh/id_rsa'],
  ['a file above the workspace, as Windows has it', 'file:///home/me/shop/..%5C..%5Cx.yaml'],
  ['a file of another repository', 'vscode-vfs://github/evil/shop/x.yaml'],
  ['nothing', ''],
])('the server can’t have VS Code open %s', (_, uri) => {
  expect(isInFolder(URI.parse(uri), FOLDERS)).toBe(false);
});

it.each([
  'file:///home/me/shop/image-gate.yaml',
  'file:///home/me/shop/a%20b/..x.yaml',
  'vscode-vfs://github/me/shop/x.yaml',
])('VS Code opens a file of the workspace: %s', (uri) => {
  expect(isInFolder(URI.parse(uri), FOLDERS)).toBe(true);
});
