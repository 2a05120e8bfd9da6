import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './language/server';
import { nodeFiles } from './node-files';
import { RegistryClient } from './registry/registry-client';

const TRANSPORTS = ['--stdio', '--node-ipc', '--socket', '--pipe'];

if (process.argv.some((argument) => TRANSPORTS.includes(argument.split('=', 1)[0] ?? ''))) {
  startServer(createConnection(ProposedFeatures.all), nodeFiles(), new RegistryClient());
} else {
  process.stderr.write('sidecar-guard-language-server needs a transport: start it with --stdio or --node-ipc.\n');
  process.exitCode = 2;
}
