import type { YamlValue } from '../../manifest/value';
import type { Container } from '../../pod/container';
import { containerPowersOf, type FoundPower } from '../../pod/container-powers';
import { isConfirmed } from '../../pod/known-sidecars';
import { appsOf, type Pod } from '../../pod/pod';
import { isNeeded, type Power, partsOf } from '../../pod/power';
import { hasUnknownValue } from '../../pod/unknown-value';
import { own } from '../../text/own';
import { sidecarPod } from '../example';
import { inWords } from '../in-words';
import { links } from '../links';
import type { Rule } from '../rule';

export const morePrivilegedThanApp: Rule = {
  id: 'more-privileged-than-app',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar with more privileges than the app',
  why: 'A sidecar with more privileges than the app is the weakest point of the pod. Its image is often reviewed less, and an attacker who controls it gets privileges that the app does not have.',
  fix: 'Remove the extra privileges, or move the sidecar to a separate workload, for example to a DaemonSet for a node agent.',
  references: [links.sidecarInjection, links.leastPrivilege, links.restrictContainers],
  examples: {
    bad: sidecarPod({
      app: 'securityContext:\n  runAsNonRoot: true',
      sidecar: 'securityContext:\n  runAsUser: 0 # warning: the app is not root',
    }),
    good: sidecarPod({
      spec: 'securityContext:\n  runAsNonRoot: true',
      sidecar: 'securityContext:\n  runAsUser: 65532',
    }),
  },

  // The fields that give the powers that are compared.
  fields: ['privileged', 'capabilities', 'runAsUser', 'allowPrivilegeEscalation', 'procMount', 'hostPort', 'hostPath'],
  *container(container, pod) {
    const apps = appsOf(pod);
    if (!container.isSidecar || apps.length === 0) return;
    // What is to be filled in for an app may be all that the sidecar has.
    const contexts = [pod.spec, ...apps.map(({ value }) => value)].map((owner) => owner.get('securityContext'));
    if (contexts.some(hasUnknownValue)) return;
    const ofApps = new Set(apps.flatMap((app) => powersOf(app, pod).map(({ power }) => power)));
    // A privileged app has every power that a sidecar could have.
    if (ofApps.has('privileged')) return;
    const needs = (isConfirmed(container.known) && container.known.sidecar.needs) || {};
    const more = powersOf(container, pod).flatMap(({ power, at }) => {
      const words = wordsOf(power);
      if (words === undefined || !isWritten(power, at) || isHad(power, ofApps) || isNeeded(power, needs)) return [];
      return [{ power, words, at: at.isSet ? at : container.nameValue }];
    });
    const [first, ...rest] = more;
    if (!first) return;
    const app = `the app "${apps[0]?.label ?? ''}" ${more.length > 1 ? 'has none of these privileges' : lacking(first.power)}`;
    yield {
      at: first.at,
      message: `Sidecar has more privileges than the app: "${container.label}" ${inWords(more.map(({ words }) => words))}; ${app}. Remove the privileges, or move the sidecar to a separate workload.`,
      related: rest.map(({ at, words }) => ({ at, message: `"${container.label}" ${words}.` })),
    };
  },
};

/** The kinds of powers that are compared, in this order, with their words. */
const WORDS: Readonly<Record<string, (value: string) => string>> = {
  privileged: () => 'is privileged',
  capability: (name) => `has the capability ${name}`,
  root: () => 'runs as root',
  allowPrivilegeEscalation: () => 'can gain more privileges',
  unmaskedProc: () => 'has an unmasked `/proc`',
  hostPort: (port) => `uses the host port ${port}`,
  hostPath: (path) => `can access ${path} on the node`,
};
const ORDER = Object.keys(WORDS);

/** What the app is or has instead, as the rest of a clause. */
function lacking(power: Power): string {
  const { kind } = partsOf(power);
  if (kind === 'privileged') return 'is not';
  if (kind === 'root') return 'runs as another user';
  return kind === 'capability' || kind === 'unmaskedProc' || kind === 'hostPort' ? 'has none' : 'cannot';
}

function powersOf(container: Container, { metadata, spec, volumes }: Pod): FoundPower<YamlValue>[] {
  const pod = { metadata, spec, volumes: volumes.map(({ value }) => value) };
  const rank = ({ power }: FoundPower<YamlValue>): number => ORDER.indexOf(partsOf(power).kind);
  return containerPowersOf(container.value, pod).sort((one, other) => rank(one) - rank(other));
}

function wordsOf(power: Power): string | undefined {
  const { kind, value } = partsOf(power);
  return own(WORDS, kind)?.(value);
}

/** Whether the manifest sets a power: `allowPrivilegeEscalation` is on by default, and a mount needs a path. */
function isWritten(power: Power, at: YamlValue): boolean {
  const { kind } = partsOf(power);
  if (kind === 'hostPath') return at.string !== undefined;
  return kind !== 'allowPrivilegeEscalation' || at.boolean === true;
}

/** Whether an app has a power. A power that is on by default is missing only if the manifest turns it off. */
function isHad(power: Power, ofApps: ReadonlySet<Power>): boolean {
  const { kind } = partsOf(power);
  if (kind === 'root') return ofApps.has('anyUser');
  if (kind === 'capability' && ofApps.has('capability ALL')) return true;
  if (kind === 'hostPort') return [...ofApps].some((one) => partsOf(one).kind === 'hostPort');
  return ofApps.has(power);
}
