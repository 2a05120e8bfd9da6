import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imageSubject } from '../subject';

export const mutableTag: Rule = {
  id: 'mutable-tag',
  category: 'images',
  severity: 'warning',
  severities:
    'A fixed tag is a warning with `requireDigest`, a hint where most images of the workspace have digests, and else no finding.',
  title: 'An image that can change while its manifest stays the same',
  why: 'A registry can move a tag to another image. A user who can push to the repository decides what the pod runs after its next restart, and two replicas can run different code. The tag `latest`, which also applies to an image without a tag, is meant to move.',
  fix: 'Pin the image to its digest: `name:tag@sha256:…`. You can keep the tag to show the version.',
  references: [links.images, links.gateImages],
  peers: {
    Checkov: ['CKV_K8S_14', 'CKV_K8S_43'],
    'kube-linter': ['latest-tag'],
    Trivy: ['KSV-0013'],
    Kubescape: ['C-0075'],
    Polaris: ['tagNotSpecified'],
    'kube-score': ['container-image-tag'],
    Kyverno: ['disallow-latest-tag', 'require-image-checksum'],
  },
  examples: {
    bad: examplePod({ image: 'registry.example.com/web:latest # warning' }),
    good: examplePod({
      image: 'registry.example.com/web:1.4@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  },

  options: [
    {
      name: 'requireDigest',
      description:
        'Whether every image needs a digest. An image with a fixed tag, such as `1.4`, is then a warning. If this is off, it is a hint in a workspace that pins most of its images, and no finding in another one.',
      default: 'false',
    },
  ],

  *image(used, pod, context) {
    const { requireDigest, workspace } = context;
    const unpinned = context.runImages(used, pod).filter(({ reference }) => !reference.digest);
    const moving = unpinned.find(({ reference: { tag } }) => tag === undefined || tag === 'latest');
    const isForgotten = workspace.isComplete && workspace.pinsMostImages;
    const image = moving ?? (requireDigest || isForgotten ? unpinned[0] : undefined);
    if (!image) return;
    const { tag } = image.reference;
    const risk = tag === undefined ? 'No tag (means `latest`)' : `Tag \`${tag}\` can move`;
    yield {
      at: used.at,
      severity: moving || requireDigest ? 'warning' : 'hint',
      message: `${risk}: ${imageSubject(used)} can change while this manifest stays the same. Pin it: \`${image.text}@sha256:…\`.`,
    };
  },
};
