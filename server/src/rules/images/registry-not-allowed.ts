import { isAllowedBy } from '../../gating/allowed-registries';
import { nameOfGate } from '../../gating/coverage';
import { qualified } from '../../gating/image-reference';
import type { Container } from '../../pod/container';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule, RuleContext } from '../rule';
import { imagesOf } from './run-images';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const registryNotAllowed: Rule = {
  id: 'registry-not-allowed',
  category: 'images',
  severity: 'error',
  title: 'An image from a registry that is not allowed',
  why: 'An injected sidecar brings an image of its own, from wherever the attacker has put it. A list of the registries that a team uses makes that stand out in the review.',
  fix: 'Use an image from an allowed registry, or add the registry to `allowedRegistries` if it is to be trusted.',
  references: [links.gateImages, links.sidecarInjection],
  options: [
    {
      name: 'allowedRegistries',
      description:
        'Registries, with as much of the path as is meant: `ghcr.io/my-team` also allows what is below it, `*` stands for a part of the path, `docker.io/library` for the official images of Docker Hub. The rule says nothing while the list is empty.',
      default: '[]',
    },
  ],
  peers: {
    Trivy: ['KSV-0125', 'KSV-0034'],
    Kubescape: ['C-0001', 'C-0078'],
    Gatekeeper: ['K8sAllowedRepos'],
    Kyverno: ['restrict-image-registries'],
  },
  examples: {
    bad: `# allowedRegistries: [registry.example.com]\n${examplePod({ image: `registry.example.net/web@${DIGEST} # error` })}`,
    good: `# allowedRegistries: [registry.example.com]\n${examplePod({ image: `registry.example.com/web@${DIGEST}` })}`,
  },

  *container(container, pod, context) {
    const { allowedRegistries } = context;
    if (allowedRegistries.length === 0) return;
    const image = imagesOf(container, pod, context).find(({ text }) => !isAllowedBy(allowedRegistries, text));
    if (!image) return;
    yield {
      at: container.value.get('image'),
      message: `The image of "${container.label}" is from \`${qualified(image.text).split(/[/@]/)[0]}\`, at a place that \`allowedRegistries\` does not have. ${advice(admitters(container, pod, context))}`,
    };
  },
};

/** The user's own list and policies that admit the image can't both be right. */
function advice(admitting: readonly string[]): string {
  if (admitting.length === 0) return 'Use an image from an allowed registry.';
  return admitting.length === 1
    ? `But the policy ${admitting[0]} admits it: correct one of the two.`
    : `But the policies ${admitting.join(' and ')} admit it: correct the list, or them.`;
}

/** The policies that are certain to admit it. */
function admitters({ list, index }: Container, pod: Pod, { decisionsOn }: RuleContext): string[] {
  const names = decisionsOn(pod).flatMap((decided) => {
    const { applies, denies, images } = decided.decision;
    const at = decided.pod.images.findIndex((image) => image.list === list && image.index === index);
    return applies === 'yes' && denies && images[at]?.verdict === 'admits' ? [nameOfGate(decided)] : [];
  });
  return [...new Set(names)];
}
