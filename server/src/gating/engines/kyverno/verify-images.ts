import type { YamlValue } from '../../../manifest/value';
import type { Answer, ImageDecision } from '../../gate';
import type { GatedImage } from '../../gated-pod';
import { ADMITTED, type Check, unknown, worstOf } from './decisions';
import { type KyvernoImage, kyvernoImage, NOT_FILLED_IN } from './images';
import { isOpen, policyTexts } from './policy-json';
import { compileWildcards } from './wildcard';

/** What one entry of `verifyImages` makes of an image. */
export interface Verification {
  decide(image: GatedImage): ImageDecision;
}

const EDITIONS = 'editions of Kyverno differ in whether `library/` belongs to the name of this image';
/** What says who has to have signed an image; the last are of policies of old. */
const SIGNERS = ['attestors', 'attestations', 'key', 'issuer', 'subject', 'roots'];

/** Reads the `verifyImages` of a rule ("Verify Images Rules"). It looks at the images of every list. */
export function compileVerifyImages(rule: YamlValue): Check {
  const verifications = rule.get('verifyImages').items.map(compileVerification);
  const extractors = rule.get('imageExtractors');
  return ({ object, pod }) =>
    extractors.keys.has(object.kind)
      ? pod.images.map(() => unknown('its `imageExtractors` are not evaluated here', extractors))
      : pod.images.map((image) => worstOf(verifications.map((verification) => verification.decide(image))));
}

/** Reads one entry. */
export function compileVerification(entry: YamlValue): Verification {
  const isMeant = compileWildcards([...policyTexts(entry.get('imageReferences')), ...policyTexts(entry.get('image'))]);
  const isLeftOut = compileWildcards(policyTexts(entry.get('skipImageReferences')));
  const at = entry.get('imageReferences').exists ? entry.get('imageReferences') : entry;
  const whoMatches = judge(entry);
  const hasOpenReferences = isOpen(entry.get('imageReferences')) || isOpen(entry.get('image'));
  const hasOpenSkips = isOpen(entry.get('skipImageReferences'));
  const open = unknown('which images it is about is still filled in by expressions', at);
  const unmeant: ImageDecision = { verdict: 'skips', reason: 'none of its `imageReferences` is for this image', at };
  const leftOut: ImageDecision = {
    verdict: 'skips',
    reason: 'its `skipImageReferences` leave this image out',
    at: entry.get('skipImageReferences'),
  };
  return {
    decide: ({ image }) => {
      if (image === undefined) return unknown(NOT_FILLED_IN, at);
      const known = kyvernoImage(image);
      if (!known) return unknown("Kyverno can't read the name of this image", at);
      const matched = areNamed(isMeant, known.names);
      if (matched !== 'yes' && hasOpenReferences) return open;
      if (matched === 'no') return unmeant;
      const isSkipped = areNamed(isLeftOut, known.names);
      if (isSkipped === 'yes') return leftOut;
      if (hasOpenSkips) return open;
      return matched === 'unknown' || isSkipped === 'unknown' ? unknown(EDITIONS, at) : whoMatches(known);
    },
  };
}

function areNamed(isNamed: (name: string) => boolean, [name = '', other]: readonly string[]): Answer {
  const answer = isNamed(name);
  return other !== undefined && isNamed(other) !== answer ? 'unknown' : answer ? 'yes' : 'no';
}

/** What is made of an image that is meant: a digest can be seen, a signature can't. */
function judge(entry: YamlValue): (image: KyvernoImage) => ImageDecision {
  const at = entry.get('imageReferences').exists ? entry.get('imageReferences') : entry;
  const isTrue = (key: string): boolean => entry.get(key).boolean !== false;
  const needsDigest = isTrue('verifyDigest') && !isTrue('mutateDigest');
  const unread = ['verifyDigest', 'mutateDigest', 'required'].find((key) => isNoFlag(entry.get(key)));
  if (unread !== undefined) return () => unknown(`its \`${unread}\` can not be read`, entry.get(unread));
  const isSigned = SIGNERS.some((key) => entry.get(key).exists);
  const noDigest: ImageDecision = {
    verdict: 'rejects',
    reason: 'the image has no digest, which `verifyDigest` asks for and `mutateDigest` is told not to add',
    at: entry.get('mutateDigest'),
  };
  const signature = unknown("whether it is signed as the policy asks can't be told from here", at);
  const nobody = unknown('it asks for verified images, but no `attestors` say by whom', at);
  return ({ digest }) => {
    if (needsDigest && digest === undefined) return noDigest;
    if (isSigned) return signature;
    return isTrue('required') ? nobody : ADMITTED;
  };
}

function isNoFlag(value: YamlValue): boolean {
  return value.exists && value.boolean === undefined && (value.isMap || value.isList || value.label !== undefined);
}
