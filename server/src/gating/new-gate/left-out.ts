import type { LeftOutReason, UsedPlaces } from '../../image/used-places';

/** The maximum number of listed images; the gate also denies the others. */
const MOST = 20;

const HEADS: Readonly<Record<LeftOutReason, string>> = {
  'not allowed':
    'This policy denies these images of the workspace, because allowedRegistries does not include their registries:',
  'no owner':
    'This policy denies these images of the workspace, because every user of their registries can push images there. To trust\n# such a registry, add it to allowedRegistries and create the policy again:',
};

/** A comment that lists the images of the workspace that a new gate denies; empty if it admits all of them. */
export function describeLeftOut(places: UsedPlaces): string {
  return (['not allowed', 'no owner'] as const)
    .map((reason) => {
      const images = leftOutBy(reason, places);
      if (images.length === 0) return '';
      const listed = images.slice(0, MOST).map((image) => `#   ${image}\n`);
      const more = images.length > MOST ? `#   and ${images.length - MOST} more\n` : '';
      return `# ${HEADS[reason]}\n${listed.join('')}${more}`;
    })
    .join('');
}

/** Sentences that say why there is no place from which a gate could admit images. */
export function whyNoPlace(places: UsedPlaces): string {
  const [foreign, ownerless] = [leftOutBy('not allowed', places), leftOutBy('no owner', places)].map(summary);
  if (!foreign && !ownerless) return 'There is nothing to admit: no image of this workspace has a known registry.';
  return [
    'There is nothing to admit.',
    ...(foreign ? [`\`allowedRegistries\` does not include the registry of ${foreign}.`] : []),
    ...(ownerless
      ? [`Every user can push images to the registry of ${ownerless}: to trust it, add it to \`allowedRegistries\`.`]
      : []),
  ].join(' ');
}

function leftOutBy(reason: LeftOutReason, { leftOut }: UsedPlaces): string[] {
  return leftOut.filter((one) => one.reason === reason).map(({ image }) => image);
}

function summary([first, ...others]: readonly string[]): string | undefined {
  return first === undefined || others.length === 0 ? first : `${first} (and of ${others.length} more)`;
}
