import type { Resource } from '../../manifest/resource';
import { serviceAccountOf } from '../../pod/service-account';
import { abilitiesOf, abilitiesOfRules } from '../../rules/access/abilities';
import { abilityWords } from '../../rules/access/ability-words';
import { code, joined, type Markdown, markdown } from '../../text/markdown';
import type { RbacSubject } from '../../workspace/rbac';
import { type HoverContext, type HoverText, isOn, type PodHover } from './part';

const MOST_GRANTS = 8;

/** On the name of a pod's service account: what it can do, and by which bindings. */
export const accountHover: PodHover = (pod, context) => {
  const { name, namespace, value } = serviceAccountOf(pod);
  if (!isOn(value, context)) return undefined;
  const subject = { kind: 'ServiceAccount', name, namespace } as const;
  return { span: value.span, text: describeSubject(subject, context) };
};

/** In a binding, on its role or a subject; in a role, on its rules: what they allow, in words. */
export function rbacHover(resource: Resource, context: HoverContext): HoverText | undefined {
  const { access } = context.index;
  const grant = access.grantAt(resource);
  const root = resource.value;
  if (grant) {
    const role = root.at('roleRef', 'name');
    if (isOn(role, context)) {
      const can = abilitiesOfRules(grant, context.kubernetesMinor).map(abilityWords);
      const text = grant.isKnown
        ? describe(markdown`A subject with the role ${code(grant.binding.role.name)} by this binding`, can)
        : markdown`The role ${code(grant.binding.role.name)} is not in the workspace, so what it allows is not known.`;
      return { span: role.span, text };
    }
    for (const entry of root.get('subjects').items) {
      const name = entry.get('name');
      const subject = grant.binding.subjects.find(
        (one) => one.name === name.string && one.kind === entry.get('kind').string,
      );
      if (subject && isOn(name, context)) return { span: name.span, text: describeSubject(subject, context) };
    }
  }
  const role = access.roleAt(resource);
  const { keySpan } = root.get('rules');
  if (!role || !keySpan || !context.isAt(keySpan)) return undefined;
  const [own] = access.grantsOf(role);
  const bindings = access.grantsOf(role).map(({ binding }) => markdown`${binding.kind} ${code(binding.name)}`);
  const can = own ? abilitiesOfRules(own, context.kubernetesMinor).map(abilityWords) : [];
  const text = own
    ? joined(
        [
          describe('A subject with this role', can),
          '',
          markdown`Bound by ${joined(bindings.slice(0, MOST_GRANTS), ', ')}.`,
        ],
        '\n',
      )
    : markdown`No binding of the workspace grants this role.`;
  return { span: keySpan, text };
}

function describeSubject(subject: RbacSubject, { index: { access }, kubernetesMinor }: HoverContext): Markdown {
  const grants = access.grantsTo(subject);
  const lines = grants.slice(0, MOST_GRANTS).map((grant) => {
    const can = abilitiesOf(subject, grant, access, kubernetesMinor).map(abilityWords);
    const where = grant.binding.kind === 'ClusterRoleBinding' ? 'everywhere' : 'in its namespace';
    const what = can.length === 0 ? 'nothing to pods, Secrets or policies' : `${where} ${can.join(', ')}`;
    return markdown`- can ${what}, by ${grant.binding.kind} ${code(grant.binding.name)}`;
  });
  const more = grants.length > MOST_GRANTS ? [markdown`- and by ${grants.length - MOST_GRANTS} more bindings`] : [];
  const none = grants.length === 0 ? 'no binding of the workspace names it.' : '';
  return joined([markdown`${subject.kind} ${code(subject.name)}: ${none}`, '', ...lines, ...more], '\n');
}

function describe(who: Markdown | string, can: readonly string[]): Markdown {
  if (can.length === 0) return markdown`${who} gets no power over pods, Secrets or policies.`;
  return joined([markdown`${who} can:`, '', ...can.map((what) => markdown`- ${what}`)], '\n');
}
