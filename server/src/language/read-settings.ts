import type { Session } from './session';
import {
  SETTINGS_SECTION,
  toAnalysisOptions,
  toMaxFiles,
  toProblemMode,
  toRegistrySettings,
  toShowsRoleHints,
} from './settings';

/**
 * Asks the client for the settings, and takes them. Where it has none to tell, those of its `initializationOptions` hold.
 * @param pushed what a client that can't be asked has sent
 */
export async function readSettings(session: Session, pushed: unknown): Promise<void> {
  const { connection, client, configurations, digests, problems, workspace } = session;
  const canAsk = client.capabilities.workspace?.configuration === true;
  const told: unknown = canAsk
    ? await connection.workspace.getConfiguration(SETTINGS_SECTION)
    : (pushed as Record<string, unknown> | undefined)?.[SETTINGS_SECTION];
  const settings = told ?? client.options.sidecarGuard;
  configurations.base = toAnalysisOptions(settings);
  problems.mode = toProblemMode(settings);
  workspace.maxFiles = toMaxFiles(settings);
  const hadHints = client.showsRoleHints;
  client.showsRoleHints = toShowsRoleHints(settings);
  if (client.showsRoleHints !== hadHints && client.refreshesHints) {
    // A client can refuse what it said that it supports.
    connection.languages.inlayHint.refresh().catch((error: unknown) => {
      connection.console.warn(`The client did not refresh its hints: ${error}`);
    });
  }
  const proxy: unknown = canAsk && digests ? await connection.workspace.getConfiguration('http.proxy') : undefined;
  digests?.configure(toRegistrySettings(settings, proxy));
}
