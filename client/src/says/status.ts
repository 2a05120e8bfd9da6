import { type Disposable, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { Saying } from '../../../server/src/text/saying';

/** An item of the status bar that counts something, and is only there while there is something to count. */
export class StatusCount implements Disposable {
  readonly #item: StatusBarItem;
  readonly #icon: string;

  /**
   * @param id of this extension
   * @param icon the name of a product icon of VS Code
   */
  constructor(
    id: string,
    { name, icon, command }: { readonly name: Saying; readonly icon: string; readonly command: string },
  ) {
    this.#item = window.createStatusBarItem(id, StatusBarAlignment.Left);
    this.#item.name = name;
    this.#item.command = command;
    this.#icon = icon;
  }

  dispose(): void {
    this.#item.dispose();
  }

  /** @param about what is counted, for the tooltip and for screen readers */
  show(count: number, about: Saying): void {
    this.#item.text = `$(${this.#icon}) ${count}`;
    this.#item.tooltip = about;
    this.#item.accessibilityInformation = { label: about, role: 'button' };
    if (count > 0) this.#item.show();
    else this.#item.hide();
  }
}
