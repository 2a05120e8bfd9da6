import { examplePod } from '../example';
import { links } from '../links';
import type { Severity } from '../severity';
import { annotationRule } from './annotation-rule';

export const injectionBypass = annotationRule({
  id: 'injection-bypass',
  severity: 'warning',
  title: 'An annotation that lets traffic bypass the mesh',
  why: 'The mesh does not encrypt, authorize or log traffic of excluded ports and addresses. If everything is excluded, the pod still has a proxy and looks protected, but the proxy does not protect it: this is a warning. Single ports and addresses are information.',
  fix: 'Exclude only single ports and addresses that cannot use the proxy.',
  references: [links.sidecarInjection],
  examples: {
    bad: examplePod({
      metadata: 'annotations:\n  team: shop\n  traffic.sidecar.istio.io/excludeOutboundPorts: "3306" # information',
    }),
    good: examplePod({ metadata: 'annotations:\n  sidecar.istio.io/logLevel: info' }),
  },
  patterns: [
    {
      key: /^traffic\.sidecar\.istio\.io\/exclude\w+$|^config\.linkerd\.io\/skip-(?:inbound-ports|outbound-ports|subnets)$|^traffic\.kuma\.io\/exclude-[\w-]+$|^consul\.hashicorp\.com\/transparent-proxy-exclude-[\w-]+$/,
      risk: 'Traffic bypasses the mesh proxy',
      severity: excluded,
    },
    {
      key: /^traffic\.sidecar\.istio\.io\/include(?:OutboundIPRanges|InboundPorts)$/,
      risk: 'All other traffic bypasses the mesh proxy',
      severity: (value) => (value === '' ? 'warning' : value.includes('*') ? undefined : 'information'),
    },
    {
      key: /^sidecar\.istio\.io\/interceptionMode$/,
      risk: 'All traffic bypasses the mesh proxy',
      severity: (value) => (value === 'NONE' ? 'warning' : undefined),
    },
    {
      key: /^consul\.hashicorp\.com\/transparent-proxy$/,
      risk: 'The app can bypass the mesh proxy',
      severity: (value) => (value === 'false' ? 'warning' : undefined),
    },
  ],
  advice: 'Exclude only ports and addresses that cannot use the proxy.',
  removal: 'this traffic then goes through the proxy',
});

/** A warning if all ports or all addresses are excluded, information for single ones, as databases often need it. */
function excluded(value: string): Severity | undefined {
  const words = value
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  if (words.length === 0) return undefined;
  return words.some((word) => /^(?:\*|0\.0\.0\.0\/0|::\/0|[01]-65535)$/.test(word)) ? 'warning' : 'information';
}
