import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, inject, vi } from 'vitest';
import { launchChromium } from '../hosts/chromium.mjs';
import { startCodeServer } from '../hosts/code-server.mjs';
import { serveWeb } from '../hosts/web.mjs';

/** Where screenshots go: beside the documentation that shows them if asked for, else in a folder that git ignores. */
const SCREENSHOTS = resolve(process.env.SIDECAR_GUARD_SCREENSHOTS ?? 'out/screenshots');

type WorkbenchOptions = Omit<NonNullable<Parameters<typeof startCodeServer>[0]>, 'vsix'> & {
  /** Leaves the extension out. */
  readonly isBare?: boolean;
};

/** A VS Code with the packed extension installed, and a person's hands on it. */
export class Workbench {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #stopServer: () => Promise<void>;

  private constructor(page: Page, browser: Browser, folder: string, stopServer: () => Promise<void>) {
    this.page = page;
    this.#browser = browser;
    this.#folder = folder;
    this.#stopServer = stopServer;
  }

  /** Opens a new folder that holds these files, or one that is there, with the packed extension installed. */
  static async start(
    files: Readonly<Record<string, string>> | string,
    { isBare = false, ...options }: WorkbenchOptions = {},
  ): Promise<Workbench> {
    const folder = typeof files === 'string' ? files : await makeFolder(files);
    const vscode = await startCodeServer({ ...options, ...(!isBare && { vsix: inject('vsix') }) });
    return Workbench.#open(vscode.address(folder), folder, vscode.stop);
  }

  /** The same in a VS Code that is nothing but a page in a browser. */
  static async startInBrowser(files: Readonly<Record<string, string>>): Promise<Workbench> {
    const folder = await makeFolder(files);
    const { url, stop } = await serveWeb({ extension: resolve('.'), workspace: folder });
    return Workbench.#open(`${url}?payload=[["skipWelcome","true"]]`, folder, async () => stop());
  }

  static async #open(url: string, folder: string, stopServer: () => Promise<void>): Promise<Workbench> {
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
    // On a busy machine, a window opens in its own time.
    page.setDefaultTimeout(80_000);
    await page.goto(url);
    await page.locator('.monaco-workbench').waitFor();
    return new Workbench(page, browser, folder, stopServer);
  }

  async openFile(name: string): Promise<void> {
    await this.#quickInput('Control+P', name);
    // Until then, Enter would take the file that was open last.
    await this.focusedLine().filter({ hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-lines').first().click();
  }

  /** Opens a file with the mouse: the list of files needs a search, which not every VS Code has. */
  async openFromExplorer(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('#status\\.languageStatus').waitFor();
  }

  /** Runs a command of the palette by its name. */
  async run(command: string): Promise<void> {
    // Whether the workspace is trusted is not known at once, and an open palette gets no new lines.
    await expect.poll(() => this.#offers(command), { timeout: 60_000 }).toBe(true);
    await this.page.keyboard.press('Enter');
  }

  async #offers(command: string): Promise<boolean> {
    await this.#quickInput('F1', command);
    const isThere = await this.line(command)
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    if (!isThere) await this.page.keyboard.press('Escape');
    return isThere;
  }

  /** A line of the list at the top, by its label. */
  line(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  }

  /** Chooses the line with exactly this label, in the list with this title: lines of the list before are there for a moment. */
  async chooseIn(title: string, label: string): Promise<void> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor();
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ has: name }).click();
  }

  /** The line that Enter takes. */
  focusedLine(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row.focused');
  }

  /** Label and description of the lines of the list at the top. */
  async lines(): Promise<(string | null)[][]> {
    const rows = await this.page.locator('.quick-input-list .monaco-list-row').all();
    return Promise.all(
      rows.map((row) =>
        Promise.all([
          row.locator('.label-name').first().textContent(),
          row.locator('.label-description').first().textContent(),
        ]),
      ),
    );
  }

  /** The labels of the lines of the list at the top. */
  async labels(): Promise<string[]> {
    return this.page.locator('.quick-input-list .monaco-list-row .label-name').allTextContents();
  }

  async choose(label: string): Promise<void> {
    await this.line(label).click();
  }

  /** Presses a button above the list at the top. */
  async pickerButton(button: string): Promise<void> {
    await this.page.locator('.quick-input-titlebar').getByRole('button', { name: button }).click();
  }

  /** Types into the input at the top, in place of what is there. */
  async fill(text: string): Promise<void> {
    await this.page.locator('.quick-input-box input:focus').fill(text);
  }

  /**
   * Waits for a message that says this. Messages of a VS Code with a test driver don't come up by themselves, and the list
   * of them is gone as soon as something else takes the focus.
   */
  async notification(text: string, timeout = 30_000): Promise<Locator> {
    const list = this.page.locator('.notifications-center');
    const message = list.locator('.notification-list-item', { hasText: text });
    const look = async (): Promise<void> => {
      if (!(await list.isVisible())) await this.page.locator('#status\\.notifications').click();
      await message.waitFor({ timeout: 1000 });
    };
    await vi.waitFor(look, { timeout });
    return message;
  }

  /** What all messages say. */
  async notifications(): Promise<string> {
    await this.page.locator('#status\\.notifications').click();
    const list = this.page.locator('.notifications-center');
    await list.waitFor();
    return list.innerText();
  }

  /** A question that everything waits for. */
  dialog(text: string): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** Answers such a question. */
  async answer(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
  }

  /** Resolves when the terminal shows this. Needs `terminal.integrated.gpuAcceleration` off: painted text can't be read. */
  async terminal(text: RegExp): Promise<void> {
    await expect.poll(() => this.#terminalRows('\n'), { timeout: 30_000 }).toMatch(text);
  }

  /** What the terminal shows, without the ends of its lines: they are where the window ends. */
  terminalText(): Promise<string> {
    return this.#terminalRows('');
  }

  async #terminalRows(between: string): Promise<string> {
    const rows = this.page.locator('.terminal-wrapper.active .xterm-rows > div');
    return (await rows.allTextContents()).join(between).replaceAll('\u00a0', ' ').trimEnd();
  }

  /** Resolves when there is no terminal any more. When one goes, it takes the focus from whatever has it. */
  async noTerminal(): Promise<void> {
    await this.page.locator('.terminal-wrapper').first().waitFor({ state: 'detached' });
  }

  /** Puts the cursor at a line and column, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#quickInput('Control+G', `${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /**
   * Opens the list of code actions at the cursor. VS Code drops the list when the editor moves while it is being made, as
   * it does after a jump; the key is pressed again then, as a user would.
   */
  async codeAction(title: string): Promise<Locator> {
    const action = this.page.locator('.action-widget .monaco-list-row', { hasText: title });
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('Control+.');
      try {
        await action.waitFor({ timeout: 5000 });
        return action;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  /** Opens the input at the top with a key, and types into it once it listens. */
  async #quickInput(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator('.quick-input-box input:focus').waitFor();
    await this.page.keyboard.type(text);
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#stopServer();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function makeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
