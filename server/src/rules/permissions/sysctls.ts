import { own } from '../../text/own';
import { examplePod } from '../example';
import { podSubject } from '../subject';
import { controlRule } from './control';

/** The namespaced and safe sysctls, with the minor version since which the standard allows them. */
const SAFE: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
  'net.ipv4.tcp_slow_start_after_idle': 37,
  'net.ipv4.tcp_notsent_lowat': 37,
};

export const sysctls = controlRule({
  id: 'sysctls',
  level: 'baseline',
  control: 'Sysctls',
  title: 'A pod that sets an unsafe kernel parameter',
  why: 'An unsafe sysctl can weaken the kernel for every container on the node, or use up the resources of the node.',
  fix: 'Remove the sysctl, or ask the administrator of the cluster to set it on the node.',
  advice: 'Remove the sysctl.',
  peers: { Trivy: ['KSV-0026'], 'kube-linter': ['unsafe-sysctls'], Kyverno: ['restrict-sysctls'] },
  examples: {
    bad: examplePod({
      spec: 'securityContext:\n  sysctls:\n    - name: kernel.msgmax # warning\n      value: "65536"',
    }),
    good: examplePod({
      spec: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"',
    }),
  },
  fields: ['sysctls'],
  *violations(pod, minor) {
    const names = pod.spec
      .at('securityContext', 'sysctls')
      .items.map((sysctl) => sysctl.get('name'))
      .filter(({ string }) => string !== undefined && !isSafe(string, minor));
    const [at] = names;
    const quoted = names.map(({ string }) => `\`${string}\``).join(', ');
    if (at)
      yield {
        at,
        what: `Unsafe sysctl: ${podSubject(pod)} sets ${quoted}, which can affect every container on the node`,
      };
  },
});

function isSafe(name: string, minor: number): boolean {
  const since = own(SAFE, name);
  return since !== undefined && minor >= since;
}
