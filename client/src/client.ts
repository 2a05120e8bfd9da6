import {
  CancellationError,
  type Disposable,
  type ExtensionContext,
  extensions,
  type LogOutputChannel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, MessageTransports } from 'vscode-languageclient';
import { type InitializationOptions, pinImageCommand, statusNotification } from '../../server/src/protocol';
import { argumentsAtCursor } from './commands/arguments-at-cursor';
import { letVscodeOpen, registerCreateImageGate } from './commands/create-image-gate';
import { registerExplainRule } from './commands/explain-rule';
import { registerFixWorkspace } from './commands/fix-workspace';
import { registerOpenExample } from './commands/open-example';
import { mayAskRegistry } from './commands/pin-image';
import { registerRestartServer } from './commands/restart-server';
import { registerRulePages, rulePagesOf } from './commands/rule-pages';
import { registerShowMenu } from './commands/show-menu';
import { registerShowOutput } from './commands/show-output';
import { registerSilenceFinding } from './commands/silence-finding';
import { ServerGuard } from './language-server/server-guard';
import type { ServerHandle } from './language-server/server-handle';
import { TypingPause } from './language-server/typing-pause';
import { registerPodMap } from './pages/pod-map';
import { registerWorkspaceReport } from './pages/report';
import { Log } from './says/log';
import { guarded } from './says/on-command';
import { harmlessStep, serverMessageOptions, tellServerMessages } from './says/server-messages';
import { registerOverview } from './views/overview/register';
import { RolesStatusItem } from './views/roles-status-item';
import { WorkloadLenses } from './views/workload-lenses';
import { answerFileRequests, type LeadsOut } from './workspace-files';

/** The language ids of documents that the server judges: YAML in every file system, and Helm templates. */
const LANGUAGES = ['yaml', 'helm'];
/** Schemes of documents that show an older version of a file. They can't be edited, so they are not judged. */
const READ_ONLY_SCHEMES = new Set(['git', 'gitlens', 'gitfs', 'review', 'pr', 'output']);

/** What differs between the desktop and the browser. */
interface Host {
  createServer(output: LogOutputChannel): ServerHandle;
  createClient(start: () => Promise<MessageTransports>, options: LanguageClientOptions): BaseLanguageClient;
  registerOwn(client: BaseLanguageClient, output: LogOutputChannel): Disposable;
  /** Only with a local file system. */
  readonly leadsOut?: LeadsOut;
  /** Whether kubectl can run, and knows a cluster. */
  readonly hasCluster?: () => Promise<boolean>;
}

/** Starts the client with everything that desktop and browser share: options, commands and views. */
export async function startClient(
  context: ExtensionContext,
  { createServer, createClient, registerOwn, leadsOut, hasCluster = async () => false }: Host,
): Promise<void> {
  const output = new Log(window.createOutputChannel('Sidecar Guard', { log: true }));
  const server = createServer(output);
  const guard = new ServerGuard(server);
  const typing = new TypingPause();
  const options = clientOptions(output, guard, typing, rulePagesOf(context), (command) =>
    argumentsAtCursor(client, command),
  );
  const client = createClient(() => server.start(), options);
  const status = new RolesStatusItem(LANGUAGES);
  const lenses = new WorkloadLenses(client, LANGUAGES, typing, hasCluster);
  context.subscriptions.push(
    output,
    status,
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) typing.note(document);
    }),
    guard.attach(client),
    lenses,
    client.onNotification(statusNotification, (params) => {
      status.update(params);
      lenses.refresh();
    }),
    tellServerMessages(client),
    ...answerFileRequests(client, leadsOut, (uri) => guard.mayRead(uri)),
    registerRestartServer(client, guard),
    registerShowOutput(output),
    registerOpenExample(context.extensionUri),
    registerShowMenu(context.extension.id),
    registerExplainRule(client),
    registerRulePages(),
    registerSilenceFinding(client),
    registerFixWorkspace(client),
    registerCreateImageGate(client),
    registerOverview(client),
    registerWorkspaceReport(client, context.extensionUri),
    registerPodMap(client, context.extensionUri, LANGUAGES),
    registerOwn(client, output),
    // A server that does not stop by itself is killed.
    { dispose: () => void client.stop().finally(() => guard.dispose()) },
  );
  await client.start();
}

function clientOptions(
  outputChannel: LogOutputChannel,
  guard: ServerGuard,
  typing: TypingPause,
  rulePages: string,
  atCursor: (command: string) => Promise<unknown[]>,
): LanguageClientOptions {
  const initializationOptions: InitializationOptions = {
    providesFiles: true,
    explainsRules: true,
    rulePages,
    silencesFindings: true,
    fixesWorkspace: true,
    opensBeside: true,
    hasSchemas: extensions.getExtension('redhat.vscode-yaml') !== undefined,
  };
  const { didOpen } = guard.middleware;
  return {
    // JSON is read once something else has started the extension: most of it has nothing to do with Kubernetes.
    documentSelector: [...LANGUAGES, 'json'].map((language) => ({ language })),
    outputChannel,
    initializationOptions,
    errorHandler: guard,
    ...serverMessageOptions,
    middleware: {
      ...guard.middleware,
      handleWorkDoneProgress: (token, step, next) => {
        harmlessStep(step);
        next(token, step);
      },
      didOpen: async (document, next) => {
        if (!READ_ONLY_SCHEMES.has(document.uri.scheme)) await didOpen?.(document, next);
      },
      provideDiagnostics: async (document, previousResultId, token, next) => {
        // The client asks again for what was cancelled.
        if (!(await typing.wait(document, token))) throw new CancellationError();
        return next(document, previousResultId, token);
      },
      provideCodeActions: async (document, range, context, token, next) => {
        const actions = await next(document, range, context, token);
        letVscodeOpen(actions ?? [], document.uri);
        return actions;
      },
      executeCommand: async (command, args, next) => {
        await guarded(async () => {
          const [argument = (await atCursor(command))[0]] = args;
          if (command !== pinImageCommand || (await mayAskRegistry(argument))) await next(command, [argument]);
        });
      },
    },
  };
}
