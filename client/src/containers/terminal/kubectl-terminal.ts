import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Disposable,
  type ExtensionTerminalOptions,
  l10n,
  type Terminal,
  ThemeColor,
  ThemeIcon,
  window,
} from 'vscode';
import { explainProblem } from '../../../../server/src/cluster/explain';
import { CLUSTER_TIME, type Kubectl } from '../../../../server/src/cluster/kubectl';
import type { PodPlace } from '../../../../server/src/cluster/words';
import { neutralFolder } from '../../../../server/src/programs/neutral-folder';
import { type Saying, saying } from '../../../../server/src/text/saying';
import { guarded } from '../../says/on-command';
import { tell } from '../../says/tell';
import { say } from '../../says/words';
import { type KubectlSession, sessionEnvironment } from './session';
import { sessionTexts } from './session-texts';

/** How a terminal looks. */
export interface Appearance {
  readonly title: Saying;
  /** The name of a product icon of VS Code. */
  readonly icon: string;
  readonly isProduction: boolean;
}

/** What the user can do when kubectl has failed. */
interface WayOn {
  readonly letter: string;
  readonly label: Saying;
  readonly go: () => Promise<void>;
}

/** What runs in a terminal. */
export interface TerminalSession {
  readonly kubectl: Kubectl;
  readonly words: readonly string[];
  readonly name: Saying;
  readonly probe: readonly string[];
  readonly waysOn: readonly WayOn[];
  /** Whether the same call can be made again. */
  readonly runsAgain: boolean;
}

/** Terminals that run kubectl and stay when it fails, so that people read why, and can go on. */
export class KubectlTerminals implements Disposable {
  readonly #program: string;
  readonly #open = new Map<Terminal, { readonly folder: string | undefined; readonly session: TerminalSession }>();
  readonly #closing: Disposable;

  /** @param program the path of the script that runs in the terminals */
  constructor(program: string) {
    this.#program = program;
    this.#closing = window.onDidCloseTerminal((terminal) => guarded(() => this.#goOn(terminal)));
  }

  dispose(): void {
    this.#closing.dispose();
    for (const { folder } of this.#open.values()) if (folder !== undefined) removeFolder(folder);
  }

  /** Opens a terminal with kubectl in it, without a shell that could split the arguments. */
  open(session: TerminalSession, appearance: Appearance): void {
    session.kubectl.noteTerminal(session.words);
    if (process.platform === 'win32') {
      const terminal = openDirectly(session, appearance);
      if (terminal) this.#open.set(terminal, { folder: undefined, session });
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'sidecar-guard-'));
    const terminal = window.createTerminal({
      ...optionsOf(appearance),
      shellPath: process.execPath,
      shellArgs: [this.#program],
      // The environment settings of terminals must not change which cluster or which programs kubectl uses.
      env: { ...session.kubectl.environment, ...sessionEnvironment(toSession(session, appearance, folder)) },
      strictEnv: true,
      cwd: neutralFolder(),
    });
    this.#open.set(terminal, { folder, session });
    terminal.show();
  }

  async #goOn(terminal: Terminal): Promise<void> {
    const open = this.#open.get(terminal);
    if (!open) return;
    this.#open.delete(terminal);
    const { folder, session } = open;
    session.kubectl.noteTerminalEnd(session.words);
    if (folder === undefined) {
      if (terminal.exitStatus?.code) await this.#explain(session);
      return;
    }
    const letter = answerIn(folder);
    await session.waysOn.find((way) => way.letter === letter)?.go();
  }

  /** Finds out why kubectl has failed, where its output is gone with the terminal. The message stays until it is closed. */
  async #explain({ kubectl, name, probe, waysOn }: TerminalSession): Promise<void> {
    const refusal =
      probe.length === 0
        ? undefined
        : await kubectl.run(probe, { timeoutMs: CLUSTER_TIME }).then(
            () => undefined,
            (error: unknown) => error,
          );
    const problem = await explainProblem(kubectl, refusal);
    const why = problem?.message ?? say`kubectl has failed, or the connection was cut. Try again.`;
    const answer = await tell('error', say`${name} has ended. ${why}`, ...waysOn.map(({ label }) => label));
    await waysOn.find(({ label }) => label === answer)?.go();
  }
}

function toSession(
  { kubectl, words, name, probe, waysOn, runsAgain }: TerminalSession,
  { title, isProduction }: Appearance,
  folder: string,
): KubectlSession {
  return {
    program: kubectl.program,
    words,
    name,
    heading: isProduction ? say`PRODUCTION: ${title}` : '',
    texts: sessionTexts((text) => l10n.t(text)),
    isProduction,
    probe,
    runsAgain,
    answers: waysOn.map(({ letter, label }) => ({ letter, label })),
    answerFile: join(folder, 'answer'),
  };
}

/** The letter that the user has typed at the end; empty if there is none. */
function answerIn(folder: string): string {
  try {
    return readFileSync(join(folder, 'answer'), 'utf8');
  } catch {
    return '';
  } finally {
    removeFolder(folder);
  }
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * On Windows, VS Code's Node has no console in a terminal, so kubectl runs there by itself, and the terminal closes with it.
 * VS Code replaces variables such as `${env:HOME}` in arguments, and shows them in a message with links.
 */
function openDirectly({ kubectl, words }: TerminalSession, appearance: Appearance): Terminal | undefined {
  const rewritten = words.find((word) => /\$\{|\]\(/.test(word));
  if (rewritten !== undefined) {
    void tell(
      'error',
      say`No terminal was opened: VS Code would change "${rewritten}". Run "Copy kubectl Command…", and paste the command into your own terminal.`,
    );
    return undefined;
  }
  const terminal = window.createTerminal({
    ...optionsOf(appearance),
    shellPath: kubectl.program,
    shellArgs: [...words],
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
    name: isProduction ? say`PRODUCTION ${title}` : title,
    // The terminal can't be restored after the window is reloaded.
    isTransient: true,
    iconPath: new ThemeIcon(isProduction ? 'warning' : icon),
    ...(isProduction && { color: new ThemeColor('terminal.ansiRed') }),
  };
}

/** The place of a terminal: `context/namespace/pod/container`, without empty parts. */
export function terminalTitle({ context, namespace, pod }: PodPlace, container?: string): Saying {
  const parts = [...(context === '' ? [] : [context]), namespace, pod, ...(container === undefined ? [] : [container])];
  return saying(parts.join('/'));
}
