/** The commands that run kubectl, as package.json has them. */
export const KUBECTL_COMMANDS = [
  'sidecarGuard.execIntoContainer',
  'sidecarGuard.debugContainer',
  'sidecarGuard.showLogs',
  'sidecarGuard.describePod',
  'sidecarGuard.copyKubectlCommand',
  'sidecarGuard.portForward',
  'sidecarGuard.showPortForwards',
  'sidecarGuard.copyFiles',
  'sidecarGuard.pinRunningImage',
  'sidecarGuard.auditRunningPods',
] as const;
