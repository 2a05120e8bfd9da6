/** The last part of an image's path, without tag and digest: `redis` of `reg:5000/team/redis:7@sha256:…`. */
export function imageBasename(image: string): string {
  const repository = imageRepository(image);
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** An image without tag and digest. A colon before the last slash is a registry's port. */
export function imageRepository(image: string): string {
  const at = image.indexOf('@');
  const name = at === -1 ? image : image.slice(0, at);
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** Docker Hub, and its old name, which means the same (distribution/reference, normalisation). */
const DOCKER_HUB = 'docker.io';
const OLD_DOCKER_HUB = 'index.docker.io';

/**
 * An image's repository with the registry and path that Docker implies: `docker.io/library/redis` of `redis:7` and of
 * `index.docker.io/redis`.
 */
export function qualifiedRepository(image: string): string {
  const repository = imageRepository(image);
  const slash = repository.indexOf('/');
  const first = slash === -1 ? '' : repository.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  if (hasRegistry && first !== DOCKER_HUB && first !== OLD_DOCKER_HUB) return repository;
  const path = hasRegistry ? repository.slice(slash + 1) : repository;
  return path.includes('/') ? `${DOCKER_HUB}/${path}` : `${DOCKER_HUB}/library/${path}`;
}
