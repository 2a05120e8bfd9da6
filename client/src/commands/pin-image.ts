import { workspace } from 'vscode';
import type { Saying } from '../../../server/src/text/saying';
import { confirm, tell } from '../says/tell';
import { say } from '../says/words';

/** Whether a registry may be asked for the digest of an image. The user confirms each time; the question names the registry. */
export async function mayAskRegistry(argument: unknown): Promise<boolean> {
  if (!workspace.isTrusted) {
    await tell(
      'warning',
      say`No registry was asked: this workspace is not trusted. Trust the workspace, then pin the image.`,
    );
    return false;
  }
  if (!isQuestion(argument)) return false;
  return confirm(say`Ask ${argument.host} for the digest of ${argument.image}?`, detailFor(argument.host), say`Ask`);
}

function detailFor(host: string): Saying {
  const credentials = say`Sidecar Guard uses the credentials that Docker or Podman has for this registry. The registry can name other servers, which are then asked too.`;
  const insecure = insecureByWorkspace();
  if (insecure.includes(host))
    return say`The settings of this workspace, not your own, allow an unencrypted connection to ${host}: an attacker on the network could read your credentials and forge the answer. ${credentials}`;
  return insecure.length > 0
    ? say`The settings of this workspace, not your own, allow unencrypted connections. ${credentials}`
    : credentials;
}

/** The registries that the workspace settings list as insecure, and the user settings don't. */
function insecureByWorkspace(): string[] {
  const setting = workspace.getConfiguration('sidecarGuard').inspect<unknown>('images.insecureRegistries');
  const own = hostsIn(setting?.globalValue);
  return [...hostsIn(setting?.workspaceValue), ...hostsIn(setting?.workspaceFolderValue)].filter(
    (host) => !own.includes(host),
  );
}

function hostsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((host): host is string => typeof host === 'string') : [];
}

/** Whether an argument has the form that the language server sends. Other text must not reach the question. */
function isQuestion(value: unknown): value is { host: string; image: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { host, image } = value as Record<string, unknown>;
  const isHost = typeof host === 'string' && host.length <= 300 && /^[\w.:[\]-]+$/.test(host);
  return isHost && typeof image === 'string' && image.length <= 1000 && /^[\w.:/@[\]-]+$/.test(image);
}
