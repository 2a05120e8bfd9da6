import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { DigestMutator } from '../../digest-mutation';
import type { GatedImage, GatedPod } from '../../gated-pod';
import type { PolicySet } from '../../policy-set';
import { Asking } from './asking';
import { attempt } from './decisions';
import { exceptionsFor } from './exceptions';
import { ImageValidation } from './image-validation';
import { kyvernoImage } from './images';
import { isForAdmission, outOfScope } from './scope';
import { Unknowable } from './unknowable';
import { compileVerification } from './verify-images';

/** Stands for the digest that an image has in its registry. */
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** Whether a policy may look at an image while it can still change it. */
type MayTouch = (image: GatedImage, pod: GatedPod) => boolean;

/**
 * Kyverno's policies that verify images and, unless they are told not to, write the digest of what they verified into the
 * pod: that happens in its mutating webhook ("Verify Images Rules" and "ImageValidatingPolicy", mutateDigest).
 */
export function digestMutators(policies: PolicySet): DigestMutator[] {
  const ofRules = policies.ofKind('kyverno.io', 'ClusterPolicy', 'Policy').flatMap((policy) => {
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
    .ofKind('policies.kyverno.io', 'ImageValidatingPolicy', 'NamespacedImageValidatingPolicy')
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
    parts,
    namesOf: (image, pod) => {
      const known = image.image === undefined ? undefined : kyvernoImage(image.image);
      if (!known || known.digest !== undefined) return [];
      mayTouch ??= orAlways(compile);
      // Policies of rules write out what is implied.
      return mayTouch(image, pod)
        ? [`${image.image}@${DIGEST}`, ...known.names.map((name) => `${name}@${DIGEST}`)]
        : [];
    },
  };
}

/** What can't be read may be about every image. */
function orAlways(compile: () => MayTouch): MayTouch {
  const mayTouch = attempt(compile);
  return mayTouch instanceof Unknowable ? () => true : mayTouch;
}

function ruleMayTouch(policy: Resource, rule: YamlValue, exceptions: readonly Resource[]): MayTouch {
  const asking = new Asking(policy, rule, exceptions);
  const verifications = rule.get('verifyImages').items.filter(mutates).map(compileVerification);
  return (image, pod) =>
    asking.asks(pod).answer !== 'no' &&
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
