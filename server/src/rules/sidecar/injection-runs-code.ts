import { examplePod } from '../example';
import { links } from '../links';
import { annotationRule } from './annotation-rule';
import { onlyReloads } from './reload-command';

export const injectionRunsCode = annotationRule({
  id: 'injection-runs-code',
  severity: 'warning',
  title: 'An annotation puts commands or patches into the injected container',
  why: "The injected container is trusted with secrets and traffic, and few people look at annotations: a command, template or patch there runs with the container's rights and is in no image that was scanned.",
  fix: 'Put what is needed into the configuration of the injector, or into the image of the app.',
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
      does: 'runs a command in the Vault agent whenever the secret changes',
      severity: (command, _, at) => (onlyReloads(command, at) ? 'information' : 'warning'),
    },
    {
      key: /^vault\.hashicorp\.com\/agent-(?:init-)?json-patch$/,
      does: 'changes the injected container in any way',
      severity: () => 'warning',
    },
    {
      key: /^inject\.istio\.io\/templates$/,
      does: 'chooses a template of its own for the injected container',
      // Those that Istio brings along.
      severity: (templates) =>
        templates
          .split(',')
          .every((name) => /^(?:sidecar|gateway|grpc-simple|grpc-agent|waypoint|kube-gateway)$/.test(name.trim()))
          ? undefined
          : 'warning',
    },
    {
      key: /^proxy\.istio\.io\/overrides$/,
      does: 'changes the injected proxy in any way',
      writtenBy: 'sidecar.istio.io/status',
      severity: () => 'warning',
    },
    {
      key: /^(?:sidecar\.istio\.io\/bootstrapOverride|consul\.hashicorp\.com\/envoy-extra-args|kuma\.io\/container-patches)$/,
      does: 'changes how the injected proxy is started',
      severity: () => 'warning',
    },
    {
      key: /^config\.linkerd\.io\/enable-debug-sidecar$/,
      does: 'adds a container with network tools',
      severity: (value) => (value === 'true' ? 'warning' : undefined),
    },
    {
      key: /^dapr\.io\/env(?:-from-secret)?$/,
      does: 'sets variables of the injected container',
      severity: () => 'information',
    },
  ],
  advice: 'Make sure that it is meant; what is needed belongs into the configuration of the injector.',
});
