import { setValue } from '../../fixes/set-value';
import type { ImageReference } from '../../image/image-reference';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imageOwnerSubject } from '../subject';

const PINNED = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const pullPolicy: Rule = {
  id: 'pull-policy',
  category: 'images',
  severity: 'warning',
  title: 'A container that can run an old copy of its image',
  why: 'With `Never`, or with `IfNotPresent` and a tag that moves, the kubelet runs the copy that the node has under that name. The copy can be old, or another pod can have left it there. The registry also does not check whether this pod may use the image.',
  fix: 'Pin the image to its digest, or set `imagePullPolicy: Always`.',
  references: [links.images, links.gateImages],
  peers: { Checkov: ['CKV_K8S_15'], Kubescape: ['C-0075'], Polaris: ['pullPolicyNotAlways'] },
  examples: {
    bad: examplePod({ image: 'registry.example.com/web:1.4', container: 'imagePullPolicy: Never # warning' }),
    good: examplePod({ image: PINNED, container: 'imagePullPolicy: IfNotPresent' }),
  },

  fields: ['imagePullPolicy', 'pullPolicy'],
  *image(used, pod, context) {
    const policy = used.pullPolicy;
    if (policy.string !== 'Never' && policy.string !== 'IfNotPresent') return;
    // An image with a digest is the same from every source.
    const image = context
      .runImages(used, pod)
      .find(({ reference }) => !reference.digest && (policy.string === 'Never' || moves(reference)));
    if (!image) return;
    const { name: field } = policy;
    yield {
      at: policy,
      message: `Old or foreign image: ${imageOwnerSubject(used)} ${used.container ? 'runs' : 'has'} the copy of \`${image.text}\` that its node has (\`${field}: ${policy.string}\`). Pin the digest, or set \`Always\`.`,
      fixes: [
        {
          title: `Set ${field}: Always (each start contacts the registry)`,
          isPreferred: false,
          change: () => setValue(pod.resource.document, policy, 'Always'),
        },
      ],
    };
  },
};

function moves({ tag }: ImageReference): boolean {
  return tag === undefined || /^(?:latest|stable|main|master|edge|nightly|dev|canary|rolling)$/.test(tag);
}
