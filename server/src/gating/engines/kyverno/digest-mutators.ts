import type { AdmissionImage, AdmissionPod } from '../../../admission/admission-pod';
import { Unknowable } from '../../../cause/unknown';
import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { DigestMutator } from '../../mutators/digest-mutation';
import type { PolicySet } from '../../policy-set';
import { ImageValidation } from './cel/image-validation';
import { attempt } from './decision/decisions';
import { kyvernoImage } from './expression/images';
import { EXPRESSIONS_GROUP, RULE_KINDS, RULES_GROUP } from './kinds';
import { Asking } from './match/asking';
import { exceptionsFor } from './match/exceptions';
import { isForAdmission, outOfScope } from './match/scope';
import { compileVerification } from './rule/verify-images';

/** A placeholder for the digest of an image in its registry. */
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** Whether a policy may match an image during mutation. */
type MayTouch = (image: AdmissionImage, pod: AdmissionPod) => boolean;

/**
 * Kyverno policies that verify images and add the digests to the pod, which is the default. Its mutating webhook does
 * this ("Verify Images Rules" and "ImageValidatingPolicy", mutateDigest).
 */
export function digestMutators(policies: PolicySet): DigestMutator[] {
  const ofRules = policies.ofKind(RULES_GROUP, ...RULE_KINDS).flatMap((policy) => {
    const spec = policy.value.get('spec');
    if (spec.get('admission').boolean === false) return [];
    return spec
      .get('rules')
      .items.filter(addsDigests)
      .map((rule) => {
        const exceptions = exceptionsFor(policy, policies);
        return toMutator(policy, exceptions, () => ruleMayTouch(policy, rule, exceptions));
      });
  });
  const ofPolicies = policies
    .ofKind(EXPRESSIONS_GROUP, 'ImageValidatingPolicy', 'NamespacedImageValidatingPolicy')
    .filter((policy) => isForAdmission(policy) && mutates(policy.value.at('spec', 'validationConfigurations')))
    .map((policy) => toMutator(policy, [], () => policyMayTouch(policy)));
  return [...ofRules, ...ofPolicies];
}

function mutates(configuration: YamlValue): boolean {
  return configuration.get('mutateDigest').boolean !== false;
}

function addsDigests(rule: YamlValue): boolean {
  return rule.get('verifyImages').items.some(mutates);
}

function toMutator(policy: Resource, parts: readonly object[], compile: () => MayTouch): DigestMutator {
  let mayTouch: MayTouch | undefined;
  return {
    policy,
    name: `\`mutateDigest\` of ${policy.kind}/${policy.name ?? ''}`,
    parts,
    namesOf: (image, pod) => {
      if (image.list === 'volumes') return [];
      const known = image.image === undefined ? undefined : kyvernoImage(image.image);
      if (!known || known.digest !== undefined) return [];
      mayTouch ??= orAlways(compile);
      // Policies with rules also write the defaults of an image.
      return mayTouch(image, pod)
        ? [`${image.image}@${DIGEST}`, ...known.names.map((name) => `${name}@${DIGEST}`)]
        : [];
    },
  };
}

/** An unreadable policy may match every image. */
function orAlways(compile: () => MayTouch): MayTouch {
  const mayTouch = attempt(compile);
  return mayTouch instanceof Unknowable ? () => true : mayTouch;
}

function ruleMayTouch(policy: Resource, rule: YamlValue, exceptions: readonly Resource[]): MayTouch {
  const asking = new Asking(policy, rule, exceptions);
  const verifications = rule.get('verifyImages').items.filter(mutates).map(compileVerification);
  return (image, pod) =>
    asking.asks(pod).by.answer !== 'no' &&
    verifications.some((verification) => verification.decide(image).verdict !== 'skips');
}

function policyMayTouch(policy: Resource): MayTouch {
  const validation = new ImageValidation(policy);
  return (image, pod) => {
    if (outOfScope(policy, pod)?.answer === 'no') return false;
    const { applies, images } = validation.decide(pod);
    const verdict = images[pod.images.indexOf(image)]?.verdict;
    return applies === 'unknown' || (applies === 'yes' && verdict !== 'skips');
  };
}
