/** What the program in a terminal says. `{0}` is the name of the session, such as "The shell in web of web-1". */
export interface SessionTexts {
  /** `{1}` is the exit code. */
  readonly ended: string;
  readonly killed: string;
  /** `{1}` is why. */
  readonly notOpened: string;
  readonly cut: string;
  /** `{0}` begins in lower case, `{1}` is why. */
  readonly cutForGood: string;
  readonly again: string;
  readonly close: string;
  readonly typeLetter: string;
}

/** @param t translates a text, and leaves its places as they are */
export function sessionTexts(t: (text: string) => string): SessionTexts {
  return {
    ended: t('{0} has ended with its container (exit code {1}).'),
    killed: t(
      '{0} has ended with its container (exit code {1}: killed, for example because the pod was deleted or out of memory).',
    ),
    notOpened: t('{0} could not be opened. {1}'),
    cut: t(
      'The connection to the cluster was cut. {0} has ended, and what ran in it may have been stopped. The container can be reached again.',
    ),
    cutForGood: t('The connection was cut, and {0} has ended. {1}'),
    again: t('again'),
    close: t('close'),
    typeLetter: t('Type a letter and press Enter:'),
  };
}
