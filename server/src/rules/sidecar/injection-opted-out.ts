import { injectionsOf } from '../../pod/injection';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const injectionOptedOut: Rule = {
  id: 'injection-opted-out',
  category: 'sidecar',
  severity: 'information',
  title: 'A pod that an injector is told to leave alone',
  why: 'Where a mesh or an agent is on for a namespace, policies reckon with it: encryption, authorization, logs. A pod that opts out is outside of all that, which is what an attacker would want for theirs.',
  fix: 'Let it be injected, or say in a suppression why not.',
  references: [links.sidecarInjection],
  examples: {
    bad: examplePod({ metadata: 'labels:\n  sidecar.istio.io/inject: "false" # information' }),
    good: examplePod({ metadata: 'labels:\n  app: web' }),
  },

  *pod(pod, { namespaceOf }) {
    // Jobs opt out so that they can end, and the network of the node can't be intercepted.
    if (['Job', 'CronJob'].includes(pod.resource.kind) || pod.spec.get('hostNetwork').boolean === true) return;
    for (const { injector, isOn, at, isOnInNamespace } of injectionsOf(pod, namespaceOf(pod.resource))) {
      if (isOn || !at || (injector.isOptIn && !isOnInNamespace)) continue;
      yield {
        at,
        severity: isOnInNamespace ? 'warning' : 'information',
        message: `${injector.name} is told to leave this pod alone${
          isOnInNamespace ? ', though it is on for the namespace' : ''
        }: what it protects or watches doesn't include this pod. Let it be injected, or say why not.`,
      };
    }
  },
};
