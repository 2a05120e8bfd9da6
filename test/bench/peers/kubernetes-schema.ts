import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce } from '../../hosts/cache.mjs';
import { downloadGoModule } from './go-peers';

/** The version of the cluster tests: its module is on the machine already where they run. */
const KUBERNETES = 'v1.37.2';

interface Definition {
  readonly properties?: Readonly<Record<string, object>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}
type Definitions = Readonly<Record<string, Definition>>;

/**
 * JSON schemas of Kubernetes' kinds, made of its OpenAPI: `all.json` for language servers, and `KIND-GROUP-VERSION.json` for
 * linters. Gives the folder.
 */
export async function installKubernetesSchema(): Promise<string> {
  return installOnce(`kubernetes-schema-${KUBERNETES}`, async (aside) => {
    const openApi = join(downloadGoModule('k8s.io/kubernetes', KUBERNETES), 'api/openapi-spec/swagger.json');
    const { definitions } = JSON.parse(await readFile(openApi, 'utf8')) as { definitions: Definitions };
    const schemas = Object.fromEntries(Object.entries(definitions).map(([name, given]) => [name, strict(name, given)]));
    const kinds = Object.entries(definitions).filter(
      ([, given]) => given['x-kubernetes-group-version-kind']?.length === 1,
    );
    const references = kinds.map(([name]) => ({ $ref: `#/definitions/${name}` }));
    await writeFile(join(aside, 'all.json'), JSON.stringify({ oneOf: references, definitions: schemas }));
    for (const [name, given] of kinds) {
      const [{ group, version, kind } = { group: '', version: '', kind: '' }] =
        given['x-kubernetes-group-version-kind'] ?? [];
      if (!['', 'apps'].includes(group)) continue;
      const file = [kind.toLowerCase(), group, version].filter((word) => word !== '').join('-');
      const schema = { $ref: `#/definitions/${name}`, definitions: schemas };
      await writeFile(join(aside, `${file}.json`), JSON.stringify(schema));
    }
  });
}

/** A definition as it is used offline: unknown fields are errors, and a kind is known by its name and version. */
function strict(name: string, given: Definition): object {
  if (/\.(IntOrString|Quantity)$/.test(name)) return { oneOf: [{ type: 'string' }, { type: 'number' }] };
  const { 'x-kubernetes-group-version-kind': kinds, ...definition } = given;
  if (!definition.properties) return definition;
  const [only] = kinds?.length === 1 ? kinds : [];
  const header = only && {
    kind: { ...definition.properties.kind, enum: [only.kind] },
    apiVersion: { ...definition.properties.apiVersion, enum: [[only.group, only.version].filter(Boolean).join('/')] },
  };
  return { ...definition, properties: { ...definition.properties, ...header }, additionalProperties: false };
}
