import { apiVersionOf, RESOURCES, type Resource, SUBRESOURCES } from './resources.ts';

const GROUPS = [...new Set(RESOURCES.map(({ group }) => group))].filter((group) => group !== '');

/**
 * The answers by which kubectl learns what there is: version, groups and their resources. In the form of before 1.26,
 * which every kubectl still reads.
 * @returns undefined where the path is none of discovery's
 */
export function discover(path: string, gitVersion: string): object | undefined {
  if (path === '/version') return version(gitVersion);
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(group) };
  const served = RESOURCES.filter(
    (resource) => path === `/${resource.group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`,
  );
  const [first] = served;
  if (first === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    // The oldest group has none.
    ...(first.group !== '' && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf(first),
    resources: served.flatMap(described),
  };
}

function version(gitVersion: string): object {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return { major, minor, gitVersion, platform: 'linux/amd64' };
}

function group(name: string): object {
  const preferredVersion = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [preferredVersion], preferredVersion };
}

function described({ name, kind, isNamespaced, shortNames, subresources, verbs }: Resource): object[] {
  const names = shortNames.length > 0 ? { shortNames } : {};
  return [
    { name, singularName: kind.toLowerCase(), namespaced: isNamespaced, kind, verbs, ...names },
    ...subresources.map((subresource) => ({
      name: `${name}/${subresource}`,
      singularName: '',
      namespaced: isNamespaced,
      ...SUBRESOURCES[subresource],
    })),
  ];
}
