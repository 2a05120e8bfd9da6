import { Disposable, type QuickInputButton, QuickInputButtons, type QuickPickItem, ThemeIcon, window } from 'vscode';

/** A line of a list. Without a value it only says something, and can't be chosen. */
export interface Choice<T> extends QuickPickItem {
  readonly value?: T;
  /** The line to start at. */
  readonly isStart?: boolean;
  /** What the line's own buttons mean, in their order. */
  readonly buttonValues?: readonly T[];
}

/** Something to be chosen from a list that may still be on its way. */
export interface Question<T> {
  readonly title: string;
  readonly placeholder: string;
  /**
   * Gives all choices that are known so far, again and again until it has them all.
   * @throws whatever keeps it from knowing any; the question is given up then
   */
  choices(signal: AbortSignal): AsyncIterable<readonly Choice<T>[]>;
  /** The only line is taken without asking. Lines that only say something are lines: somebody ought to read them. */
  readonly takesOnlyChoice?: boolean;
  /** A choice made of what is typed, where that isn't in the list. */
  typed?(text: string): Choice<T> | undefined;
}

export type Answer<T> =
  | { readonly kind: 'chosen' | 'only'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

const REFRESH: QuickInputButton = { iconPath: new ThemeIcon('refresh'), tooltip: 'Refresh' };

/** One list at the top of the window in which one question after the other is asked. */
export class Picker implements Disposable {
  readonly #pick = window.createQuickPick<Choice<unknown>>();

  constructor() {
    this.#pick.ignoreFocusOut = true;
    this.#pick.matchOnDescription = true;
    this.#pick.matchOnDetail = true;
    this.#pick.keepScrollPosition = true;
  }

  dispose(): void {
    this.#pick.dispose();
  }

  /** @throws what `question.choices` throws */
  ask<T>(question: Question<T>, canGoBack: boolean): Promise<Answer<T>> {
    const pick = this.#pick;
    pick.title = question.title;
    pick.placeholder = question.placeholder;
    pick.buttons = canGoBack ? [QuickInputButtons.Back, REFRESH] : [REFRESH];
    pick.value = '';
    pick.items = [];
    pick.activeItems = [];
    pick.selectedItems = [];
    pick.show();
    return new Promise((resolve, reject) => {
      let loading = new AbortController();
      let known: readonly Choice<T>[] = [];
      const end = (settle: () => void): void => {
        loading.abort();
        listeners.dispose();
        settle();
      };
      const answer = (answer: Answer<T>): void => end(() => resolve(answer));
      const show = (isTyping = false): void => {
        const typed = known.some(({ label }) => label === pick.value) ? undefined : question.typed?.(pick.value);
        const [active] = pick.activeItems;
        const isFirst = pick.items.length === 0;
        const items = typed ? [{ ...typed, alwaysShow: true }, ...known] : [...known];
        pick.items = items;
        // Whoever is at a line stays there, unless they type. There has to be one, for Enter to mean what is typed.
        const kept = items.find((item) => (isFirst ? item.isStart : item.label === active?.label));
        const start = isTyping ? meantBy(pick.value, items) : (kept ?? meantBy(pick.value, items));
        if (start) pick.activeItems = [start];
      };
      const load = async (isFirst: boolean): Promise<void> => {
        loading.abort();
        const mine = new AbortController();
        loading = mine;
        pick.busy = true;
        let shown = 0;
        try {
          for await (const choices of question.choices(mine.signal)) {
            if (mine.signal.aborted) return;
            known = choices;
            // Each time, the whole list goes to the window: it is done seldom enough to take twice as long as once.
            if (shown > 0 && choices.length < 2 * shown) continue;
            shown = choices.length;
            show();
          }
          if (mine.signal.aborted) return;
          show();
          const [only, ...others] = known;
          if (isFirst && question.takesOnlyChoice && only?.value !== undefined && others.length === 0)
            answer({ kind: 'only', value: only.value });
        } catch (error) {
          if (!mine.signal.aborted) end(() => reject(error));
        } finally {
          if (loading === mine) pick.busy = false;
        }
      };
      const listeners = Disposable.from(
        pick.onDidAccept(() => {
          // Where no line is active, what was chosen last is still selected: of the question before, or no longer there.
          const [choice] = pick.selectedItems as readonly Choice<T>[];
          if (choice?.value !== undefined && pick.items.includes(choice) && pick.activeItems.includes(choice))
            answer({ kind: 'chosen', value: choice.value });
        }),
        pick.onDidTriggerItemButton(({ item, button }) => {
          const value = (item as Choice<T>).buttonValues?.[item.buttons?.indexOf(button) ?? -1];
          if (value !== undefined) answer({ kind: 'chosen', value });
        }),
        pick.onDidTriggerButton((button) => {
          if (button === REFRESH) void load(false);
          else answer({ kind: 'back' });
        }),
        pick.onDidChangeValue(() => {
          if (question.typed) show(true);
        }),
        pick.onDidHide(() => answer({ kind: 'cancelled' })),
      );
      void load(true);
    });
  }
}

/** The line that somebody means who types its name, or a part of it. */
function meantBy<T>(typed: string, items: readonly Choice<T>[]): Choice<T> | undefined {
  const text = typed.toLowerCase();
  return (
    items.find(({ label }) => label.toLowerCase() === text) ??
    items.find(({ label }) => label.toLowerCase().includes(text))
  );
}

/** What a step makes of what is known so far. */
export type Step<S> = (picker: Picker, state: S, canGoBack: boolean) => Promise<Answer<S>>;

/**
 * Asks one step after the other; "Back" leads to the last that was really asked, as does a step that fails.
 * @param tell says why a step has failed, where there is one to go back to
 * @returns what is known in the end; `undefined` where the user gave up
 * @throws what a step throws that nothing was asked before, and what `tell` throws
 */
export async function walk<S>(
  steps: readonly Step<S>[],
  start: S,
  tell: (error: unknown) => Promise<void>,
): Promise<S | undefined> {
  const picker = new Picker();
  const asked: { readonly at: number; readonly state: S }[] = [];
  let state = start;
  let at = 0;
  try {
    for (let step = steps[at]; step; step = steps[at]) {
      const answer = await step(picker, state, asked.length > 0).catch(async (error: unknown): Promise<Answer<S>> => {
        if (asked.length === 0) throw error;
        await tell(error);
        return { kind: 'back' };
      });
      if (answer.kind === 'cancelled') return undefined;
      if (answer.kind === 'back') {
        const last = asked.pop();
        if (!last) return undefined;
        ({ at, state } = last);
        continue;
      }
      if (answer.kind === 'chosen') asked.push({ at, state });
      state = answer.value;
      at++;
    }
    return state;
  } finally {
    picker.dispose();
  }
}
