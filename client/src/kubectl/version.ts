import { fieldsOf, textOf } from './json';
import { type Kubectl, LOCAL_TIME, type RunOptions } from './kubectl';
import type { Problem } from './problem';

/** From here on kubectl has the options that we give it; the last one to come was `debug --profile=general` (KEP-1441). */
const OLDEST = 27;
/** From here on it can open shells over WebSockets (KEP-4006). */
const WEBSOCKETS = 29;

/** In the editor, and on the command line. */
const HOW_TO_NAME = 'in the setting sidecarGuard.kubectl.path, or by --kubectl PATH';

export interface KubectlVersion {
  /** As kubectl writes it: `v1.29.4`. */
  readonly version: string;
  /** What does not work as it should with this version, as a sentence. */
  readonly warning: string | undefined;
}

/**
 * How old a kubectl is. It asks no cluster.
 * @returns a problem where it is too old, or no kubectl at all
 * @throws KubectlError
 */
export async function versionOf(
  kubectl: Kubectl,
  options: RunOptions = {},
): Promise<KubectlVersion | { readonly problem: Problem }> {
  const answer = await kubectl.run(['version', '--client', '--output=json'], { timeoutMs: LOCAL_TIME, ...options });
  const version = versionIn(answer);
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (version === undefined || major === undefined || minor === undefined) {
    const message = `${kubectl.program} does not answer as kubectl does. Name kubectl ${HOW_TO_NAME}.`;
    return { problem: { kind: 'other', message, kubectlSaid: '' } };
  }
  if (major !== '1') return { version, warning: undefined };
  if (Number(minor) < OLDEST) {
    const message = `${kubectl.program} is kubectl ${version}, which is too old. Update it to v1.${WEBSOCKETS} or newer, or name another one ${HOW_TO_NAME}.`;
    return { problem: { kind: 'too-old', message, kubectlSaid: '' } };
  }
  const warning = `kubectl ${version} opens shells over SPDY only, which not every proxy lets through. Update it to v1.${WEBSOCKETS} or newer if a shell does not open.`;
  return { version, warning: Number(minor) < WEBSOCKETS ? warning : undefined };
}

function versionIn(answer: string): string | undefined {
  try {
    return textOf(fieldsOf(fieldsOf(JSON.parse(answer)).clientVersion).gitVersion);
  } catch {
    return undefined;
  }
}
