import { Disposable, type QuickInputButton, QuickInputButtons, ThemeIcon, window } from 'vscode';
import type { Saying } from '../../../server/src/text/saying';
import type { Line } from '../says/ask';

/** A line of a list. A line without a value can't be chosen. */
export interface Choice<T> extends Line {
  readonly value?: T;
  /** The line to start at. */
  readonly isStart?: boolean;
  /** The values of the buttons of the line, in their order. */
  readonly buttonValues?: readonly T[];
}

/** A choice from a list that may still be loading. */
interface PickerQuestion<T> {
  readonly title: Saying;
  readonly placeholder: Saying;
  /**
   * Yields all choices that are known so far, until the list is complete.
   * @throws if the list can't be loaded; the question then fails
   */
  choices(signal: AbortSignal): AsyncIterable<readonly Choice<T>[]>;
  /** A single line is taken without asking, but only if it has a value: the user must see the others. */
  readonly takesOnlyChoice?: boolean;
  /** A choice made from typed text that is not in the list. */
  typed?(text: string): Choice<T> | undefined;
}

export type StepAnswer<T> =
  | { readonly kind: 'chosen' | 'only'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

const REFRESH: QuickInputButton = { iconPath: new ThemeIcon('refresh'), tooltip: 'Refresh' };

/** A quick pick that asks one question after the other. */
class Picker implements Disposable {
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
  ask<T>(question: PickerQuestion<T>, canGoBack: boolean): Promise<StepAnswer<T>> {
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
      const answer = (answer: StepAnswer<T>): void => end(() => resolve(answer));
      const show = (isTyping = false): void => {
        const typed = known.some(({ label }) => label === pick.value) ? undefined : question.typed?.(pick.value);
        const [active] = pick.activeItems;
        const isFirst = pick.items.length === 0;
        const items = typed ? [{ ...typed, alwaysShow: true }, ...known] : [...known];
        pick.items = items;
        // The active line stays active, unless the user types. A line must be active so that Enter takes the typed text.
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
            // Every update sends the whole list to the window. Waiting until the list doubles keeps the total at twice the list.
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
          // If no line is active, the last selection remains: it can be from the question before, or no longer in the list.
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

/** The line whose name is typed, else a line whose name contains the typed text. */
function meantBy<T>(typed: string, items: readonly Choice<T>[]): Choice<T> | undefined {
  const text = typed.toLowerCase();
  return (
    items.find(({ label }) => label.toLowerCase() === text) ??
    items.find(({ label }) => label.toLowerCase().includes(text))
  );
}

/** Asks one question, and adds its answer to what is known. */
export type Step<S> = (picker: Picker, state: S, canGoBack: boolean) => Promise<StepAnswer<S>>;

/**
 * Asks one step after the other. "Back", or a step that fails, leads to the last step that asked the user.
 * @param tell says why a step has failed, if there is a step to go back to
 * @returns what is known in the end; `undefined` if the user cancelled
 * @throws what a step throws before any question was asked, and what `tell` throws
 */
export async function walk<S>(
  steps: readonly Step<S>[],
  start: S,
  tell: (error: unknown) => Promise<void>,
): Promise<S | undefined> {
  const picker = new Picker();
  const asked: { readonly index: number; readonly state: S }[] = [];
  let state = start;
  let index = 0;
  try {
    for (let step = steps[index]; step; step = steps[index]) {
      const answer = await step(picker, state, asked.length > 0).catch(
        async (error: unknown): Promise<StepAnswer<S>> => {
          if (asked.length === 0) throw error;
          await tell(error);
          return { kind: 'back' };
        },
      );
      if (answer.kind === 'cancelled') return undefined;
      if (answer.kind === 'back') {
        const last = asked.pop();
        if (!last) return undefined;
        ({ index, state } = last);
        continue;
      }
      if (answer.kind === 'chosen') asked.push({ index, state });
      state = answer.value;
      index++;
    }
    return state;
  } finally {
    picker.dispose();
  }
}
