import { bindsBroadSubject } from './access/binds-broad-subject';
import { canEscalate } from './access/can-escalate';
import { canExec } from './access/can-exec';
import { canInjectSidecar } from './access/can-inject-sidecar';
import { canWriteWebhooks } from './access/can-write-webhooks';
import { clusterWideBinding } from './access/cluster-wide-binding';
import { longLivedToken } from './access/long-lived-token';
import { readsSecrets } from './access/reads-secrets';
import { webhookInjectsBroadly } from './access/webhook-injects-broadly';
import { webhookOutsideCluster } from './access/webhook-outside-cluster';
import { wildcardRule } from './access/wildcard-rule';
import { workloadCanInject } from './access/workload-can-inject';
import { deprecatedRegistry } from './images/deprecated-registry';
import { gateAuditOnly } from './images/gate-audit-only';
import { gateCreateOnly } from './images/gate-create-only';
import { gateExempts } from './images/gate-exempts';
import { gateFailsOpen } from './images/gate-fails-open';
import { gateNotAccepted } from './images/gate-not-accepted';
import { gatePrefixAmbiguous } from './images/gate-prefix-ambiguous';
import { gateSkipsContainers } from './images/gate-skips-containers';
import { gateStopsWhatRuns } from './images/gate-stops-what-runs';
import { gateUnbound } from './images/gate-unbound';
import { imageGateMissing } from './images/image-gate-missing';
import { imageGateRejects } from './images/image-gate-rejects';
import { invalidImage } from './images/invalid-image';
import { mutableTag } from './images/mutable-tag';
import { pullPolicy } from './images/pull-policy';
import { registryNotAllowed } from './images/registry-not-allowed';
import { unqualifiedImage } from './images/unqualified-image';
import { invalidYaml } from './invalid-yaml';
import { notJudged } from './not-judged';
import { appArmor } from './permissions/app-armor';
import { capabilitiesBaseline } from './permissions/capabilities-baseline';
import { capabilitiesRestricted } from './permissions/capabilities-restricted';
import { hostNamespaces } from './permissions/host-namespaces';
import { hostPath } from './permissions/host-path';
import { hostPathToCredentials } from './permissions/host-path-to-credentials';
import { hostPorts } from './permissions/host-ports';
import { hostProbes } from './permissions/host-probes';
import { hostProcess } from './permissions/host-process';
import { ineffectiveEscalationBan } from './permissions/ineffective-escalation-ban';
import { misplacedSecurityField } from './permissions/misplaced-security-field';
import { namespaceWithoutPodSecurity } from './permissions/namespace-without-pod-security';
import { podSecurityLabelInvalid } from './permissions/pod-security-label-invalid';
import { privilegeEscalation } from './permissions/privilege-escalation';
import { privileged } from './permissions/privileged';
import { procMount, procMountRestricted } from './permissions/proc-mount';
import { readOnlyRootFilesystem } from './permissions/read-only-root-filesystem';
import { runAsNonRoot } from './permissions/run-as-non-root';
import { runAsUser } from './permissions/run-as-user';
import { runtimeSocket } from './permissions/runtime-socket';
import { seLinux } from './permissions/se-linux';
import { seccompBaseline } from './permissions/seccomp-baseline';
import { seccompRestricted } from './permissions/seccomp-restricted';
import { sysctls } from './permissions/sysctls';
import { uidConflict } from './permissions/uid-conflict';
import { volumeTypes } from './permissions/volume-types';
import { conflictingMountOptions } from './refused/conflicting-mount-options';
import { conflictingMounts } from './refused/conflicting-mounts';
import { conflictingNamespaces } from './refused/conflicting-namespaces';
import { conflictingVolumeSources } from './refused/conflicting-volume-sources';
import { containerRestartPolicy } from './refused/container-restart-policy';
import { containerRestartRules } from './refused/container-restart-rules';
import { deviceWithoutClaim } from './refused/device-without-claim';
import { duplicateContainerName } from './refused/duplicate-container-name';
import { duplicateHostPort } from './refused/duplicate-host-port';
import { duplicatePortName } from './refused/duplicate-port-name';
import { ephemeralInManifest } from './refused/ephemeral-in-manifest';
import { escalationConflict } from './refused/escalation-conflict';
import { fieldOfOtherOs } from './refused/field-of-other-os';
import { handlerType } from './refused/handler-type';
import { hostNetworkPort } from './refused/host-network-port';
import { hostProcessConflict } from './refused/host-process-conflict';
import { incompleteProfile } from './refused/incomplete-profile';
import { initContainerProbe } from './refused/init-container-probe';
import { invalidActiveDeadline } from './refused/invalid-active-deadline';
import { invalidContainerName } from './refused/invalid-container-name';
import { invalidDns } from './refused/invalid-dns';
import { invalidEnvFile } from './refused/invalid-env-file';
import { invalidEnvName } from './refused/invalid-env-name';
import { invalidEnvSource } from './refused/invalid-env-source';
import { invalidHandler } from './refused/invalid-handler';
import { invalidHostName } from './refused/invalid-host-name';
import { invalidMountPath } from './refused/invalid-mount-path';
import { invalidPort } from './refused/invalid-port';
import { invalidPortName } from './refused/invalid-port-name';
import { invalidProbeSetting } from './refused/invalid-probe-setting';
import { invalidProfileAnnotation } from './refused/invalid-profile-annotation';
import { invalidQuantity } from './refused/invalid-quantity';
import { invalidResizePolicy } from './refused/invalid-resize-policy';
import { invalidResourceClaim } from './refused/invalid-resource-claim';
import { invalidResourceName } from './refused/invalid-resource-name';
import { invalidSysctl } from './refused/invalid-sysctl';
import { invalidVolumeName } from './refused/invalid-volume-name';
import { invalidVolumeSource } from './refused/invalid-volume-source';
import { invalidWindowsOption } from './refused/invalid-windows-option';
import { missingContainers } from './refused/missing-containers';
import { missingImage } from './refused/missing-image';
import { podResourcesConflict } from './refused/pod-resources-conflict';
import { podRestartPolicy } from './refused/pod-restart-policy';
import { profileAnnotationConflict } from './refused/profile-annotation-conflict';
import { requestAboveLimit } from './refused/request-above-limit';
import { sleepOutlastsGracePeriod } from './refused/sleep-outlasts-grace-period';
import { unknownFieldPath } from './refused/unknown-field-path';
import { unknownOs } from './refused/unknown-os';
import { unknownVolume } from './refused/unknown-volume';
import { unmaskedWithoutUserNamespace } from './refused/unmasked-without-user-namespace';
import { unsupportedSecurityValue } from './refused/unsupported-security-value';
import { unsupportedValue } from './refused/unsupported-value';
import { userOutOfRange } from './refused/user-out-of-range';
import type { Rule } from './rule';
import { appRunsAsProxyUid } from './sidecar/app-runs-as-proxy-uid';
import { attackToolboxImage } from './sidecar/attack-toolbox-image';
import { blocksJobCompletion } from './sidecar/blocks-job-completion';
import { escapesToHost } from './sidecar/escapes-to-host';
import { idleShell } from './sidecar/idle-shell';
import { impersonatesInjectedSidecar } from './sidecar/impersonates-injected-sidecar';
import { injectionBypass } from './sidecar/injection-bypass';
import { injectionImageOverride } from './sidecar/injection-image-override';
import { injectionIntoJob } from './sidecar/injection-into-job';
import { injectionOptedOut } from './sidecar/injection-opted-out';
import { injectionRequested } from './sidecar/injection-requested';
import { injectionRunsCode } from './sidecar/injection-runs-code';
import { injectionSharesAppData } from './sidecar/injection-shares-app-data';
import { installsPackages } from './sidecar/installs-packages';
import { misplacedRestartPolicy } from './sidecar/misplaced-restart-policy';
import { morePrivilegedThanApp } from './sidecar/more-privileged-than-app';
import { nativeSidecarOrder } from './sidecar/native-sidecar-order';
import { nativeSidecarUnsupported } from './sidecar/native-sidecar-unsupported';
import { noResourceLimits } from './sidecar/no-resource-limits';
import { noStartupProbe } from './sidecar/no-startup-probe';
import { notNative } from './sidecar/not-native';
import { policyInjectsContainer } from './sidecar/policy-injects-container';
import { portConflict } from './sidecar/port-conflict';
import { readsCredentials } from './sidecar/reads-credentials';
import { readsUnmountedPath } from './sidecar/reads-unmounted-path';
import { sharedProcessNamespace } from './sidecar/shared-process-namespace';
import { sharedSecret } from './sidecar/shared-secret';
import { sharedServiceAccountToken } from './sidecar/shared-service-account-token';
import { suspiciousCommand } from './sidecar/suspicious-command';
import { unboundedSharedVolume } from './sidecar/unbounded-shared-volume';
import { writableSharedVolume } from './sidecar/writable-shared-volume';
import { unusedSuppression } from './unused-suppression';

/** Every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = [
  writableSharedVolume,
  morePrivilegedThanApp,
  sharedProcessNamespace,
  sharedServiceAccountToken,
  sharedSecret,
  attackToolboxImage,
  impersonatesInjectedSidecar,
  noStartupProbe,
  readsUnmountedPath,
  policyInjectsContainer,
  injectionRequested,
  injectionIntoJob,
  injectionOptedOut,
  injectionImageOverride,
  injectionRunsCode,
  injectionSharesAppData,
  injectionBypass,
  appRunsAsProxyUid,
  portConflict,
  unboundedSharedVolume,
  noResourceLimits,
  suspiciousCommand,
  escapesToHost,
  readsCredentials,
  installsPackages,
  idleShell,
  blocksJobCompletion,
  misplacedRestartPolicy,
  notNative,
  nativeSidecarOrder,
  nativeSidecarUnsupported,
  missingContainers,
  missingImage,
  invalidContainerName,
  duplicateContainerName,
  unknownVolume,
  conflictingMounts,
  podRestartPolicy,
  containerRestartPolicy,
  containerRestartRules,
  invalidPort,
  invalidPortName,
  duplicatePortName,
  duplicateHostPort,
  hostNetworkPort,
  conflictingNamespaces,
  unmaskedWithoutUserNamespace,
  fieldOfOtherOs,
  unknownOs,
  hostProcessConflict,
  invalidWindowsOption,
  incompleteProfile,
  unsupportedSecurityValue,
  profileAnnotationConflict,
  invalidProfileAnnotation,
  invalidSysctl,
  userOutOfRange,
  escalationConflict,
  ephemeralInManifest,
  invalidMountPath,
  conflictingMountOptions,
  deviceWithoutClaim,
  invalidVolumeName,
  conflictingVolumeSources,
  invalidVolumeSource,
  invalidEnvName,
  invalidEnvSource,
  invalidEnvFile,
  unknownFieldPath,
  unsupportedValue,
  initContainerProbe,
  handlerType,
  invalidHandler,
  invalidProbeSetting,
  sleepOutlastsGracePeriod,
  requestAboveLimit,
  podResourcesConflict,
  invalidResourceName,
  invalidResourceClaim,
  invalidQuantity,
  invalidResizePolicy,
  invalidActiveDeadline,
  invalidDns,
  invalidHostName,
  runtimeSocket,
  hostPathToCredentials,
  uidConflict,
  ineffectiveEscalationBan,
  misplacedSecurityField,
  podSecurityLabelInvalid,
  readOnlyRootFilesystem,
  namespaceWithoutPodSecurity,
  hostProcess,
  hostNamespaces,
  privileged,
  capabilitiesBaseline,
  hostPath,
  hostPorts,
  hostProbes,
  appArmor,
  seLinux,
  procMount,
  seccompBaseline,
  sysctls,
  volumeTypes,
  privilegeEscalation,
  runAsNonRoot,
  runAsUser,
  seccompRestricted,
  capabilitiesRestricted,
  procMountRestricted,
  mutableTag,
  unqualifiedImage,
  invalidImage,
  registryNotAllowed,
  pullPolicy,
  deprecatedRegistry,
  imageGateMissing,
  imageGateRejects,
  gateAuditOnly,
  gateFailsOpen,
  gateSkipsContainers,
  gateStopsWhatRuns,
  gateUnbound,
  gateExempts,
  gateCreateOnly,
  gateNotAccepted,
  gatePrefixAmbiguous,
  canInjectSidecar,
  workloadCanInject,
  canExec,
  canWriteWebhooks,
  readsSecrets,
  longLivedToken,
  canEscalate,
  wildcardRule,
  bindsBroadSubject,
  clusterWideBinding,
  webhookInjectsBroadly,
  webhookOutsideCluster,
  unusedSuppression,
  notJudged,
  invalidYaml,
];

export function findRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
