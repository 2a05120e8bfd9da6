import { examplePod } from '../example';
import { links } from '../links';
import type { Rule } from '../rule';
import { imagesOf } from './run-images';

export const mutableTag: Rule = {
  id: 'mutable-tag',
  category: 'images',
  severity: 'warning',
  title: 'An image can change while its manifest stays the same',
  why: 'A tag is a name that its registry can move. Whoever can push to the repository decides what the next restart of the pod runs, and two replicas can run different code. `latest`, also implied where no tag is written, moves by design.',
  fix: 'Pin the image to its digest: `name:tag@sha256:…`. The tag may stay, for people to read.',
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

  *container(container, pod, context) {
    const image = imagesOf(container, pod, context).find(({ reference }) => !reference.digest);
    if (!image) return;
    const { tag } = image.reference;
    const moves = tag === undefined || tag === 'latest';
    const what = tag === undefined ? 'has no tag, so it means `latest`' : `has the tag \`${tag}\``;
    yield {
      at: container.value.get('image'),
      severity: moves ? 'warning' : 'hint',
      message: `The image of "${container.label}" ${what} and can change under this manifest. Pin it: \`${image.text}@sha256:…\`.`,
    };
  },
};
