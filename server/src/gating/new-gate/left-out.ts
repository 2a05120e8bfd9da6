import type { LeftOutReason, UsedPlaces } from '../used-places';

/** How many images are listed at most; the gate refuses the others, too. */
const MOST = 20;

const HEADS: Readonly<Record<LeftOutReason, string>> = {
  'not allowed': 'Refused, since allowedRegistries does not have their places, though this workspace uses them:',
  'no owner':
    'Refused, since anybody may put images where these are from, though this workspace uses them. To trust such a place all\n# the same, add it to allowedRegistries and create the gate anew:',
};

/** A comment on the images of the workspace that a new gate refuses, for whoever reviews it; empty where it admits all. */
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

/** Why there is no place that a gate could admit images from, in sentences for the user. */
export function whyNoPlace(places: UsedPlaces): string {
  const [foreign, ownerless] = [leftOutBy('not allowed', places), leftOutBy('no owner', places)].map(summary);
  if (!foreign && !ownerless) return 'No image of this workspace tells a registry, so there is nothing to admit.';
  return [
    'There is nothing to admit.',
    ...(foreign ? [`\`allowedRegistries\` does not have the place of ${foreign}.`] : []),
    ...(ownerless
      ? [
          `Anybody may put images where ${ownerless} is from; add the place to \`allowedRegistries\` to trust it all the same.`,
        ]
      : []),
  ].join(' ');
}

function leftOutBy(reason: LeftOutReason, { leftOut }: UsedPlaces): string[] {
  return leftOut.filter((one) => one.reason === reason).map(({ image }) => image);
}

function summary([first, ...others]: readonly string[]): string | undefined {
  return first === undefined || others.length === 0 ? first : `${first} (and of ${others.length} more)`;
}
