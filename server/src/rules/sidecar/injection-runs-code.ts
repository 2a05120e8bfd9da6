import { examplePod } from '../example';
import { links } from '../links';
import { annotationRule } from './annotation-rule';
import { onlyReloads } from './reload-command';

export const injectionRunsCode = annotationRule({
  id: 'injection-runs-code',
  severity: 'warning',
  title: 'An annotation that adds commands or patches to the injected container',
  why: 'The injected container has access to secrets and traffic. A command, template or patch in an annotation runs with the privileges of that container. It is not part of a scanned image, and is easy to miss in a review.',
  fix: 'Move the setting to the configuration of the injector, or to the image of the app.',
  references: [links.sidecarInjection],
  examples: {
    bad: examplePod({
      metadata:
        'annotations:\n  vault.hashicorp.com/agent-inject-command-token: "sh -c \'cp /vault/secrets/token /shared/\'" # warning',
    }),
    good: examplePod({ metadata: 'annotations:\n  vault.hashicorp.com/agent-inject-secret-token: secret/data/web' }),
  },
  patterns: [
    {
      key: /^vault\.hashicorp\.com\/agent-inject-command(?:-|$)/,
      risk: 'The Vault agent runs a custom command',
      severity: (command, _, at) => (onlyReloads(command, at) ? 'information' : 'warning'),
    },
    {
      key: /^vault\.hashicorp\.com\/agent-(?:init-)?json-patch$/,
      risk: 'A patch can change all of the injected container',
      severity: () => 'warning',
    },
    {
      key: /^inject\.istio\.io\/templates$/,
      risk: 'A custom template defines the injected container',
      // The templates that come with Istio.
      severity: (templates) =>
        templates
          .split(',')
          .every((name) => /^(?:sidecar|gateway|grpc-simple|grpc-agent|waypoint|kube-gateway)$/.test(name.trim()))
          ? undefined
          : 'warning',
    },
    {
      key: /^proxy\.istio\.io\/overrides$/,
      risk: 'A patch can change all of the injected proxy',
      writtenBy: 'sidecar.istio.io/status',
      severity: () => 'warning',
    },
    {
      key: /^(?:sidecar\.istio\.io\/bootstrapOverride|consul\.hashicorp\.com\/envoy-extra-args|kuma\.io\/container-patches)$/,
      risk: 'The injected proxy starts with custom settings',
      severity: () => 'warning',
    },
    {
      key: /^config\.linkerd\.io\/enable-debug-sidecar$/,
      risk: 'Network tools in the pod: Linkerd adds a debug container',
      severity: (value) => (value === 'true' ? 'warning' : undefined),
    },
    {
      key: /^dapr\.io\/env(?:-from-secret)?$/,
      risk: 'Custom environment variables in the injected container',
      severity: () => 'information',
    },
  ],
  advice: 'Check that this is intended, or move it to the configuration of the injector.',
});
