import { window, workspace } from 'vscode';

/** Whether a registry may be asked for an image's digest: the user has to say so each time, and is told which one it is. */
export async function mayAskRegistry(argument: unknown): Promise<boolean> {
  if (!workspace.isTrusted) {
    await window.showWarningMessage(
      'Sidecar Guard asks no registry while the workspace is not trusted. Trust it, then pin the image.',
    );
    return false;
  }
  if (!isQuestion(argument)) return false;
  const ask = 'Ask';
  const answer = await window.showInformationMessage(
    `Ask ${argument.host} for the digest of ${argument.image}?`,
    { modal: true, detail: 'Your credentials for this registry are used, if Docker or Podman has some.' },
    ask,
  );
  return answer === ask;
}

function isQuestion(value: unknown): value is { host: string; image: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { host, image } = value as Record<string, unknown>;
  return typeof host === 'string' && typeof image === 'string';
}
