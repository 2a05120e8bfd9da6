import { type ExtensionTerminalOptions, type Terminal, ThemeColor, ThemeIcon, window } from 'vscode';
import type { Kubectl } from '../../../server/src/cluster/kubectl';
import type { PodPlace } from '../../../server/src/cluster/words';
import { neutralFolder } from '../../../server/src/programs/neutral-folder';
import { type Saying, say, saying } from '../../../server/src/text/saying';
import { tell } from '../says/tell';

/** How a terminal looks. */
export interface Appearance {
  readonly title: Saying;
  /** The name of a product icon of VS Code. */
  readonly icon: string;
  readonly isProduction: boolean;
}

/**
 * Opens a terminal that runs kubectl directly, without a shell that could split the arguments. VS Code replaces variables
 * such as `${env:HOME}` in arguments, and they can't be escaped, so an argument with one is refused. An argument with a
 * Markdown link is refused, too: VS Code shows the arguments of a program that ends early in a message with links.
 * @returns `undefined` if an argument was refused; the user has been told
 */
export function openKubectlTerminal(
  kubectl: Kubectl,
  words: readonly string[],
  appearance: Appearance,
): Terminal | undefined {
  const rewritten = words.find((word) => /\$\{|\]\(/.test(word));
  if (rewritten !== undefined) {
    const what = rewritten.includes('${') ? say`fill in a variable` : say`show a link`;
    void tell(
      'error',
      say`No terminal was opened: VS Code would ${what} in "${rewritten}". Run "Copy kubectl Command…", and paste the command into your own terminal.`,
    );
    return undefined;
  }
  const terminal = window.createTerminal({
    ...optionsOf(appearance),
    shellPath: kubectl.program,
    shellArgs: [...words],
    // The environment settings of terminals must not change which cluster or which programs kubectl uses.
    env: kubectl.environment,
    strictEnv: true,
    cwd: neutralFolder(),
  });
  terminal.show();
  return terminal;
}

/** The options of VS Code for a terminal. */
export function optionsOf({ title, icon, isProduction }: Appearance): Omit<ExtensionTerminalOptions, 'pty'> {
  return {
    name: title,
    // The terminal can't be restored after the window is reloaded.
    isTransient: true,
    iconPath: new ThemeIcon(isProduction ? 'warning' : icon),
    ...(isProduction && { color: new ThemeColor('terminal.ansiRed') }),
  };
}

/** The place of a terminal: `context/namespace/pod/container`, without empty parts. */
export function titleOf({ context, namespace, pod }: PodPlace, container?: string): Saying {
  const parts = [...(context === '' ? [] : [context]), namespace, pod, ...(container === undefined ? [] : [container])];
  return saying(parts.join('/'));
}
