/** The last part of an image's path, without tag and digest: `redis` of `reg:5000/team/redis:7@sha256:…`. */
export function imageBasename(image: string): string {
  return imageRepository(image).split('/').pop() ?? '';
}

/** An image without tag and digest. A colon before the last slash is a registry's port. */
export function imageRepository(image: string): string {
  const name = image.split('@', 1)[0] ?? '';
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** An image's repository with the registry and path that Docker implies: `docker.io/library/redis` of `redis:7`. */
export function qualifiedRepository(image: string): string {
  const repository = imageRepository(image);
  const slash = repository.indexOf('/');
  if (slash === -1) return `docker.io/library/${repository}`;
  const first = repository.slice(0, slash);
  const isRegistry = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  return isRegistry ? repository : `docker.io/${repository}`;
}
