import { Disposable, type QuickInputButton, QuickInputButtons, ThemeIcon, window } from 'vscode';
import type { Saying } from '../../../server/src/text/saying';
import type { Line } from '../says/ask';
import { say } from '../says/words';
import { isListed, meantBy, rested, sameLines } from './picker-lines';

/** A line of a list. A line without a value can't be chosen. */
export interface Choice<T> extends Line {
  readonly value?: T;
  /** The line to start at. */
  readonly isStart?: boolean;
}

/** A choice from a list that may still be loading. */
export interface PickerQuestion<T> {
  readonly title: Saying;
  readonly placeholder: Saying;
  /**
   * Yields all choices that are known so far, until the list is complete. A list that changes calls `complete`, and goes on.
   * @throws if the list can't be loaded; the question then fails
   */
  choices(signal: AbortSignal, complete: () => void): AsyncIterable<readonly Choice<T>[]>;
  /** A single line is taken without asking, but only if it has a value: the user must see the others. */
  readonly takesOnlyChoice?: boolean;
  /**
   * A choice made from typed text, for the end of a complete list.
   * @param isListed whether a line of the list has this text in its label
   */
  typed?(text: string, isListed: boolean): Choice<T> | undefined;
}

export type StepAnswer<T> =
  | { readonly kind: 'chosen' | 'only'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancelled' };

const REFRESH: QuickInputButton = { iconPath: new ThemeIcon('refresh'), tooltip: say`Refresh` };

/**
 * How long VS Code takes to say which line is active after a key, in milliseconds. A list that comes while a key is on its
 * way makes a line active that the key hides: then no line is, and Enter would do nothing.
 */
const ANSWER_TIME = 150;

/** Shown until something of a list is known. */
const READING: Choice<never> = {
  label: say`Reading…`,
  description: say`what you type filters the list when it comes`,
  iconPath: new ThemeIcon('loading~spin'),
  alwaysShow: true,
};

/** A quick pick that asks one question after the other. */
class Picker implements Disposable {
  readonly #pick = window.createQuickPick<Choice<unknown>>();
  readonly #tell: (error: unknown) => Promise<void>;

  /** @param tell says why a list could not be read again */
  constructor(tell: (error: unknown) => Promise<void>) {
    this.#tell = tell;
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
    pick.items = [READING];
    pick.activeItems = [];
    pick.selectedItems = [];
    pick.show();
    return new Promise((resolve, reject) => {
      let loading = new AbortController();
      let known: readonly Choice<T>[] = [];
      let isComplete = false;
      /** When the user last typed, or went to another line. */
      let touched = 0;
      const end = (settle: () => void): void => {
        loading.abort();
        listeners.dispose();
        // What is typed from now on is for the next question.
        pick.value = '';
        settle();
      };
      const answer = (answer: StepAnswer<T>): void => end(() => resolve(answer));
      const show = (why: 'loading' | 'typing' | 'change' = 'loading'): void => {
        const typed = isComplete ? question.typed?.(pick.value, isListed(pick.value, known)) : undefined;
        const [active] = pick.activeItems;
        const isFirst = pick.items.includes(READING);
        const items = typed ? [...known, { ...typed, alwaysShow: true }] : [...known];
        pick.items = items;
        // The active line stays active, unless the user types. A line must be active so that Enter takes the typed text.
        const kept = items.find((item) => (isFirst ? item.isStart : item.label === active?.label));
        const meant = meantBy(pick.value, items);
        const isMeant = why === 'typing' || (why === 'loading' && pick.value !== '');
        const start = isMeant ? (meant ?? kept) : (kept ?? meant);
        if (start) pick.activeItems = [start];
      };
      const load = async (isFirst: boolean): Promise<void> => {
        loading.abort();
        const mine = new AbortController();
        loading = mine;
        pick.busy = true;
        let shown = 0;
        let isWhole = false;
        const complete = (): void => {
          if (mine.signal.aborted || isWhole) return;
          isWhole = true;
          isComplete = true;
          pick.busy = false;
          // An update moves the active line back to where it was known to be, also while a user goes to another line.
          if (known.length !== shown || pick.value !== '') show();
          const [only, ...others] = known;
          if (isFirst && question.takesOnlyChoice && only?.value !== undefined && others.length === 0)
            answer({ kind: 'only', value: only.value });
        };
        try {
          for await (const choices of question.choices(mine.signal, complete)) {
            if (mine.signal.aborted) return;
            if (isWhole) {
              await rested(() => touched);
              if (mine.signal.aborted) return;
            }
            const isSame = isWhole && sameLines(known, choices);
            known = choices;
            // Every update sends the whole list to the window. Waiting until the list doubles keeps the total at twice the list.
            if (isSame || (!isWhole && shown > 0 && choices.length < 2 * shown)) continue;
            shown = choices.length;
            show(isWhole ? 'change' : 'loading');
          }
          complete();
        } catch (error) {
          if (mine.signal.aborted) return;
          // A list that can't be read again stays as it was.
          if (isFirst && !isWhole) end(() => reject(error));
          else void this.#tell(error);
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
        pick.onDidTriggerButton((button) => {
          if (button === REFRESH) void load(false);
          else answer({ kind: 'back' });
        }),
        pick.onDidChangeValue(() => {
          touched = performance.now();
          if (question.typed && isComplete) show('typing');
          setTimeout(() => {
            const meant = meantBy(pick.value, known);
            const isHidden = pick.activeItems.every((active) => !isListed(pick.value, [active]));
            if (!loading.signal.aborted && meant && isHidden) pick.activeItems = [meant];
          }, ANSWER_TIME);
        }),
        pick.onDidChangeActive(() => {
          touched = performance.now();
        }),
        pick.onDidHide(() => answer({ kind: 'cancelled' })),
      );
      void load(true);
    });
  }
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
  const picker = new Picker(tell);
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
