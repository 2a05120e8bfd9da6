import { type Terminal, type TerminalOptions, ThemeColor, ThemeIcon, window } from 'vscode';
import type { Kubectl } from '../kubectl/kubectl';
import type { PodPlace } from '../kubectl/words';

/**
 * A terminal in which kubectl itself is the program: no shell in between takes its words apart. VS Code would fill in its
 * own variables, such as `${env:HOME}`, and knows no way to write one that it leaves alone: a name with one is refused.
 * @returns `undefined` where it is, which the user has been told then
 */
export function openKubectlTerminal(
  kubectl: Kubectl,
  words: readonly string[],
  { title, icon, isProduction }: { title: string; icon: string; isProduction: boolean },
): Terminal | undefined {
  const rewritten = words.find((word) => word.includes('${'));
  if (rewritten !== undefined) {
    void window.showErrorMessage(
      `VS Code would fill in a variable in "${rewritten}", so no terminal is opened with it. Run what "Copy kubectl Command…" copies in a terminal of your own.`,
    );
    return undefined;
  }
  const options: TerminalOptions = {
    name: title,
    shellPath: kubectl.program,
    shellArgs: [...words],
    // After a restart of the window there is nothing to go back to.
    isTransient: true,
    iconPath: new ThemeIcon(isProduction ? 'warning' : icon),
    ...(isProduction && { color: new ThemeColor('terminal.ansiRed') }),
  };
  const terminal = window.createTerminal(options);
  terminal.show();
  return terminal;
}

/** Where a terminal is: `context/namespace/pod/container`. */
export function titleOf({ context, namespace, pod }: PodPlace, container?: string): string {
  // Line ends and other control characters have no place in a tab.
  return [context, namespace, pod, ...(container === undefined ? [] : [container])].join('/').replace(/\p{Cc}/gu, ' ');
}
