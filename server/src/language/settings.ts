import type { RegistrySettings } from '../image/digest-source';
import { NEWEST_KUBERNETES_MINOR, parseKubernetesVersion } from '../rules/kubernetes-version';
import type { AnalysisOptions } from '../rules/options';
import { parseLeveledVersion } from '../rules/permissions/pod-security';
import { SEVERITIES, type Severity } from '../rules/severity';
import { PROBLEM_MODES, type ProblemMode } from './problems/problem-mode';

/** The section of our settings in the configuration of the client. */
export const SETTINGS_SECTION = 'sidecarGuard';

/** The options in the settings. Settings come from files, so a value that is not valid counts as unset. */
export function toAnalysisOptions(settings: unknown): AnalysisOptions {
  const { rules, kubernetesVersion, podSecurity, images } = asRecord(settings);
  const { allowedRegistries, requireDigest } = asRecord(images);
  const severities = new Map<string, Severity | 'off'>();
  for (const [rule, severity] of Object.entries(asRecord(rules))) {
    const known = [...SEVERITIES, 'off' as const].find((candidate) => candidate === severity);
    if (known) severities.set(rule, known);
  }
  const level = typeof podSecurity === 'string' ? parseLeveledVersion(podSecurity) : undefined;
  return {
    severities,
    kubernetesMinor:
      (typeof kubernetesVersion === 'string' && parseKubernetesVersion(kubernetesVersion)) || NEWEST_KUBERNETES_MINOR,
    ...(level && { podSecurity: level }),
    ...(Array.isArray(allowedRegistries) && {
      allowedRegistries: allowedRegistries.filter((place): place is string => typeof place === 'string'),
    }),
    ...(typeof requireDigest === 'boolean' && { requireDigest }),
  };
}

/** How many YAML files of a workspace are read by default. */
export const DEFAULT_MAX_FILES = 5000;

/** How many YAML files of a workspace are read at most. */
export function toMaxFiles(settings: unknown): number {
  const { maxFiles } = asRecord(settings);
  return typeof maxFiles === 'number' && maxFiles >= 0 ? Math.floor(maxFiles) : DEFAULT_MAX_FILES;
}

/** Which problems of the workspace are reported. */
export function toProblemMode(settings: unknown): ProblemMode {
  const { workspaceProblems } = asRecord(settings);
  return PROBLEM_MODES.find((mode) => mode === workspaceProblems) ?? 'warnings';
}

/** Whether the role of each container is shown behind its name. */
export function toShowsRoleHints(settings: unknown): boolean {
  return asRecord(asRecord(settings).inlayHints).roles === true;
}

/** @param proxy the editor's setting `http.proxy` */
export function toRegistrySettings(settings: unknown, proxy: unknown): RegistrySettings {
  const { insecureRegistries } = asRecord(asRecord(settings).images);
  const hosts = Array.isArray(insecureRegistries) ? insecureRegistries : [];
  return {
    insecure: hosts.filter((host): host is string => typeof host === 'string'),
    ...(typeof proxy === 'string' && proxy !== '' && { proxy }),
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
