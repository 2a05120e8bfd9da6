import { imageBasename } from '../../pod/image-name';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';

export const attackToolboxImage: Rule = {
  id: 'attack-toolbox-image',
  category: 'sidecar',
  severity: 'warning',
  title: 'A container with the tools of an attacker',
  why: 'Images made to debug networks or to test for weaknesses hold scanners, sniffers and exploits. In a container that stays, they are at hand for whoever gets into the pod.',
  fix: 'Remove the container. For debugging, `kubectl debug` adds such an image as an ephemeral container, for as long as it is needed.',
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
      message: `"${container.label}" runs the image "${tool}", a box of tools for attacking or debugging. Remove it; \`kubectl debug\` adds such a container for as long as it is needed.`,
    };
  },
};

const TOOLBOXES =
  /^(?:netshoot|kali(?:-.*)?|parrot-core|(?:jessie-)?dnsutils|(?:network|praqma-network)-multitool|swiss-army-knife|alpine-containertools|kdigger|peirates|kube-hunter|nmap|masscan|zmap|metasploit(?:-framework)?|tcpdump|tshark|bettercap|mitmproxy|sqlmap|hydra|responder|sliver|empire|chisel|ubuntu-sshd|alpine-sshd|deepce|botb|amicontained)$/;

function isForDebugging(names: readonly (string | undefined)[]): boolean {
  return names.some((name) => /(?:^|[-.])(?:debug(?:ger|ging)?|troubleshoot(?:ing)?)(?:$|[-.])/.test(name ?? ''));
}
