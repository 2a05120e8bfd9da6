import type { Resource } from '../../manifest/resource';
import type { GateExemption, PolicyReference } from '../engine';
import { ENGINES } from '../engines/index';
import type { Gate } from '../gate';
import type { PolicySet } from '../policy-set';
import type { Exemption } from './exemption';
import { exemptingLabels } from './namespace-labels';

/** Namespaces of the cluster, which must start before gates do. */
const OF_CLUSTER = /^(?:kube-.*|openshift-.*|default-system)$/;

/** The gates of a workspace. */
interface Gates {
  readonly gates: readonly PolicyReference[];
  /** The gates in force. Labels of a namespace can exempt it from them. */
  readonly gatesInForce: readonly Gate[];
  readonly policies: PolicySet;
}

/** The exemptions that the labels of a namespace, or a gate itself, make. */
export function exemptionsOf(resource: Resource, { gates, gatesInForce, policies }: Gates): Exemption[] {
  if (resource.kind === 'Namespace' && resource.apiVersion === 'v1') {
    return isOfSystem(resource.name ?? '') ? [] : exemptingLabels(resource, gatesInForce);
  }
  const isGate = gates.some(({ kind, name }) => kind === resource.kind && name === resource.name);
  return isGate ? ENGINES.flatMap((engine) => (engine.exemptions?.(resource, policies) ?? []).flatMap(inWords)) : [];
}

/** System namespaces are no exemption: they must start before the gate does. */
function inWords(exemption: GateExemption): Exemption[] {
  if ('does' in exemption) return [{ ...exemption, namespaces: [] }];
  const namespaces = exemption.namespaces.filter((name) => !isOfSystem(name));
  if (namespaces.length === 0) return [];
  const does = `exempts the namespaces ${namespaces.map((name) => `"${name}"`).join(', ')}`;
  return [{ at: exemption.at, does, namespaces }];
}

/** Namespaces of the cluster and of the engines. */
function isOfSystem(namespace: string): boolean {
  return OF_CLUSTER.test(namespace) || ENGINES.some((engine) => engine.namespace === namespace);
}
