import { imageBasename } from '../../image/image-name';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const attackToolboxImage: Rule = {
  id: 'attack-toolbox-image',
  category: 'sidecar',
  severity: 'warning',
  title: 'A container with attack or debugging tools',
  why: 'Images for network debugging or penetration tests contain scanners, sniffers and exploits. If such a container is always part of the pod, an attacker who gets into the pod can use these tools.',
  fix: 'Remove the container. When you need the tools, add the image as an ephemeral container with `kubectl debug`.',
  references: [links.sidecarInjection, links.restrictContainers],
  examples: {
    bad: examplePod({
      image:
        'docker.io/nicolaka/netshoot@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 # warning',
    }),
    good: examplePod({}),
  },

  *container(container, pod) {
    if (container.role === 'ephemeral' || isForDebugging([pod.resource.name, ...pod.resource.labels.values()])) return;
    const tool = imageBasename(container.image ?? '');
    if (!TOOLBOXES.test(tool)) return;
    yield {
      at: container.value.get('image'),
      message: `Attack or debugging tools in the pod: "${container.label}" runs the image "${tool}". Remove it, and use \`kubectl debug\` when you need the tools.`,
    };
  },
};

const TOOLBOXES =
  /^(?:netshoot|kali(?:-.*)?|parrot-core|(?:jessie-)?dnsutils|(?:network|praqma-network)-multitool|swiss-army-knife|alpine-containertools|kdigger|peirates|kube-hunter|nmap|masscan|zmap|metasploit(?:-framework)?|tcpdump|tshark|bettercap|mitmproxy|sqlmap|hydra|responder|sliver|empire|chisel|ubuntu-sshd|alpine-sshd|deepce|botb|amicontained|hacker-container|pwncat|ligolo(?:-ng)?)$/;

function isForDebugging(names: readonly (string | undefined)[]): boolean {
  return names.some((name) => /(?:^|[-.])(?:debug(?:ger|ging)?|troubleshoot(?:ing)?)(?:$|[-.])/.test(name ?? ''));
}
