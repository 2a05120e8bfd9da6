import type { AdmissionImage, AdmissionObject, AdmissionPod } from '../../../../admission/admission-pod';
import { type Answer, any } from '../../../../admission/answers';
import { APPLIES, type Applicability, doesNotApply, mayApply } from '../../../../admission/applicability';
import { type Matcher, matcherOf } from '../../../../admission/match-resources';
import type { Cause } from '../../../../cause/cause';
import type { Resource } from '../../../../manifest/resource';
import type { YamlValue } from '../../../../manifest/value';
import type { ImageList } from '../../../../pod/template';
import { compileWildcard } from '../../../../text/wildcard';
import { type GateDecision, type ImageDecision, NOT_FILLED_IN, notAsked } from '../../../gate';
import type { CelConditions } from '../../validating-admission-policy/cel-conditions';
import { listsIn, UNMENTIONED, unknownDecision } from '../decision/decisions';
import { DEFAULT_REGISTRY, kyvernoImage } from '../expression/images';
import { policyText, policyTexts } from '../expression/policy-json';
import { kyvernoConditions } from '../match/cel-exceptions';

const NOT_ASKED = notAsked('no', { kind: 'not-at-creation', by: 'rules' });
const CONDITIONS_NOT_MET = doesNotApply({ kind: 'match-conditions-not-met' });
const CONDITIONS_UNKNOWN = mayApply({ kind: 'match-conditions-unknown', of: 'policy' });
const VERIFIES = /\bverify(?:Image|Attestation)Signatures\b|\b(?:extractPayload|getImageData)\b/;

/**
 * An ImageValidatingPolicy. The product evaluates its image references and its check of digests; signatures stay
 * unknown.
 */
export class ImageValidation {
  readonly #matcher: Matcher;
  readonly #conditions: CelConditions;
  readonly #globs: readonly ((name: string) => boolean)[];
  readonly #hasExpressions: boolean;
  readonly #references: YamlValue;
  readonly #looksAt: (list: ImageList) => boolean;
  readonly #needsDigest: boolean;
  readonly #noDigest: ImageDecision;
  readonly #otherwise: ImageDecision;
  readonly #ofReferences: Readonly<Record<'notFilledIn' | 'other' | 'unknown', ImageDecision>>;
  readonly #manner: { readonly denies: boolean; readonly failsOpen: boolean };

  constructor({ value }: Resource) {
    const spec = value.get('spec');
    this.#matcher = matcherOf(spec.get('matchConstraints'));
    this.#conditions = kyvernoConditions(spec.get('matchConditions').items);
    this.#references = spec.get('matchImageReferences');
    this.#globs = this.#references.items.flatMap((item) => policyTexts(item.get('glob')).map(compileWildcard));
    this.#hasExpressions = this.#references.items.some((item) => item.get('expression').exists);
    const configuration = spec.get('validationConfigurations');
    const isTrue = (key: string): boolean => configuration.get(key).boolean !== false;
    const validations = spec.get('validations');
    // A required verification applies to every list of containers. Volumes are not among the images of Kyverno.
    const isNamed = isTrue('required') ? () => true : listsIn([validations]);
    this.#looksAt = (list) => list !== 'volumes' && isNamed(list);
    this.#needsDigest = isTrue('verifyDigest') && !isTrue('mutateDigest');
    this.#noDigest = {
      verdict: 'rejects',
      cause: { kind: 'no-digest', by: 'verifyDigest' },
      at: configuration.get('mutateDigest'),
    };
    const isSigned = validations.items.some((item) => VERIFIES.test(policyText(item.get('expression')) ?? ''));
    const cause: Cause = isSigned
      ? { kind: 'signature' }
      : { kind: 'not-supported', what: 'image-expressions', name: 'images' };
    this.#otherwise = unknownDecision(cause, validations);
    const references = this.#references;
    this.#ofReferences = {
      notFilledIn: unknownDecision(NOT_FILLED_IN.cause, references),
      other: { verdict: 'skips', cause: { kind: 'not-referenced', field: 'matchImageReferences' }, at: references },
      unknown: unknownDecision({ kind: 'references-unknown' }, references),
    };
    this.#manner = {
      denies: policyTexts(spec.get('validationActions')).includes('Deny'),
      failsOpen: policyText(spec.get('failurePolicy')) === 'Ignore',
    };
  }

  decide(pod: AdmissionPod): GateDecision {
    const about = pod.objects.filter((object) => this.#matcher.isAbout(object));
    if (about.length === 0) return NOT_ASKED;
    const asked = about.map((object) => this.#asks(object, pod));
    const answer = any(asked.map((one) => one.answer));
    const why = asked.find((one) => one.answer === answer);
    if (why?.cause) return notAsked(why.answer, why.cause);
    return { applies: 'yes', ...this.#manner, images: pod.images.map((image) => this.#decideOn(image)) };
  }

  #asks(object: AdmissionObject, pod: AdmissionPod): Applicability {
    const selected = this.#matcher.selects?.(object, pod) ?? APPLIES;
    if (selected.answer === 'no') return selected;
    const met = this.#conditions.hold(object, pod);
    if (met === 'no') return CONDITIONS_NOT_MET;
    return met === 'unknown' && selected.answer === 'yes' ? CONDITIONS_UNKNOWN : selected;
  }

  #decideOn({ image, list }: AdmissionImage): ImageDecision {
    if (!this.#looksAt(list)) return UNMENTIONED;
    if (image === undefined) return this.#ofReferences.notFilledIn;
    const known = kyvernoImage(image);
    const matched = this.#references.exists ? this.#isReferenced(image) : 'yes';
    if (matched === 'no') return this.#ofReferences.other;
    if (matched === 'unknown') return this.#ofReferences.unknown;
    return this.#needsDigest && known && known.digest === undefined ? this.#noDigest : this.#otherwise;
  }

  /** Kyverno may compare an image as written, or with its defaults. */
  #isReferenced(image: string): Answer {
    const { registry, names = [] } = kyvernoImage(image) ?? {};
    // Images of other registries have no default other than the tag.
    const forms = [image, ...(registry === DEFAULT_REGISTRY ? names : names.slice(0, 1))];
    const matched = forms.filter((form) => this.#globs.some((glob) => glob(form))).length;
    if (matched === forms.length) return 'yes';
    return matched === 0 && !this.#hasExpressions ? 'no' : 'unknown';
  }
}
