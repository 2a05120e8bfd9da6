import { type ExtensionTerminalOptions, type Terminal, ThemeColor, ThemeIcon, window } from 'vscode';
import type { Kubectl } from '../kubectl/kubectl';
import type { PodPlace } from '../kubectl/words';

/** What tells a terminal from others. */
export interface Appearance {
  readonly title: string;
  /** Of VS Code's product icons. */
  readonly icon: string;
  readonly isProduction: boolean;
}

/**
 * A terminal in which kubectl itself is the program: no shell in between takes its words apart. VS Code would fill in its
 * own variables, such as `${env:HOME}`, and knows no way to write one that it leaves alone: a name with one is refused.
 * @returns `undefined` where it is, which the user has been told then
 */
export function openKubectlTerminal(
  kubectl: Kubectl,
  words: readonly string[],
  appearance: Appearance,
): Terminal | undefined {
  const rewritten = words.find((word) => word.includes('${'));
  if (rewritten !== undefined) {
    void window.showErrorMessage(
      `VS Code would fill in a variable in "${rewritten}", so no terminal is opened with it. Run what "Copy kubectl Command…" copies in a terminal of your own.`,
    );
    return undefined;
  }
  const terminal = window.createTerminal({
    ...optionsOf(appearance),
    shellPath: kubectl.program,
    shellArgs: [...words],
    // Settings for terminals can't lead it to another cluster of that name than the one that was shown.
    env: { ...kubectl.environment, KUBECONFIG: kubectl.environment.KUBECONFIG ?? null },
    cwd: process.cwd(),
  });
  terminal.show();
  return terminal;
}

/** How VS Code shows a terminal. */
export function optionsOf({ title, icon, isProduction }: Appearance): Omit<ExtensionTerminalOptions, 'pty'> {
  return {
    name: title,
    // After a restart of the window there is nothing to go back to.
    isTransient: true,
    iconPath: new ThemeIcon(isProduction ? 'warning' : icon),
    ...(isProduction && { color: new ThemeColor('terminal.ansiRed') }),
  };
}

/** Where a terminal is: `context/namespace/pod/container`, without what there is none of. */
export function titleOf({ context, namespace, pod }: PodPlace, container?: string): string {
  const parts = [...(context === '' ? [] : [context]), namespace, pod, ...(container === undefined ? [] : [container])];
  // Line ends and other control characters have no place in a tab.
  return parts.join('/').replace(/\p{Cc}/gu, ' ');
}
