import { decide, type Injection, injectionsOf, isInjectedAlready, misplacedRequestsOf } from '../../pod/injection';
import { INJECTORS, keyIn } from '../../pod/injectors';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const injectionRequested: Rule = {
  id: 'injection-requested',
  category: 'sidecar',
  severity: 'information',
  title: 'An injector is asked to add a container',
  why: 'The pod that runs is not the one in the manifest: an admission webhook adds a container to it, with its own image, privileges and secrets. Who reviews the manifest should know that it is there.',
  fix: 'Nothing, if the injector is meant. Reviews and image policies have to reckon with its container.',
  references: [links.sidecarInjection, links.sidecarContainers],
  examples: {
    bad: examplePod({ metadata: 'labels:\n  sidecar.istio.io/inject: "true" # information' }),
    good: examplePod({ metadata: 'labels:\n  app: web' }),
  },

  *pod(pod, { namespaceOf }) {
    const injections = injectionsOf(pod, namespaceOf(pod.resource)).filter(({ isOn }) => isOn);
    const asked = injections.filter(({ at, injector }) => at && !isInjectedAlready(pod, injector));
    const [first] = asked;
    if (first?.at) {
      yield {
        at: first.at,
        message: `${asked.map(describe).join(', ')} to this pod at run time. Reckon with it in reviews and image policies.`,
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
        message: `${injector.name} doesn't look here but at the pod, so "${injector.adds}" won't be added. Put "${at.name}" into the metadata of the pod's template.`,
      };
    }
  },

  *resource(resource) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1') return;
    const namespace = {
      name: resource.name ?? '',
      labels: Object.fromEntries(resource.labels),
      annotations: Object.fromEntries(resource.annotations),
    };
    for (const injector of INJECTORS) {
      const decision = decide(injector, namespace);
      if (!decision?.isOn) continue;
      yield {
        at: keyIn(resource.value.get('metadata'), decision.key),
        message: `${injector.name} will add the container "${injector.adds}" to the pods of this namespace at run time. Reckon with it in reviews and image policies.`,
      };
      return;
    }
  },
};

function describe({ injector }: Injection): string {
  return `${injector.name} will add the container "${injector.adds}"`;
}
