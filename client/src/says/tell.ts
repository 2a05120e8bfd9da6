import { ProgressLocation, window } from 'vscode';
import type { Saying } from '../../../server/src/text/saying';

/** The severity of a message. */
export type Weight = 'information' | 'warning' | 'error';

/**
 * Shows a message to the user, who may choose an answer.
 * @returns the answer; `undefined` if there was none
 */
export function tell<T extends Saying>(
  weight: Weight,
  message: Saying,
  ...answers: readonly T[]
): Thenable<T | undefined> {
  switch (weight) {
    case 'information':
      return window.showInformationMessage(message, ...answers);
    case 'warning':
      return window.showWarningMessage(message, ...answers);
    case 'error':
      return window.showErrorMessage(message, ...answers);
  }
}

/** Asks whether to do something, in a modal dialog. Only the given answer means yes. */
export async function confirm(question: Saying, detail: Saying, answer: Saying): Promise<boolean> {
  return (await window.showWarningMessage(question, { modal: true, detail }, answer)) === answer;
}

/** Shows a message in the status bar, for this many milliseconds. */
export function tellInPassing(message: Saying, durationMs: number): void {
  window.setStatusBarMessage(message, durationMs);
}

/**
 * Does something slow, and shows its progress. The user can stop it.
 * @param work stops when the signal is aborted
 * @returns `undefined` if the user stopped it
 * @throws what `work` throws
 */
export async function telling<T>(
  title: Saying,
  work: (signal: AbortSignal, report: (message: Saying) => void) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => stop.abort());
    return work(stop.signal, (message) => progress.report({ message })).catch((error: unknown) => {
      if (stop.signal.aborted) return undefined;
      throw error;
    });
  });
}
