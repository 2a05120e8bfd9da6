import type { YamlValue } from '../../manifest/value';
import type { ContainerList } from '../../pod/template';
import { CelExpression } from './expression';
import { forbidsList } from './forbids-list';
import type { Look, Prefix } from './look';
import { CelScope } from './scope';

const LISTS: readonly ContainerList[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** What the validations of a policy in CEL look at: of its variables only those that they use, of its conditions none. */
export interface PolicyLook {
  /** The container lists that it has no say about; none where it doesn't speak of images. */
  readonly skipped: readonly ContainerList[];
  /** The validations that read images, and those that are about containers in another way. */
  readonly validations: readonly LookingValidation[];
  /** What beginnings of images are compared with, and in which expression. */
  readonly prefixes: readonly (Prefix & { readonly at: YamlValue })[];
}

export interface LookingValidation {
  readonly item: YamlValue;
  readonly readsImages: boolean;
}

const known = new WeakMap<object, PolicyLook>();

/** @param spec that of a ValidatingAdmissionPolicy or of a policy of another engine that is written like one */
export function policyLook(spec: YamlValue): PolicyLook {
  const { node } = spec;
  const remembered = node && known.get(node);
  if (remembered) return remembered;
  const made = lookAt(spec);
  if (node) known.set(node, made);
  return made;
}

/** As it is written: what a template still fills in can't be parsed, so that nothing is known of it. */
export function expressionOf(item: YamlValue): string {
  return item.get('expression').label ?? '';
}

/** The variables of a policy by name, in the order of their declarations. */
export function variablesOf(spec: YamlValue): Map<string, string> {
  return new Map(spec.get('variables').items.map((item) => [item.get('name').string ?? '', expressionOf(item)]));
}

interface Seen {
  readonly item: YamlValue;
  readonly expression: CelExpression;
  readonly look: Look | undefined;
}

function lookAt(spec: YamlValue): PolicyLook {
  const variables = variablesOf(spec);
  const looks = new Map<string, Look>();
  // What uses something that can't be read can't be read itself.
  const look = (expression: CelExpression): Look | undefined =>
    [...expression.variables].every((name) => looks.has(name) || !variables.has(name))
      ? expression.look(looks)
      : undefined;
  for (const [name, text] of variables) {
    const own = look(CelExpression.of(text));
    if (own) looks.set(name, own);
  }
  const seen = spec.get('validations').items.map((item) => {
    const expression = CelExpression.of(expressionOf(item));
    return { item, expression, look: look(expression) };
  });
  const places = new Map(spec.get('variables').items.map((item) => [item.get('name').string, item.get('expression')]));
  return {
    skipped: skippedBy(seen, new CelScope(variables)),
    validations: seen.flatMap(({ item, look }) => {
      // What can't be read may be about anything.
      if (!look) return [{ item, readsImages: true }];
      const isAbout = look.readsImages || look.origin.isImage || look.lists.size > 0;
      return isAbout ? [{ item, readsImages: look.readsImages || look.imagesOf.size > 0 }] : [];
    }),
    prefixes: seen.flatMap(({ item, look }) =>
      (look?.prefixes ?? []).map((prefix) => ({
        ...prefix,
        at: places.get(prefix.variable) ?? item.get('expression'),
      })),
    ),
  };
}

function skippedBy(seen: readonly Seen[], scope: CelScope): ContainerList[] {
  const looks = seen.flatMap(({ look }) => look ?? []);
  // Of an expression that can't be read nobody knows what it leaves out.
  if (looks.length < seen.length || !looks.some(({ readsImages, imagesOf }) => readsImages || imagesOf.size > 0))
    return [];
  const isRead = LISTS.map((list) => looks.some(({ imagesOf }) => imagesOf.has(list)));
  // Read by ways that are not followed here.
  if (!isRead.includes(true)) return [];
  return LISTS.filter((list, at) => !isRead[at] && !seen.some((one) => forbids(one, list, scope)));
}

function forbids({ expression, look }: Seen, list: ContainerList, scope: CelScope): boolean {
  if (!look?.lists.has(list) || look.iterated.has(list)) return false;
  return forbidsList(expression, list, scope);
}
