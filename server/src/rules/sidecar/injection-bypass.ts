import { examplePod } from '../example';
import { links } from '../links';
import type { Severity } from '../severity';
import { annotationRule } from './annotation-rule';

export const injectionBypass = annotationRule({
  id: 'injection-bypass',
  severity: 'warning',
  title: 'An annotation leads traffic past the mesh',
  why: 'Traffic on excluded ports and addresses is neither encrypted nor authorized nor logged by the mesh. Excluding everything leaves a proxy in the pod that protects nothing, and a pod that looks protected.',
  fix: 'Exclude single ports and addresses at most, and only those that cannot go through the proxy.',
  references: [links.sidecarInjection],
  examples: {
    bad: examplePod({
      metadata: 'annotations:\n  team: shop\n  traffic.sidecar.istio.io/excludeOutboundPorts: "3306" # warning',
    }),
    good: examplePod({ metadata: 'annotations:\n  sidecar.istio.io/logLevel: info' }),
  },
  patterns: [
    {
      key: /^traffic\.sidecar\.istio\.io\/exclude\w+$|^config\.linkerd\.io\/skip-(?:inbound-ports|outbound-ports|subnets)$|^traffic\.kuma\.io\/exclude-[\w-]+$|^consul\.hashicorp\.com\/transparent-proxy-exclude-[\w-]+$/,
      does: 'leads traffic past the proxy',
      severity: excluded,
    },
    {
      key: /^traffic\.sidecar\.istio\.io\/include(?:OutboundIPRanges|InboundPorts)$/,
      does: 'leads all other traffic past the proxy',
      severity: (value) => (value === '' ? 'error' : value.includes('*') ? undefined : 'warning'),
    },
    {
      key: /^sidecar\.istio\.io\/interceptionMode$/,
      does: 'leads all traffic past the proxy',
      severity: (value) => (value === 'NONE' ? 'error' : undefined),
    },
    {
      key: /^consul\.hashicorp\.com\/transparent-proxy$/,
      does: 'leaves it to the app to go through the proxy',
      severity: (value) => (value === 'false' ? 'warning' : undefined),
    },
  ],
  advice: 'Exclude only what cannot go through it.',
  removal: 'that traffic goes through the proxy',
});

/** All ports or all addresses are everything; single ones stay a warning. */
function excluded(value: string): Severity | undefined {
  const words = value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  if (words.length === 0) return undefined;
  return words.some((word) => /^(?:\*|0\.0\.0\.0\/0|::\/0|[01]-65535)$/.test(word)) ? 'error' : 'warning';
}
