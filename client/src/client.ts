import { type Disposable, type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { type InitializationOptions, pinImageCommand, statusNotification } from '../../server/src/protocol';
import { letVscodeOpen, registerCreateImageGate } from './commands/create-image-gate';
import { registerExplainRule } from './commands/explain-rule';
import { mayAskRegistry } from './commands/pin-image';
import { registerRestartServer } from './commands/restart-server';
import { registerShowOutput } from './commands/show-output';
import { RolesStatusItem } from './views/roles-status-item';
import { answerFileRequests } from './workspace-files';

/** The documents that the server is asked about: YAML of every file system, Helm's templates included. */
const LANGUAGES = ['yaml', 'helm'];
/** Schemes of documents that show what a file once was. Judging those would underline what can't be edited. */
const READ_ONLY_SCHEMES = new Set(['git', 'gitlens', 'gitfs', 'review', 'pr', 'output']);

/**
 * What both ways of running the server have in common: their options, the commands and the views.
 * @param registerOwn what only one of them has
 */
export async function startClient(
  context: ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
  registerOwn: (client: BaseLanguageClient, output: LogOutputChannel) => Disposable,
): Promise<void> {
  const output = window.createOutputChannel('Sidecar Guard', { log: true });
  const client = createClient(clientOptions(output));
  const status = new RolesStatusItem(LANGUAGES);
  context.subscriptions.push(
    output,
    status,
    client.onNotification(statusNotification, (params) => status.update(params)),
    ...answerFileRequests(client),
    registerRestartServer(client),
    registerShowOutput(output),
    registerExplainRule(client),
    registerCreateImageGate(client),
    registerOwn(client, output),
    { dispose: () => void client.stop() },
  );
  await client.start();
}

function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = { providesFiles: true, explainsRules: true, opensBeside: true };
  return {
    documentSelector: LANGUAGES.map((language) => ({ language })),
    outputChannel,
    initializationOptions,
    middleware: {
      didOpen: async (document, next) => {
        if (!READ_ONLY_SCHEMES.has(document.uri.scheme)) await next(document);
      },
      provideCodeActions: async (document, range, context, token, next) => {
        const actions = await next(document, range, context, token);
        letVscodeOpen(actions ?? []);
        return actions;
      },
      executeCommand: async (command, args, next) => {
        if (command !== pinImageCommand || (await mayAskRegistry(args[0]))) await next(command, args);
      },
    },
  };
}
