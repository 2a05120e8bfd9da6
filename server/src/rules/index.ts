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
import { gateUnbound } from './images/gate-unbound';
import { imageGateMissing } from './images/image-gate-missing';
import { imageGateRejects } from './images/image-gate-rejects';
import { invalidImage } from './images/invalid-image';
import { mutableTag } from './images/mutable-tag';
import { pullPolicy } from './images/pull-policy';
import { registryNotAllowed } from './images/registry-not-allowed';
import { unqualifiedImage } from './images/unqualified-image';
import { notJudged } from './not-judged';
import { appArmor } from './permissions/app-armor';
import { capabilitiesBaseline } from './permissions/capabilities-baseline';
import { capabilitiesRestricted } from './permissions/capabilities-restricted';
import { escalationConflict } from './permissions/escalation-conflict';
import { hostNamespaces } from './permissions/host-namespaces';
import { hostPath } from './permissions/host-path';
import { hostPathToCredentials } from './permissions/host-path-to-credentials';
import { hostPorts } from './permissions/host-ports';
import { hostProbes } from './permissions/host-probes';
import { hostProcess } from './permissions/host-process';
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
import { duplicateContainerName } from './refused/duplicate-container-name';
import type { Rule } from './rule';
import { appRunsAsProxyUid } from './sidecar/app-runs-as-proxy-uid';
import { attackToolboxImage } from './sidecar/attack-toolbox-image';
import { blocksJobCompletion } from './sidecar/blocks-job-completion';
import { ephemeralInManifest } from './sidecar/ephemeral-in-manifest';
import { escapesToHost } from './sidecar/escapes-to-host';
import { idleShell } from './sidecar/idle-shell';
import { impersonatesInjectedSidecar } from './sidecar/impersonates-injected-sidecar';
import { initContainerProbe } from './sidecar/init-container-probe';
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
  initContainerProbe,
  noStartupProbe,
  ephemeralInManifest,
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
  duplicateContainerName,
  runtimeSocket,
  hostPathToCredentials,
  uidConflict,
  escalationConflict,
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
];

export function findRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
