/** `__NAME__`, `%NAME%`, `@@NAME@@`, `((name))`, `[[name]]`. */
const MARKED =
  /(?<![A-Za-z\d])__[A-Za-z][\w.-]{0,100}__|(%|@@?)[A-Za-z][\w.-]{0,100}\1|\(\( ?[\w./-]{1,100} ?\)\)|\[\[ ?[\w./-]{1,100} ?\]\]/;
const REQUEST =
  /^(?:REPLACE|CHANGE|HELMSUBST)(?:[-_]|ME$)|^(?:replace|change)(?:[-_](?:me|this|with)\b|me$)|^(?:YOUR|your)[-_]|^(?:TODO|FIXME|TBD)$/;

/** Whether a text of any kind has a part that a person or another tool replaces. */
export function isToBeReplaced(text: string): boolean {
  if (/[$<>{}]/.test(text) || REQUEST.test(text)) return true;
  // Few texts have one of the signs, which are found faster.
  return /[%@([]|__/.test(text) && MARKED.test(text);
}
