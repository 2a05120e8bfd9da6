import type { Resource } from '../../../manifest/resource';
import type { YamlValue } from '../../../manifest/value';
import type { ContainerList } from '../../../pod/template';
import { all, any } from '../../answers';
import { type Answer, type GateDecision, type ImageDecision, notAsked } from '../../gate';
import type { AdmittedObject, GatedImage, GatedPod } from '../../gated-pod';
import { type Matcher, matcherOf } from '../validating-admission-policy/matching';
import { CelConditions } from './cel-exceptions';
import { listsIn, UNMENTIONED, unknown } from './decisions';
import { DEFAULT_REGISTRY, kyvernoImage, NOT_FILLED_IN } from './images';
import { policyText, policyTexts } from './policy-json';
import { compileWildcard } from './wildcard';

const ELSE = 'it is not asked when pods like this one are created';
const VERIFIES = /\bverify(?:Image|Attestation)Signatures\b|\b(?:extractPayload|getImageData)\b/;

/** An ImageValidatingPolicy: which images it is about can be told, and what it asks of their digests; signatures can't. */
export class ImageValidation {
  readonly #matcher: Matcher;
  readonly #conditions: CelConditions;
  readonly #globs: readonly ((name: string) => boolean)[];
  readonly #hasExpressions: boolean;
  readonly #references: YamlValue;
  readonly #looksAt: (list: ContainerList) => boolean;
  readonly #needsDigest: boolean;
  readonly #noDigest: ImageDecision;
  readonly #otherwise: ImageDecision;
  readonly #manner: { readonly denies: boolean; readonly failsOpen: boolean };

  constructor({ value }: Resource) {
    const spec = value.get('spec');
    this.#matcher = matcherOf(spec.get('matchConstraints'));
    this.#conditions = CelConditions.of(spec.get('matchConditions').items);
    this.#references = spec.get('matchImageReferences');
    this.#globs = this.#references.items.flatMap((item) => policyTexts(item.get('glob')).map(compileWildcard));
    this.#hasExpressions = this.#references.items.some((item) => item.get('expression').exists);
    const configuration = spec.get('validationConfigurations');
    const isTrue = (key: string): boolean => configuration.get(key).boolean !== false;
    const validations = spec.get('validations');
    // What has to be verified has to be so in every list.
    this.#looksAt = isTrue('required') ? () => true : listsIn([validations]);
    this.#needsDigest = isTrue('verifyDigest') && !isTrue('mutateDigest');
    this.#noDigest = {
      verdict: 'rejects',
      reason: 'the image has no digest, which `verifyDigest` asks for and `mutateDigest` is told not to add',
      at: configuration.get('mutateDigest'),
    };
    const isSigned = validations.items.some((item) => VERIFIES.test(policyText(item.get('expression')) ?? ''));
    const reason = isSigned
      ? "whether it is signed as the policy asks can't be told from here"
      : 'its expressions on `images` are not evaluated here';
    this.#otherwise = unknown(reason, validations);
    this.#manner = {
      denies: policyTexts(spec.get('validationActions')).includes('Deny'),
      failsOpen: policyText(spec.get('failurePolicy')) === 'Ignore',
    };
  }

  decide(pod: GatedPod): GateDecision {
    const about = pod.objects.filter((object) => this.#matcher.isAbout(object));
    if (about.length === 0) return notAsked('no', ELSE);
    const asked = about.map((object) => this.#asks(object, pod));
    const answer = any(asked.map((one) => one.answer));
    if (answer !== 'yes') return notAsked(answer, asked.find((one) => one.answer === answer)?.reason ?? '');
    return { applies: 'yes', ...this.#manner, images: pod.images.map((image) => this.#decideOn(image)) };
  }

  #asks(object: AdmittedObject, pod: GatedPod): { answer: Answer; reason: string } {
    const selected = this.#matcher.selects?.(object, pod) ?? { answer: 'yes', reason: '' };
    if (selected.answer === 'no') return selected;
    const met = this.#conditions.hold(object, pod);
    if (met === 'no') return { answer: 'no', reason: 'its `matchConditions` are not met' };
    const reason = selected.answer === 'unknown' ? selected.reason : 'it depends on its `matchConditions`';
    return { answer: all([selected.answer, met]), reason };
  }

  #decideOn({ image, list }: GatedImage): ImageDecision {
    if (!this.#looksAt(list)) return UNMENTIONED;
    if (image === undefined) return unknown(NOT_FILLED_IN, this.#references);
    const known = kyvernoImage(image);
    const matched = this.#references.exists ? this.#isReferenced(image) : 'yes';
    if (matched === 'no') {
      return { verdict: 'skips', reason: 'none of its `matchImageReferences` is for this image', at: this.#references };
    }
    if (matched === 'unknown') {
      return unknown("whether its `matchImageReferences` are for this image can't be told from here", this.#references);
    }
    return this.#needsDigest && known && known.digest === undefined ? this.#noDigest : this.#otherwise;
  }

  /** An image may be compared as it is written, or with all that is implied. */
  #isReferenced(image: string): Answer {
    const { registry, names = [] } = kyvernoImage(image) ?? {};
    // Of other registries, nothing is implied but the tag.
    const forms = [image, ...(registry === DEFAULT_REGISTRY ? names : names.slice(0, 1))];
    const matched = forms.filter((form) => this.#globs.some((glob) => glob(form))).length;
    if (matched === forms.length) return 'yes';
    return matched === 0 && !this.#hasExpressions ? 'no' : 'unknown';
  }
}
