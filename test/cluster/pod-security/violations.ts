import { analyse } from '../../unit/analyse.ts';

/** Violations of the Pod Security Standards: the names of containers by control; an empty name stands for the pod. */
export type Violations = ReadonlyMap<string, ReadonlySet<string>>;

/** The controls, by the rules for them and by the words of the server. What is about volumes or sysctls names no container. */
const CONTROLS: readonly { readonly name: string; readonly rules: readonly string[]; readonly reason: RegExp }[] = [
  { name: 'escalation', rules: ['privilege-escalation'], reason: /^allowPrivilegeEscalation != false/ },
  { name: 'AppArmor', rules: ['app-armor'], reason: /^forbidden AppArmor profiles?/ },
  {
    name: 'capabilities',
    rules: ['capabilities-baseline', 'capabilities-restricted'],
    reason: /^(?:non-default|unrestricted) capabilities/,
  },
  { name: 'host namespaces', rules: ['host-namespaces'], reason: /^host namespaces/ },
  { name: 'volumes', rules: ['host-path', 'volume-types'], reason: /^(?:hostPath volumes|restricted volume types)/ },
  { name: 'host ports', rules: ['host-ports'], reason: /^hostPort/ },
  { name: 'host probes', rules: ['host-probes'], reason: /^probe or lifecycle host/ },
  { name: 'privileged', rules: ['privileged'], reason: /^privileged/ },
  { name: 'procMount', rules: ['proc-mount', 'proc-mount-restricted'], reason: /^procMount/ },
  { name: 'runAsNonRoot', rules: ['run-as-non-root'], reason: /^runAsNonRoot != true/ },
  { name: 'runAsUser', rules: ['run-as-user'], reason: /^runAsUser=0/ },
  { name: 'seccomp', rules: ['seccomp-baseline', 'seccomp-restricted'], reason: /^seccompProfile/ },
  { name: 'SELinux', rules: ['se-linux'], reason: /^seLinuxOptions/ },
  { name: 'sysctls', rules: ['sysctls'], reason: /^forbidden sysctls/ },
  { name: 'HostProcess', rules: ['host-process'], reason: /^hostProcess/ },
];
const OF_NO_CONTAINER = new Set(['volumes', 'sysctls', 'host namespaces']);

/** What our rules say, at the levels of the labels of a namespace that stands before the pod. */
export function ourViolations(text: string, kubernetesMinor: number): Violations {
  const found = new Map<string, Set<string>>();
  for (const { rule, container } of analyse(text, { kubernetesMinor }).findings) {
    const control = CONTROLS.find(({ rules }) => rules.includes(rule.id))?.name;
    if (control !== undefined) add(found, control, OF_NO_CONTAINER.has(control) ? '' : (container?.label ?? ''));
  }
  return found;
}

/** What a server says in a warning or in its refusal: `… PodSecurity "baseline:latest": privileged (container "a" must …), …`. */
export function serverViolations(message: string): Violations {
  const found = new Map<string, Set<string>>();
  const [, words = ''] = /violates? PodSecurity "[^"]*": (.*)$/s.exec(message) ?? [];
  for (const part of words.split(/(?<=\)), /)) {
    const control = CONTROLS.find(({ reason }) => reason.test(part))?.name;
    if (control === undefined && part !== '') throw new Error(`No control is known for ${part}`);
    if (control === undefined) continue;
    const subjects = OF_NO_CONTAINER.has(control) ? [''] : subjectsOf(part);
    for (const subject of subjects) add(found, control, subject);
  }
  return found;
}

function subjectsOf(part: string): string[] {
  const lists = [...part.matchAll(/\bcontainers? ((?:"[^"]*"(?:, )?)+)/g)].map(([, list = '']) => list);
  const names = lists.flatMap((list) => [...list.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name));
  const annotated = [...part.matchAll(/apparmor\.security\.beta\.kubernetes\.io\/([\w.-]+)=/g)].map(
    ([, name = '']) => name,
  );
  return [...names, ...annotated, ...(/\(pod (?!or )/.test(part) ? [''] : [])];
}

function add(found: Map<string, Set<string>>, control: string, subject: string): void {
  found.set(control, (found.get(control) ?? new Set()).add(subject));
}

/**
 * Where both differ, as text; empty if they agree. Where containers or the pod set a wrong value, the server does not say which
 * others set none, and we do.
 */
export function differencesOf(server: Violations, ours: Violations): string[] {
  return CONTROLS.flatMap(({ name }) => {
    const [theirs, own] = [server.get(name) ?? new Set<string>(), ours.get(name) ?? new Set<string>()];
    const isIncomplete = theirs.size > 0 && (name === 'runAsNonRoot' || name === 'seccomp');
    const missing = [...theirs].filter((subject) => !own.has(subject));
    const more = isIncomplete ? [] : [...own].filter((subject) => !theirs.has(subject));
    return [
      ...missing.map((subject) => `${name}: only the server says it of ${subject || 'the pod'}`),
      ...more.map((subject) => `${name}: only we say it of ${subject || 'the pod'}`),
    ];
  });
}
