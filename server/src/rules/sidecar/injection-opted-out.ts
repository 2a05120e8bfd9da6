import { podInjections } from '../../pod/injection';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const injectionOptedOut: Rule = {
  id: 'injection-opted-out',
  category: 'sidecar',
  severity: 'information',
  title: 'A pod that opts out of injection',
  why: 'If a mesh or an agent is on for a namespace, policies rely on its encryption, authorization and logs. A pod that opts out has none of these, which an attacker can use.',
  fix: 'Turn injection on, or give the reason in a suppression comment.',
  references: [links.sidecarInjection],
  examples: {
    bad: examplePod({ metadata: 'labels:\n  sidecar.istio.io/inject: "false" # information' }),
    good: examplePod({ metadata: 'labels:\n  app: web' }),
  },

  *pod(pod, { workspace }) {
    // Jobs opt out so that they can complete, and a mesh can't intercept the network of the node.
    if (['Job', 'CronJob'].includes(pod.resource.kind) || pod.spec.get('hostNetwork').boolean === true) return;
    for (const { injector, isOn, at, by, isOnInNamespace } of podInjections(pod, workspace.namespaceOf(pod.resource))) {
      if (isOn || !at || (injector.isOptIn && !isOnInNamespace)) continue;
      yield {
        at,
        severity: isOnInNamespace ? 'warning' : 'information',
        message: `${injector.name} does not protect or monitor this pod: ${by} turns injection off${
          isOnInNamespace ? ', although it is on for the namespace' : ''
        }. Turn it on, or give the reason in a suppression comment.`,
      };
    }
  },
};
