import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './language/server';
import { nodeFiles } from './node-files';

const TRANSPORTS = ['--stdio', '--node-ipc', '--socket', '--pipe'];

if (process.argv.some((argument) => TRANSPORTS.includes(argument.split('=', 1)[0] ?? ''))) {
  startServer(createConnection(ProposedFeatures.all), nodeFiles);
} else {
  process.stderr.write('sidecar-guard-language-server needs a transport: start it with --stdio or --node-ipc.\n');
  process.exitCode = 2;
}
