import { CancellationError, commands, type Disposable } from 'vscode';
import { tell } from './tell';
import { say } from './words';

/** Registers a command. VS Code would show an error of the command unchecked, with links in its text. */
export function onCommand(command: string, run: (...words: readonly unknown[]) => Promise<void>): Disposable {
  return commands.registerCommand(command, (...words: readonly unknown[]) => guarded(() => run(...words)));
}

/** Does something for the user. If it fails, tells the user why. */
export async function guarded<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CancellationError) return undefined;
    // The log of the extension host has the stack.
    console.error(error);
    const why = error instanceof Error ? error.message : String(error);
    void tell('error', say`The Sidecar Guard command failed: ${why}`);
    return undefined;
  }
}
