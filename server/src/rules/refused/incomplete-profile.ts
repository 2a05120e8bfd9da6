import { removeEntry } from '../../fixes/remove-entry';
import { setValue } from '../../fixes/set-value';
import type { YamlValue } from '../../manifest/value';
import type { Pod } from '../../pod/pod';
import { examplePod } from '../example';
import { links } from '../links';
import type { Fix } from '../rule';
import { againstAppArmorName, againstSeccompPath, PROFILE_KINDS, type ProfileKind } from './profile-kinds';
import { literal, type Refusal, refusedRule } from './refused-rule';
import { type PlacedContext, securityContextsOf } from './security-contexts';
import { isWritten } from './written';

export const incompleteProfile = refusedRule({
  id: 'incomplete-profile',
  title: 'A seccomp or AppArmor profile without a part that it needs',
  why: 'A profile needs a `type`. `Localhost` names a file of the node, so it needs `localhostProfile`, and the other types cannot have it. The API server refuses a pod with any other profile.',
  fix: 'Set `type`, and `localhostProfile` only with `type: Localhost`.',
  references: [links.seccomp, links.appArmor],
  examples: {
    bad: examplePod({ container: 'securityContext:\n  seccompProfile:\n    type: Localhost # error' }),
    good: examplePod({
      container: 'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: profiles/web.json',
    }),
  },

  fields: PROFILE_KINDS.map(({ field }) => field),
  *find(pod, { kubernetesMinor }) {
    for (const placed of securityContextsOf(pod))
      for (const kind of PROFILE_KINDS)
        if (kubernetesMinor >= kind.since && isWritten(placed.context.get(kind.field), 'map'))
          for (const refusal of faultsOf(pod, placed.context.get(kind.field), kind, placed))
            yield { ...refusal, ...(placed.container && { container: placed.container }) };
  },
});

function* faultsOf(pod: Pod, profile: YamlValue, kind: ProfileKind, { subject }: PlacedContext): Generator<Refusal> {
  const [type, localhost] = [profile.get('type'), profile.get('localhostProfile')];
  const whose = `the ${kind.name} profile of ${subject}`;
  const isWithoutType = !type.isSet || type.string === '';
  if (isWithoutType) {
    const at = !type.isSet ? profile : type;
    const isAbsence = !type.isSet;
    const meant = !localhost.isSet ? [] : [writeFix(pod, type, 'Localhost', 'the profile of the node then holds')];
    yield { field: type, at, isAbsence, because: `${whose} has no type`, toDo: 'Set its `type`', fixes: meant };
  }
  const name = isWithoutType ? '' : literal(type);
  if (name === 'Localhost') yield* pathFaults(type, localhost, kind, whose);
  else if (name !== undefined && isWritten(localhost, 'text') && !isAccepted(kind, name)) {
    const because = `${whose} has \`localhostProfile\`, but not \`type: Localhost\``;
    const fixes = isWithoutType ? [] : [removeFix(pod, localhost, name)];
    yield { field: localhost, isConflict: true, because, toDo: 'Remove one of them, or set `type: Localhost`', fixes };
  }
}

/** The API server does not look further at an AppArmor profile of a type that it does not know. */
function isAccepted({ name }: ProfileKind, type: string): boolean {
  return name === 'AppArmor' && type !== 'RuntimeDefault' && type !== 'Unconfined';
}

function* pathFaults(type: YamlValue, localhost: YamlValue, kind: ProfileKind, whose: string): Generator<Refusal> {
  if (!localhost.isSet) {
    const because = `${whose} has \`type: Localhost\`, but no \`localhostProfile\``;
    yield { field: localhost, at: type, isAbsence: true, because, toDo: 'Name the profile of the node' };
    return;
  }
  const text = literal(localhost);
  const fault =
    text === undefined ? undefined : kind.name === 'seccomp' ? againstSeccompPath(text) : againstAppArmorName(text);
  if (fault !== undefined)
    yield { field: localhost, because: `\`localhostProfile\` of ${whose} ${fault}`, toDo: 'Correct it' };
}

function writeFix({ resource }: Pod, at: YamlValue, value: string, effect: string): Fix {
  const title = `Set type: ${value} (${effect})`;
  return { title, isPreferred: false, change: () => setValue(resource.document, at, value) };
}

function removeFix({ resource }: Pod, at: YamlValue, type: string): Fix {
  const title = `Remove localhostProfile (it has no meaning with ${type})`;
  return { title, isPreferred: false, change: () => removeEntry(resource.document, at) };
}
