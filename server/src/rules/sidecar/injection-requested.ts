import {
  decideInjection,
  type Injection,
  isInjectedAlready,
  misplacedRequestsOf,
  podInjections,
} from '../../pod/injection';
import { INJECTORS, keyIn } from '../../pod/injectors';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const injectionRequested: Rule = {
  id: 'injection-requested',
  category: 'sidecar',
  severity: 'information',
  title: 'An injector that adds a container to the pod',
  why: 'An admission webhook adds a container that is not in the manifest. The container has its own image, privileges and secrets, and reviewers of the manifest do not see it.',
  fix: 'If you want the injection, no change is needed. Include the injected container in reviews and image policies.',
  references: [links.sidecarInjection, links.sidecarContainers],
  examples: {
    bad: examplePod({ metadata: 'labels:\n  sidecar.istio.io/inject: "true" # information' }),
    good: examplePod({ metadata: 'labels:\n  app: web' }),
  },

  *pod(pod, { workspace }) {
    const injections = podInjections(pod, workspace.namespaceOf(pod.resource)).filter(({ isOn }) => isOn);
    const asked = injections.filter(({ at, injector }) => at && !isInjectedAlready(pod, injector));
    const [first] = asked;
    if (first?.at) {
      yield {
        at: first.at,
        message: `Container not in the manifest: ${asked.map(describe).join(', ')}. Include ${asked.length === 1 ? 'it' : 'them'} in reviews and image policies.`,
        related: asked
          .slice(1)
          .flatMap((injection) => (injection.at ? [{ at: injection.at, message: `${describe(injection)}.` }] : [])),
      };
    }
    for (const { injector, at } of misplacedRequestsOf(pod)) {
      if (injections.some((injection) => injection.injector === injector)) continue;
      yield {
        at,
        severity: 'hint',
        isAbsence: true,
        message: `No injection: ${injector.name} reads "${at.name}" only on the pod, so it does not add "${injector.adds}". Move it to the metadata of the pod template.`,
      };
    }
  },

  kinds: ['Namespace'],
  *resource(resource) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1') return;
    const namespace = {
      name: resource.name ?? '',
      labels: Object.fromEntries(resource.labels),
      annotations: Object.fromEntries(resource.annotations),
    };
    for (const injector of INJECTORS) {
      const decision = decideInjection(injector, namespace);
      if (!decision?.isOn) continue;
      yield {
        at: keyIn(resource.value.get('metadata'), decision.key),
        message: `Container not in the manifests: ${injector.name} adds "${injector.adds}" to the pods of this namespace. Include it in reviews and image policies.`,
      };
      return;
    }
  },
};

function describe({ injector }: Injection): string {
  return `${injector.name} adds "${injector.adds}" to this pod`;
}
