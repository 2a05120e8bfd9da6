import { type QuickPickItem, window } from 'vscode';
import type { Saying } from '../../../server/src/text/saying';

/** A line of a list. VS Code draws icons in all three texts, and renders Markdown in the last two. */
export interface Line extends QuickPickItem {
  readonly label: Saying;
  readonly description?: Saying;
  readonly detail?: Saying;
}

/** Lets the user choose a line of a list. */
export function choose<T extends Line>(
  lines: readonly T[],
  { title, placeholder, staysOpen = false }: { title: Saying; placeholder: Saying; staysOpen?: boolean },
): Thenable<T | undefined> {
  return window.showQuickPick<T>(lines, { title, placeHolder: placeholder, ignoreFocusOut: staysOpen });
}

/** A question that the user answers by typing. VS Code makes links in the prompt. */
export interface TextQuestion {
  readonly title: Saying;
  readonly prompt: Saying;
  /** The initial text. */
  readonly value: string;
  /** What is wrong with a text; `undefined` if nothing is. */
  check?(text: string): Promise<Saying | undefined>;
}

export function askForText({ title, prompt, value, check }: TextQuestion): Thenable<string | undefined> {
  return window.showInputBox({ title, prompt, value, ignoreFocusOut: true, ...(check && { validateInput: check }) });
}
