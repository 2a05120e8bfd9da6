import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './language/server';
import { nodeFiles } from './node-files';
import { RegistryClient } from './registry/registry-client';
import { stdioConnection } from './stdio';
import { fitToJudging } from './v8-flags';

const TRANSPORTS = ['--stdio', '--node-ipc', '--socket', '--pipe'];

const transport = process.argv
  .map((argument) => argument.split('=', 1)[0] ?? '')
  .find((word) => TRANSPORTS.includes(word));

if (transport !== undefined) {
  fitToJudging();
  const connection = transport === '--stdio' ? stdioConnection() : createConnection(ProposedFeatures.all);
  startServer(connection, nodeFiles(), new RegistryClient());
} else {
  process.stderr.write('sidecar-guard-language-server needs a transport: start it with --stdio or --node-ipc.\n');
  process.exitCode = 2;
}
