import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { KUBECTL_COMMANDS } from '../../client/src/commands/kubectl-command-names';
import { Workbench } from './workbench';

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const words: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const FILES = {
  'web.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers: [{ name: web, image: registry.example.com/web:1 }]\n',
};

interface Contributed {
  readonly command: string;
  readonly category: string;
  readonly title: string;
}
const hidden = contributes.menus.commandPalette
  .filter(({ when }: { when: string }) => when === 'false')
  .map(({ command }: { command: string }) => command);
const offerable: readonly Contributed[] = contributes.commands.filter(
  ({ command }: Contributed) => !hidden.includes(command),
);
const needsCluster = ({ command }: Contributed): boolean => KUBECTL_COMMANDS.some((known) => known === command);
const toTitle = ({ category, title }: Contributed): string => `${category}: ${words[title.slice(1, -1)]}`;
const ALL = offerable.map(toTitle).sort();
const WITHOUT_CLUSTER = offerable
  .filter((command) => !needsCluster(command))
  .map(toTitle)
  .sort();

/** The pod has no safe fix, which a message says. */
const FIX_ALL = 'Sidecar Guard: Fix All in Workspace…';
/** Comes last: for a moment, there is no server. */
const RESTART = 'Sidecar Guard: Restart Server';

/** What commands show; the others ask a question. */
const SHOWS: Readonly<Record<string, string>> = {
  'Sidecar Guard: Open Example': '.tab:has-text("Untitled-1")',
  [RESTART]: '.monaco-workbench',
  'Sidecar Guard: Show Output': '.pane-body.output-view, .output-view',
  'Sidecar Guard: Show Pod Map': '.tab:has-text("Pod Map")',
  'Sidecar Guard: Show Workspace Report': '.tab:has-text("Sidecar Guard Report")',
};
const QUESTION = '.quick-input-title:not(:empty)';

describe('the command palette offers what works, and nothing else,', () => {
  let workbench: Workbench | undefined;
  beforeEach(() => onTestFailed(() => workbench?.screenshot('failed')));
  afterAll(() => workbench?.stop());

  it('on the desktop', async () => {
    workbench = await Workbench.start(FILES);
    await workbench.openFromExplorer('web.yaml');
    const own = workbench;
    // Whether the workspace is trusted is not known at once.
    await expect.poll(async () => (await offered(own)).sort(), { timeout: 60_000 }).toEqual(ALL);
  });

  it.each([
    ['in a workspace that is not trusted', () => Workbench.start(FILES, { isTrusted: false })],
    ['in a browser', () => Workbench.startInBrowser(FILES)],
  ] as const)(
    '%s',
    async (_, start) => {
      await workbench?.stop();
      workbench = await start();
      await workbench.openFromExplorer('web.yaml');
      const titles = await offered(workbench);
      expect(titles.sort()).toEqual(WITHOUT_CLUSTER);
      for (const title of [...titles.filter((one) => one !== RESTART), RESTART]) {
        // What the last command has opened is not a manifest.
        await workbench.page.locator('.tab', { hasText: 'web.yaml' }).click();
        await workbench.page.locator('.editor-instance .view-lines').first().click();
        await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
        await workbench.run(title);
        if (title === FIX_ALL) {
          await workbench.notification('Nothing was fixed');
          await workbench.page.locator('#status\\.notifications').click();
          continue;
        }
        await workbench.page
          .locator(SHOWS[title] ?? QUESTION)
          .first()
          .waitFor();
        await workbench.page.keyboard.press('Escape');
      }
      expect(await workbench.notifications()).not.toMatch(/command failed|not found|kubectl/);
    },
    300_000,
  );
});

/** VS Code itself has a command for each view. */
const OURS = /^Sidecar Guard: (?!Focus on )/;

/** What the palette lists for our name. */
async function offered(workbench: Workbench): Promise<string[]> {
  // The list has only the lines that there is room for.
  await workbench.page.setViewportSize({ width: 1100, height: 1600 });
  await workbench.page.keyboard.press('F1');
  await workbench.fill('>Sidecar Guard: ');
  await workbench.line('Sidecar Guard: Restart Server').waitFor();
  const titles = (await workbench.labels()).filter((title) => OURS.test(title));
  await workbench.page.keyboard.press('Escape');
  return titles;
}
