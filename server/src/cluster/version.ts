import { parseAnswer } from './answer-json';
import { fieldText, jsonFields } from './json';
import { type Kubectl, LOCAL_TIME, type RunOptions } from './kubectl';
import type { Problem } from './problem';

/** The first version with all options that we use; the newest of them is `debug --profile=general` (KEP-1441). */
const OLDEST = 27;
/** The first version that can open shells over WebSockets (KEP-4006). */
const WEBSOCKETS = 29;

/** How to choose a kubectl, in the editor and on the command line. */
const HOW_TO_NAME = 'with the setting `sidecarGuard.kubectl.path` or the option `--kubectl PATH`';

export interface KubectlVersion {
  /** As kubectl writes it: `v1.29.4`. */
  readonly version: string;
  /** What may not work with this version, as a sentence. */
  readonly warning: string | undefined;
}

/**
 * The version of a kubectl. It asks no cluster.
 * @returns a problem if it is too old, or is not kubectl
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
    const message = `${kubectl.program} does not answer like kubectl. Choose a kubectl ${HOW_TO_NAME}.`;
    return { problem: { kind: 'other', message, kubectlSaid: '' } };
  }
  if (major !== '1') return { version, warning: undefined };
  if (Number(minor) < OLDEST) {
    const message = `${kubectl.program} is kubectl ${version}, which is too old. Update it to v1.${WEBSOCKETS} or newer, or choose another kubectl ${HOW_TO_NAME}.`;
    return { problem: { kind: 'too-old', message, kubectlSaid: '' } };
  }
  const warning = `kubectl ${version} opens shells over SPDY only, which some proxies block. If a shell does not open, update kubectl to v1.${WEBSOCKETS} or newer.`;
  return { version, warning: Number(minor) < WEBSOCKETS ? warning : undefined };
}

function versionIn(answer: string): string | undefined {
  try {
    return fieldText(jsonFields(jsonFields(parseAnswer(answer)).clientVersion).gitVersion);
  } catch {
    return undefined;
  }
}
