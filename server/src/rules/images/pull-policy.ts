import { setValue } from '../../fixes/set-value';
import type { ImageReference } from '../../gating/image-reference';
import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imagesOf } from './run-images';

const PINNED = 'registry.example.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const pullPolicy: Rule = {
  id: 'pull-policy',
  category: 'images',
  severity: 'warning',
  title: "A container may run a node's own copy of an image that moves",
  why: 'With `Never`, or with `IfNotPresent` and a tag that moves, what runs is whatever the node has under that name: an old copy, or one that another pod left there. Nobody asks the registry whether this pod may have it, either.',
  fix: 'Pin the image to its digest, or set `imagePullPolicy: Always`.',
  references: [links.images, links.gateImages],
  peers: { Checkov: ['CKV_K8S_15'], Kubescape: ['C-0075'], Polaris: ['pullPolicyNotAlways'] },
  examples: {
    bad: examplePod({ image: 'registry.example.com/web:1.4', container: 'imagePullPolicy: Never # warning' }),
    good: examplePod({ image: PINNED, container: 'imagePullPolicy: IfNotPresent' }),
  },

  *container(container, pod, context) {
    const policy = container.value.get('imagePullPolicy');
    if (policy.string !== 'Never' && policy.string !== 'IfNotPresent') return;
    // A digest is what it is, wherever it comes from.
    const image = imagesOf(container, pod, context).find(
      ({ reference }) => !reference.digest && (policy.string === 'Never' || moves(reference)),
    );
    if (!image) return;
    yield {
      at: policy,
      message: `"${container.label}" runs whatever copy of \`${image.text}\` its node has (\`imagePullPolicy: ${policy.string}\`). Pin the digest, or set \`Always\`.`,
      fixes: [
        {
          title: 'Set imagePullPolicy: Always (each start asks the registry)',
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
