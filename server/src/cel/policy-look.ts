import type { YamlValue } from '../manifest/value';
import { IMAGE_LISTS, type ImageList } from '../pod/template';
import { CelExpression } from './expression';
import { forbidsList } from './forbids-list';
import type { ImageUsage, Prefix } from './look';
import { CelScope } from './scope';

/** What the validations of a CEL policy read. Variables count only if a validation uses them, conditions do not count. */
export interface PolicyLook {
  /** The lists of containers and volumes whose images it does not check; empty if it does not read images. */
  readonly skipped: readonly ImageList[];
  /** The validations that read images, and those that read containers in another way. */
  readonly validations: readonly LookingValidation[];
  /** The prefixes that are compared with images, and the expressions that contain them. */
  readonly prefixes: readonly (Prefix & { readonly at: YamlValue })[];
}

export interface LookingValidation {
  readonly item: YamlValue;
  readonly readsImages: boolean;
}

const known = new WeakMap<object, PolicyLook>();

/** @param spec of a ValidatingAdmissionPolicy, or of a policy of another engine with the same form */
export function policyImageUsage(spec: YamlValue): PolicyLook {
  const { node } = spec;
  const remembered = node && known.get(node);
  if (remembered) return remembered;
  const made = lookAt(spec);
  if (node) known.set(node, made);
  return made;
}

/** From the syntax. Text with template expressions can't be parsed, so nothing is known of it. */
export function usedExpression(item: YamlValue): string {
  return item.get('expression').label ?? '';
}

/** The variables of a policy by name, in the order of their declarations. */
export function variablesOf(spec: YamlValue): Map<string, string> {
  return new Map(spec.get('variables').items.map((item) => [item.get('name').string ?? '', usedExpression(item)]));
}

interface Seen {
  readonly item: YamlValue;
  readonly expression: CelExpression;
  readonly look: ImageUsage | undefined;
}

function lookAt(spec: YamlValue): PolicyLook {
  const variables = variablesOf(spec);
  const looks = new Map<string, ImageUsage>();
  // If an expression uses an unreadable variable, it is unreadable itself.
  const look = (expression: CelExpression): ImageUsage | undefined =>
    [...expression.variables].every((name) => looks.has(name) || !variables.has(name))
      ? expression.look(looks)
      : undefined;
  for (const [name, text] of variables) {
    const own = look(CelExpression.of(text));
    if (own) looks.set(name, own);
  }
  const seen = spec.get('validations').items.map((item) => {
    const expression = CelExpression.of(usedExpression(item));
    return { item, expression, look: look(expression) };
  });
  const places = new Map(spec.get('variables').items.map((item) => [item.get('name').string, item.get('expression')]));
  return {
    skipped: skippedBy(seen, new CelScope(variables)),
    validations: seen.flatMap(({ item, look }) => {
      // An unreadable expression may read anything.
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

function skippedBy(seen: readonly Seen[], scope: CelScope): ImageList[] {
  const looks = seen.flatMap(({ look }) => look ?? []);
  // It is not known which lists an unreadable expression leaves out.
  if (looks.length < seen.length || !looks.some(({ readsImages, imagesOf }) => readsImages || imagesOf.size > 0))
    return [];
  const isRead = IMAGE_LISTS.map((list) => looks.some(({ imagesOf }) => imagesOf.has(list)));
  // It reads them in a way that is not followed here.
  if (!isRead.includes(true)) return [];
  return IMAGE_LISTS.filter((list, index) => !isRead[index] && !seen.some((one) => forbids(one, list, scope)));
}

function forbids({ expression, look }: Seen, list: ImageList, scope: CelScope): boolean {
  if (!look?.lists.has(list) || look.iterated.has(list)) return false;
  return forbidsList(expression, list, scope);
}
