import {
  type CancellationToken,
  type Connection,
  type MessageType,
  ShowMessageNotification,
} from 'vscode-languageserver';
import type { Saying } from '../text/saying';

/** Shows a sentence to the user. A notification, since not every client answers requests for messages. */
export function showMessage(connection: Connection, type: MessageType, message: Saying): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}

/** A progress bar of the editor. */
export interface Bar {
  /** Aborted if the user cancels. */
  readonly token: CancellationToken;
  report(percentage: number, message: Saying): void;
  done(): void;
}

/** Shows a progress bar, if the editor has one. With a percentage it fills from left to right. */
export async function showBar(
  connection: Connection,
  { title, message, percentage }: { readonly title: Saying; readonly message?: Saying; readonly percentage?: number },
): Promise<Bar> {
  const bar = await connection.window.createWorkDoneProgress();
  bar.begin(title, percentage, message, true);
  return bar;
}
