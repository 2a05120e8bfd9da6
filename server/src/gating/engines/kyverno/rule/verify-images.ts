import type { AdmissionImage } from '../../../../admission/admission-pod';
import type { Answer } from '../../../../admission/answers';
import type { YamlValue } from '../../../../manifest/value';
import { compileWildcards } from '../../../../text/wildcard';
import { type ImageDecision, NOT_FILLED_IN, VOLUMES_SKIPPED } from '../../../gate';
import { ADMITTED, type RuleCheck, unknownDecision, worstOf } from '../decision/decisions';
import { type KyvernoImage, kyvernoImage } from '../expression/images';
import { isOpen, policyTexts } from '../expression/policy-json';

/** The decision of one entry of `verifyImages` on an image. */
export interface Verification {
  decide(image: AdmissionImage): ImageDecision;
}

/** The fields that name the required signers; the last ones belong to older policies. */
const SIGNERS = ['attestors', 'attestations', 'key', 'issuer', 'subject', 'roots'];

/** Compiles the `verifyImages` of a rule ("Verify Images Rules"). It checks the images of every list of containers. */
export function compileVerifyImages(rule: YamlValue): RuleCheck {
  const verifications = rule.get('verifyImages').items.map(compileVerification);
  const extractors = rule.get('imageExtractors');
  const extracted = unknownDecision({ kind: 'not-supported', what: 'field', name: 'imageExtractors' }, extractors);
  return ({ object, pod }) =>
    extractors.keys.has(object.kind)
      ? pod.images.map(() => extracted)
      : pod.images.map((image) =>
          image.list === 'volumes'
            ? VOLUMES_SKIPPED
            : worstOf(verifications.map((verification) => verification.decide(image))),
        );
}

/** Compiles one entry. */
export function compileVerification(entry: YamlValue): Verification {
  const isMeant = compileWildcards([...policyTexts(entry.get('imageReferences')), ...policyTexts(entry.get('image'))]);
  const isLeftOut = compileWildcards(policyTexts(entry.get('skipImageReferences')));
  const at = entry.get('imageReferences').exists ? entry.get('imageReferences') : entry;
  const whoMatches = judge(entry);
  const hasOpenReferences = isOpen(entry.get('imageReferences')) || isOpen(entry.get('image'));
  const hasOpenSkips = isOpen(entry.get('skipImageReferences'));
  const open = unknownDecision({ kind: 'open', what: 'images' }, at);
  const notFilledIn = unknownDecision(NOT_FILLED_IN.cause, at);
  const unreadable = unknownDecision({ kind: 'no-image-name', of: 'image' }, at);
  const byEdition = unknownDecision({ kind: 'editions-differ', in: 'verified-name' }, at);
  const unmeant: ImageDecision = { verdict: 'skips', cause: { kind: 'not-referenced', field: 'imageReferences' }, at };
  const leftOut: ImageDecision = {
    verdict: 'skips',
    cause: { kind: 'references-left-out', field: 'skipImageReferences' },
    at: entry.get('skipImageReferences'),
  };
  return {
    decide: ({ image }) => {
      if (image === undefined) return notFilledIn;
      const known = kyvernoImage(image);
      if (!known) return unreadable;
      const matched = areNamed(isMeant, known.names);
      if (matched !== 'yes' && hasOpenReferences) return open;
      if (matched === 'no') return unmeant;
      const isSkipped = areNamed(isLeftOut, known.names);
      if (isSkipped === 'yes') return leftOut;
      if (hasOpenSkips) return open;
      return matched === 'unknown' || isSkipped === 'unknown' ? byEdition : whoMatches(known);
    },
  };
}

function areNamed(isNamed: (name: string) => boolean, [name = '', other]: readonly string[]): Answer {
  const answer = isNamed(name);
  return other !== undefined && isNamed(other) !== answer ? 'unknown' : answer ? 'yes' : 'no';
}

/** The decision on an image that the entry matches: a digest is in the manifest, a signature is not. */
function judge(entry: YamlValue): (image: KyvernoImage) => ImageDecision {
  const at = entry.get('imageReferences').exists ? entry.get('imageReferences') : entry;
  const isTrue = (key: string): boolean => entry.get(key).boolean !== false;
  const needsDigest = isTrue('verifyDigest') && !isTrue('mutateDigest');
  const unread = ['verifyDigest', 'mutateDigest', 'required'].find((key) => isNoFlag(entry.get(key)));
  if (unread !== undefined) {
    const decision = unknownDecision({ kind: 'unreadable', field: unread }, entry.get(unread));
    return () => decision;
  }
  const isSigned = SIGNERS.some((key) => entry.get(key).exists);
  const noDigest: ImageDecision = {
    verdict: 'rejects',
    cause: { kind: 'no-digest', by: 'verifyDigest' },
    at: entry.get('mutateDigest'),
  };
  const signature = unknownDecision({ kind: 'signature' }, at);
  const unsigned = unknownDecision({ kind: 'no-attestors' }, at);
  return ({ digest }) => {
    if (needsDigest && digest === undefined) return noDigest;
    if (isSigned) return signature;
    return isTrue('required') ? unsigned : ADMITTED;
  };
}

function isNoFlag(value: YamlValue): boolean {
  return value.exists && value.boolean === undefined && (value.isMap || value.isList || value.label !== undefined);
}
