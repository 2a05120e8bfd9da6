/** `__NAME__`, `%NAME%`, `@@NAME@@`. */
const MARKED = /(?<![A-Za-z\d])__[A-Za-z][\w.-]{0,100}__|(%|@@?)[A-Za-z][\w.-]{0,100}\1/;
const REQUEST = /^(?:REPLACE|CHANGE)[-_]|^(?:replace|change)[-_](?:me|this|with)\b|^(?:YOUR|your)[-_]/;

/** Whether a text of any kind has a part that a person or another tool replaces. */
export function isToBeReplaced(text: string): boolean {
  return /[$<>{}]/.test(text) || REQUEST.test(text) || MARKED.test(text);
}
