import { imageGateMissing } from './images/image-gate-missing';
import { mutableTag } from './images/mutable-tag';
import { unqualifiedImage } from './images/unqualified-image';
import { hostPath } from './permissions/host-path';
import { namespaceWithoutPodSecurity } from './permissions/namespace-without-pod-security';
import { privileged } from './permissions/privileged';
import { runtimeSocket } from './permissions/runtime-socket';
import type { Rule } from './rule';
import { blocksJobCompletion } from './sidecar/blocks-job-completion';
import { misplacedRestartPolicy } from './sidecar/misplaced-restart-policy';
import { morePrivilegedThanApp } from './sidecar/more-privileged-than-app';
import { notNative } from './sidecar/not-native';
import { sharedProcessNamespace } from './sidecar/shared-process-namespace';
import { suspiciousCommand } from './sidecar/suspicious-command';
import { writableSharedVolume } from './sidecar/writable-shared-volume';

/** Every rule, in the order in which documents list them. */
export const RULES: readonly Rule[] = [
  writableSharedVolume,
  morePrivilegedThanApp,
  sharedProcessNamespace,
  suspiciousCommand,
  blocksJobCompletion,
  misplacedRestartPolicy,
  notNative,
  privileged,
  hostPath,
  runtimeSocket,
  namespaceWithoutPodSecurity,
  mutableTag,
  unqualifiedImage,
  imageGateMissing,
];

export function findRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
