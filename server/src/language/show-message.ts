import { type Connection, type MessageType, ShowMessageNotification } from 'vscode-languageserver';

/** Shows a sentence to the user. A notification, since not every client answers requests for messages. */
export function showMessage(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}
