import { appsOf } from '../../pod/pod';
import { overlap, secretsOf } from '../../pod/secrets';
import { sidecarPod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const sharedSecret: Rule = {
  id: 'shared-secret',
  category: 'sidecar',
  severity: 'warning',
  title: 'A sidecar that gets a Secret of the app',
  why: 'A Secret that two containers use is only as safe as the weaker container. An attacker who controls the sidecar gets the password or key of the app without attacking the app.',
  fix: 'Give the sidecar its own Secret with its own credentials, or only the key that it needs.',
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

  fields: ['secret', 'secretKeyRef', 'secretRef'],
  *container(container, pod) {
    // TLS terminators and agents for secrets need the Secrets of the app. A known name alone does not prove that a container
    // is one of them.
    const { known } = container;
    if (!container.isSidecar || (known?.byName && known.byImage && known.sidecar.needs?.secrets)) return;
    // A container with the image of the app is the same program.
    const apps = appsOf(pod).filter(({ image }) => image === undefined || image !== container.image);
    const ofApps = apps.flatMap((app) => secretsOf(pod, app).map((use) => ({ app, use })));
    for (const own of secretsOf(pod, container)) {
      const shared = ofApps.find(({ use }) => overlap(own, use));
      if (!shared) continue;
      yield {
        at: own.at,
        message: `Sidecar can read a Secret of the app: "${container.label}" gets the Secret "${own.secret}" of "${shared.app.label}". Give the sidecar its own Secret.`,
        related: [{ at: shared.use.at, message: `"${shared.app.label}" gets it here.` }],
      };
      return;
    }
  },
};
