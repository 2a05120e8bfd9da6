import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';

/** What a constraint's template looks at. */
export interface TemplateFacts {
  readonly lists: readonly ContainerList[];
  /** Why it can't be told what the template does. */
  readonly doubt?: string;
}

const LISTS: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** The kind of constraints that a ConstraintTemplate defines. */
export function kindOfTemplate({ value }: Resource): string | undefined {
  return value.at('spec', 'crd', 'spec', 'names', 'kind').string;
}

/**
 * The library's templates look at each list of containers since 2022; older copies know no ephemeral containers. A
 * template in the workspace says itself which ones it looks at, and one that does more than the library's isn't
 * evaluated. Without one, it is taken to be the library's.
 */
export function factsOfTemplate(template: Resource | undefined): TemplateFacts {
  if (!template) return { lists: LISTS };
  const name = template.name ?? '';
  const code = codeOf(template.value);
  if (code === undefined)
    return { lists: LISTS, doubt: `the Rego of its ConstraintTemplate "${name}" can not be read` };
  const lists = listsIn(code);
  const foreign = lists.length === 0 ? 'spec.containers' : foreignWord(code);
  if (foreign === undefined) return { lists };
  return {
    lists: LISTS,
    doubt: `its ConstraintTemplate "${name}" is not the one of Gatekeeper's library (\`${foreign}\`), and Rego is not evaluated`,
  };
}

/** The lists of a pod that Rego reads. */
function listsIn(code: string): ContainerList[] {
  return LISTS.filter((list) => new RegExp(`\\bspec\\.${list}\\b`).test(code));
}

/** The lists that a template of another library looks at, if that can be told. */
export function listsOfTemplate(template: Resource | undefined): readonly ContainerList[] {
  const code = template && codeOf(template.value);
  const lists = code === undefined ? [] : listsIn(code);
  return lists.length > 0 ? lists : LISTS;
}

/** All its Rego; `undefined` where some can't be read or there is code that isn't Rego (Constraint Templates, "code"). */
function codeOf(template: YamlValue): string | undefined {
  const targets = template.at('spec', 'targets').items;
  const texts = targets.flatMap((target) => {
    const code = target.get('code').items;
    if (code.length === 0) return [target.get('rego').string, ...target.get('libs').items.map(({ string }) => string)];
    return code.flatMap((part) => {
      const source = part.get('source');
      return [source.get('rego').string, ...source.get('libs').items.map(({ string }) => string)];
    });
  });
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('\n');
}

/** The names that the library's templates about images use, in all their editions. */
const NAMES = new Set(
  `package import future keywords contains if in rego v1 data lib as default
   k8sallowedrepos k8sallowedreposv2 k8sdisallowedrepos k8sdisallowedtags k8simagedigests exempt_container is_exempt
   violation msg details input review object parameters spec containers initContainers ephemeralContainers _
   input_containers c container name image images i_image img repos repo allowedImages tags tag tag_with_prefix forbid
   satisfied good exemptImages exempt_images exemption prefix image_matches _matches_exemption
   not any all some sprintf startswith endswith concat strings any_prefix_match any_suffix_match trim_suffix
   re_match regex match get`.split(/\s+/),
);
/** Texts that aren't messages: the keys and patterns which the library's templates compare with. */
const TEXTS = /^(?:msg|details|exemptImages|parameters|:|\*||@\[a-z0-9\].*)$/;

/** A name or a text that none of the library's templates has: by such ones, copies are made to do something else. */
function foreignWord(code: string): string | undefined {
  const bare = code.replace(/#.*$/gm, '');
  const texts = [...bare.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`/g)].map(([, text, raw]) => text ?? raw ?? '');
  const names = bare.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, ' ').match(/[A-Za-z_]\w*/g) ?? [];
  return names.find((name) => !NAMES.has(name)) ?? texts.find((text) => !TEXTS.test(text) && !text.includes('%v'));
}
