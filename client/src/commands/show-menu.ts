import { commands, type Disposable, env, ThemeIcon, UIKind, workspace } from 'vscode';
import { choose, type Line } from '../says/ask';
import { onCommand } from '../says/on-command';
import { say } from '../says/words';

interface Entry extends Line {
  readonly command: string;
  readonly words?: readonly unknown[];
  /** Whether it needs a program: then it is not offered in a browser, or in a workspace that is not trusted. */
  readonly runsPrograms?: boolean;
}

/** The menu of the status item. `when` clauses of menus can't reach it. */
export function registerShowMenu(extension: string): Disposable {
  const entries: readonly Entry[] = [
    {
      iconPath: new ThemeIcon('list-tree'),
      label: say`Findings`,
      description: say`of the workspace`,
      command: 'sidecarGuard.findings.focus',
    },
    { iconPath: new ThemeIcon('book'), label: say`Workspace Report`, command: 'sidecarGuard.showReport' },
    { iconPath: new ThemeIcon('type-hierarchy'), label: say`Pod Map`, command: 'sidecarGuard.showPodMap' },
    {
      iconPath: new ThemeIcon('terminal'),
      label: say`Exec into Container…`,
      command: 'sidecarGuard.execIntoContainer',
      runsPrograms: true,
    },
    {
      iconPath: new ThemeIcon('law'),
      label: say`Rules`,
      description: say`their severities`,
      command: 'workbench.action.openSettings',
      words: [`@ext:${extension} rules`],
    },
    {
      iconPath: new ThemeIcon('mortar-board'),
      label: say`Get Started`,
      command: 'workbench.action.openWalkthrough',
      words: [`${extension}#start`],
    },
    { iconPath: new ThemeIcon('debug-restart'), label: say`Restart Server`, command: 'sidecarGuard.restartServer' },
    { iconPath: new ThemeIcon('output'), label: say`Output`, command: 'sidecarGuard.showOutput' },
  ];
  return onCommand('sidecarGuard.showMenu', async () => {
    const known = new Set(await commands.getCommands());
    const offered = entries.filter(({ command, runsPrograms }) => known.has(command) && (!runsPrograms || mayRun()));
    const chosen = await choose(offered, { title: say`Sidecar Guard`, placeholder: say`Choose what to do` });
    if (chosen) await commands.executeCommand(chosen.command, ...(chosen.words ?? []));
  });
}

/** Whether kubectl can run: the same as in the `when` clauses of its commands. */
function mayRun(): boolean {
  return workspace.isTrusted && (env.uiKind === UIKind.Desktop || env.remoteName !== undefined);
}
