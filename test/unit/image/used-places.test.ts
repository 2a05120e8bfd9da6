import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowedBy } from '../../../server/src/image/allowed-registries';
import { usedPlaces } from '../../../server/src/image/used-places';

const paths = (images: readonly string[], allowed?: readonly string[]): string[] =>
  usedPlaces(images, allowed).places.map(({ path }) => path);

describe('the places of images are', () => {
  it.each([
    ['registry.example.com/team/web:1', 'registry.example.com'],
    ['registry.example.com:5000/api', 'registry.example.com:5000'],
    ['localhost/web', 'localhost'],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/web', '123456789012.dkr.ecr.eu-central-1.amazonaws.com'],
    ['ours.azurecr.io/team/web', 'ours.azurecr.io'],
  ])('registries of one owner: %s', (image, place) => {
    expect(paths([image])).toEqual([place]);
  });

  it.each(['registry.k8s.io', 'mcr.microsoft.com', 'docker.elastic.co'])('registries of one vendor: %s', (host) => {
    expect(paths([`${host}/some/image:1`, `${host}/pause:3.9`])).toEqual([host]);
  });

  it.each([
    ['nginx', 'docker.io/library'],
    ['nginx:1.27@sha256:'.concat('a'.repeat(64)), 'docker.io/library'],
    ['docker.io/library/nginx:1', 'docker.io/library'],
    ['docker.io/nginx:1', 'docker.io/library'],
    ['index.docker.io/nginx:1', 'docker.io/library'],
    ['index.docker.io/grafana/agent', 'docker.io/grafana'],
    ['grafana/agent', 'docker.io/grafana'],
    ['ghcr.io/our-org/tools/log:2', 'ghcr.io/our-org'],
    ['quay.io/org/app', 'quay.io/org'],
    ['gcr.io/project/app', 'gcr.io/project'],
    ['eu.gcr.io/project/app', 'eu.gcr.io/project'],
    ['europe-west3-docker.pkg.dev/project/repo/app', 'europe-west3-docker.pkg.dev/project'],
    ['registry.gitlab.com/group/project/app', 'registry.gitlab.com/group'],
    ['public.ecr.aws/docker/library/nginx', 'public.ecr.aws/docker'],
    ['de.icr.io/namespace/app', 'de.icr.io/namespace'],
  ])('what one owner has of a registry that is shared with strangers: %s', (image, place) => {
    expect(paths([image])).toEqual([place]);
  });

  it('never the whole of a registry that is shared', () => {
    expect(paths(['ghcr.io/nobody', 'quay.io/nobody:1', 'docker.io/nginx'])).toEqual(['docker.io/library']);
  });

  it.each([
    ['registry.example.com/prod/x:1', ['registry.example.com/prod'], ['registry.example.com/prod']],
    ['registry.example.com/prod/x:1', ['registry.example.com/prod', '*.example.com'], ['registry.example.com']],
    ['registry.example.com/prod/x:1', ['*.example.com/*/x'], ['registry.example.com/prod/x']],
    ['registry.example.com/dev/x:1', ['registry.example.com/prod'], []],
    ['ghcr.io/our/x:1', ['ghcr.io'], ['ghcr.io/our']],
    ['nginx:1', ['docker.io/library/nginx'], ['docker.io/library/nginx']],
    // The setting counts even for registries that everyone can push to.
    ['ttl.sh/x:1', ['ttl.sh'], ['ttl.sh']],
    ['ttl.sh/x:1', ['ttl.sh/x'], ['ttl.sh/x']],
  ])('no wider than the user allows: %s with %j', (image, allowed, expected) => {
    expect(paths([image], allowed)).toEqual(expected);
  });

  it('told to be images themselves where one is', () => {
    const allowed = ['registry.example.com/web'];
    expect(usedPlaces(['registry.example.com/web:1', 'registry.example.com/web/x'], allowed).places).toEqual([
      { path: 'registry.example.com/web', isRepository: true },
    ]);
    expect(usedPlaces(['registry.example.com/web/x'], allowed).places).toEqual([
      { path: 'registry.example.com/web', isRepository: false },
    ]);
  });

  it('not told by what is left out, with the reason', () => {
    expect(usedPlaces(['ttl.sh/x:1', 'a.io/x', '$IMAGE']).leftOut).toEqual([
      { image: 'ttl.sh/x:1', reason: 'no owner' },
    ]);
    expect(usedPlaces(['ttl.sh/x:1', 'a.io/x'], ['b.io']).leftOut).toEqual([
      { image: 'ttl.sh/x:1', reason: 'not allowed' },
      { image: 'a.io/x', reason: 'not allowed' },
    ]);
  });

  it('sorted, each once', () => {
    expect(paths(['b.io/x', 'nginx', 'a.io/x', 'busybox', 'b.io/y'])).toEqual(['a.io', 'b.io', 'docker.io/library']);
  });

  it.each([
    '',
    '$IMAGE',
    '{{ .Values.image }}',
    'Not An Image',
    'REPLACE_ME',
    'ghcr.io/UPPER/x',
    'x.io/',
    'x.io/a:b:c',
  ])('not told by what is no image: %j', (image) => {
    expect(paths([image])).toEqual([]);
  });

  it('what admits the images, in whatever order they come', () => {
    const image = fc.stringMatching(
      /^(?:[a-z]{1,3}\.io\/|[a-z]:50\/|ghcr\.io\/o\/)?[a-z]{1,2}(?:\/[a-z]){0,2}(?::[0-9])?$/,
    );
    fc.assert(
      fc.property(fc.array(image), (images) => {
        const places = paths(images);
        expect(images.filter((one) => !isAllowedBy(places, one))).toEqual([]);
        expect(paths([...images].reverse())).toEqual(places);
      }),
    );
  });
});
