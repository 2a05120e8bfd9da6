import { appsOf } from '../../pod/pod';
import { overlap, secretsOf } from '../../pod/secrets';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const sharedSecret: Rule = {
  id: 'shared-secret',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar has a Secret of the app',
  why: "A Secret that two containers have is as safe as the weaker of them. Whoever takes over the sidecar has the app's password or key without touching the app.",
  fix: 'Give the sidecar a Secret of its own, with an account of its own behind it, or only the key that it needs.',
  references: [links.leastPrivilege, links.sidecarInjection],
  examples: {
    bad: sidecarPod({
      app: 'envFrom:\n  - secretRef:\n      name: database',
      sidecar:
        'env:\n  - name: PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: database # warning\n        key: password',
    }),
    good: sidecarPod({
      app: 'envFrom:\n  - secretRef:\n      name: database',
      sidecar:
        'env:\n  - name: PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: metrics-reader\n        key: password',
    }),
  },

  *container(container, pod) {
    // TLS terminators and secret agents are there to hold what the app needs; a name alone is no proof of being one.
    const { known } = container;
    if (!container.isSidecar || (known?.byName && known.byImage && known.sidecar.needs?.secrets)) return;
    const ofApps = appsOf(pod).flatMap((app) => secretsOf(pod, app).map((use) => ({ app, use })));
    for (const own of secretsOf(pod, container)) {
      const shared = ofApps.find(({ use }) => overlap(own, use));
      if (!shared) continue;
      yield {
        at: own.at,
        message: `The sidecar "${container.label}" has the Secret "${own.secret}" of "${shared.app.label}": whoever takes over the sidecar has it, too. Give the sidecar a Secret of its own.`,
        related: [{ at: shared.use.at, message: `"${shared.app.label}" gets it here.` }],
      };
      return;
    }
  },
};
