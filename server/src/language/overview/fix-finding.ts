import { MessageType } from 'vscode-languageserver';
import type { FixFindingParams } from '../../protocol/overview';
import { sayInEnglish } from '../../text/saying';
import { firstFix } from '../code-actions';
import { findingAt } from '../found-at';
import type { Session } from '../session';
import { showMessage } from '../show-message';

/** Applies the first fix of a finding. If the manifest has changed there, or has no room for it, the user is told. */
export async function fixFinding(
  { connection, open }: Pick<Session, 'connection' | 'open'>,
  { uri, rule, position }: FixFindingParams,
): Promise<void> {
  const analysis = open.analyse(uri);
  const found = analysis && findingAt(analysis, rule, position);
  if (!analysis || !found) {
    const message = sayInEnglish`Nothing was fixed: the manifest no longer has a finding of ${rule} at this place.`;
    showMessage(connection, MessageType.Warning, message);
    return;
  }
  const fix = firstFix(analysis, found);
  if (fix?.edit && (await connection.workspace.applyEdit({ label: fix.title, edit: fix.edit })).applied) return;
  const message = sayInEnglish`No fix of ${rule} is exact at this place. Change the manifest by hand; the page of the rule says how.`;
  showMessage(connection, MessageType.Warning, message);
}
