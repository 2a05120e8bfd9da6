import { type Connection, MessageType } from 'vscode-languageserver';
import { OutOfTime, PolicyFailure } from '../rules/guard';
import type { Rule } from '../rules/rule';
import { sayInEnglish } from '../text/saying';
import { showMessage } from './show-message';

/** Makes a reporter of failing rules. A rule can fail at every keystroke: the user is told once, the log has each failure. */
export function ruleErrorReporter(connection: Connection): (error: unknown, rule: Rule | undefined) => void {
  const told = new Set<string | undefined>();
  return (error, rule) => {
    const isSlow = error instanceof OutOfTime;
    const which = nameOf(rule, error);
    const reason = isSlow ? 'took too long' : `failed: ${error instanceof Error ? error.stack : String(error)}`;
    connection.console.error(`${which} ${reason}`);
    if (told.has(rule?.id)) return;
    told.add(rule?.id);
    showMessage(
      connection,
      MessageType.Error,
      sayInEnglish`${which} ${isSlow ? 'took too long' : 'failed'}, so findings are missing. See "not-judged" in Problems for the documents, and the "Sidecar Guard" output for the reason.`,
    );
  };
}

function nameOf(rule: Rule | undefined, error: unknown): string {
  if (rule) return `The rule "${rule.id}"`;
  return error instanceof PolicyFailure ? 'Evaluating a policy' : 'Reading a document';
}
