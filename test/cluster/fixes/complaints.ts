import type { Action } from './actions';

/** The check of Pod Security Admission that each rule stands for, as the server names it. */
const CHECKS: Readonly<Record<string, RegExp>> = {
  'host-process': /^hostProcess$/,
  'host-namespaces': /^host namespaces$/,
  privileged: /^privileged$/,
  'capabilities-baseline': /^non-default capabilities$/,
  'capabilities-restricted': /^unrestricted capabilities$/,
  'host-ports': /^hostPort$/,
  'host-probes': /^probe or lifecycle host$/,
  'app-armor': /^forbidden AppArmor profiles?$/,
  'se-linux': /^seLinuxOptions$/,
  'proc-mount': /^procMount$/,
  'proc-mount-restricted': /^procMount$/,
  'seccomp-baseline': /^seccompProfile$/,
  'seccomp-restricted': /^seccompProfile$/,
  'privilege-escalation': /^allowPrivilegeEscalation != false$/,
  'run-as-non-root': /^runAsNonRoot != true$/,
  'run-as-user': /^runAsUser=0$/,
};

/** The controls that the level baseline has, too: there, the server's words are about nothing else. */
export const BASELINE: ReadonlySet<string> = new Set(
  'host-process host-namespaces privileged capabilities-baseline host-ports host-probes app-armor se-linux proc-mount seccomp-baseline'.split(
    ' ',
  ),
);

/** Whether an action mends something that Pod Security Admission complains of. */
export function isAboutPodSecurity({ rule }: Action): boolean {
  return rule in CHECKS;
}

/** How many of the server's complaints are about what an action mends. */
export function complaintsAbout({ rule, container }: Action, warnings: readonly string[]): number {
  const known = CHECKS[rule];
  const parts = complaintsIn(warnings).filter(({ check }) => known?.test(check));
  return parts.filter(({ detail }) => (container === undefined ? /^pod (?!or )|=true/ : named(container)).test(detail))
    .length;
}

/** A container in quotes, or at the end of an annotation. */
function named(container: string): RegExp {
  return new RegExp(`"${container}"|/${container}=`);
}

/**
 * The complaints of `would violate PodSecurity "restricted:latest": check (detail; detail), check (detail)`. Details have
 * parentheses and commas in quotes only.
 */
function complaintsIn(warnings: readonly string[]): { readonly check: string; readonly detail: string }[] {
  return warnings.flatMap((warning) => {
    const [, list] = /would violate PodSecurity "[^"]*": ([\s\S]*)$/.exec(warning) ?? [];
    return [...(list ?? '').matchAll(/([^()]+?) \(((?:"(?:[^"\\]|\\.)*"|[^"()])*)\)(?:, |$)/g)].flatMap(
      ([, check = '', details = '']) => details.split('; ').map((detail) => ({ check, detail })),
    );
  });
}
