import { nameOfGate } from '../../gating/coverage';
import { isAllowedBy } from '../../image/allowed-registries';
import { qualified } from '../../image/image-reference';
import type { Pod } from '../../pod/pod';
import type { PodImage } from '../../pod/pod-image';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule, RuleContext } from '../rule';
import { imageSubject } from '../subject';

const DIGEST = 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const registryNotAllowed: Rule = {
  id: 'registry-not-allowed',
  category: 'images',
  severity: 'error',
  title: 'An image from a registry that is not allowed',
  why: 'An injected sidecar brings its own image, often from a registry that the team does not use. A list of allowed registries makes such an image visible in a review.',
  fix: 'Use an image from an allowed registry. If you trust the registry, add it to `allowedRegistries`.',
  references: [links.gateImages, links.sidecarInjection],
  options: [
    {
      name: 'allowedRegistries',
      description:
        'Registries, each with or without a path. `ghcr.io/my-team` allows all images below that path, `*` stands for one part of the path, and `docker.io/library` allows the official images of Docker Hub. The rule reports nothing while the list is empty.',
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

  *image(used, pod, context) {
    const { allowedRegistries } = context;
    if (allowedRegistries.length === 0) return;
    const image = context.runImages(used, pod).find(({ text }) => !isAllowedBy(allowedRegistries, text));
    if (!image) return;
    yield {
      at: used.at,
      message: `Registry not allowed: ${imageSubject(used)} is from a path of \`${qualified(image.text).split(/[/@]/)[0]}\` that \`allowedRegistries\` does not include. ${advice(admitters(used, pod, context))}`,
    };
  },
};

/** The list of the user and policies that admit the image contradict each other, so one of them is wrong. */
function advice(admitting: readonly string[]): string {
  if (admitting.length === 0) return 'Use an image from an allowed registry.';
  return admitting.length === 1
    ? `But the policy ${admitting[0]} admits it: change the list or the policy.`
    : `But the policies ${admitting.join(' and ')} admit it: change the list or the policies.`;
}

/** The policies that are certain to admit it. */
function admitters({ list, index }: PodImage, pod: Pod, { decisionsOn }: RuleContext): string[] {
  const names = decisionsOn(pod).flatMap((decided) => {
    const { applies, denies, images } = decided.decision;
    const position = decided.pod.images.findIndex((image) => image.list === list && image.index === index);
    return applies === 'yes' && denies && images[position]?.verdict === 'admits' ? [nameOfGate(decided)] : [];
  });
  return [...new Set(names)];
}
