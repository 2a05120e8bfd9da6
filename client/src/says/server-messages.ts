import { Disposable } from 'vscode';
import {
  type BaseLanguageClient,
  type LanguageClientOptions,
  MessageType,
  RevealOutputChannelOn,
  ShowMessageNotification,
  ShowMessageRequest,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageclient';
import { saying } from '../../../server/src/text/saying';
import { tell, type Weight } from './tell';
import { say } from './words';

/** Shows the messages of the server, made harmless. The language client would show them unchecked. */
export function tellServerMessages(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    client.onNotification(ShowMessageNotification.type, ({ type, message }) => {
      void tell(weightOf(type), saying(message));
    }),
    client.onRequest(ShowMessageRequest.type, async ({ type, message, actions = [] }) => {
      const chosen = await tell(weightOf(type), saying(message), ...actions.map(({ title }) => saying(title)));
      return actions.find(({ title }) => saying(title) === chosen) ?? null;
    }),
  );
}

/** Keeps the language client from showing foreign text by itself: its errors quote the server. */
export const serverMessageOptions = {
  revealOutputChannelOn: RevealOutputChannelOn.Never,
  initializationFailedHandler: (error: unknown): boolean => {
    const why = error instanceof Error ? error.message : String(error);
    void tell('error', say`The Sidecar Guard server could not start: ${why}`);
    return false;
  },
} satisfies LanguageClientOptions;

/** Makes the text of a progress step harmless, in place. */
export function harmlessStep(step: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
  if (step.kind === 'begin') step.title = saying(step.title);
  if (step.message !== undefined) step.message = saying(step.message);
}

function weightOf(type: MessageType): Weight {
  if (type === MessageType.Error) return 'error';
  return type === MessageType.Warning ? 'warning' : 'information';
}
