/** Why a gate admits, denies or skips an image, or why its verdict is unknown. */
export type ImageCause =
  /** The message of a policy when it denies, on one line. */
  | { readonly kind: 'policy-says'; readonly text: string }
  | { readonly kind: 'expression-refuses'; readonly message: string }
  | { readonly kind: 'rule-fails'; readonly rule: string }
  | SeenCause
  | SkippedCause
  | ListCause
  | PatternCause
  | { readonly kind: 'no-digest'; readonly by: 'check' | 'verifyDigest' }
  | { readonly kind: 'no-tag' }
  /** The policy engine does not accept the name of the image. */
  | { readonly kind: 'engine-refuses'; readonly engine: string; readonly problem: string }
  | { readonly kind: 'static'; readonly action: 'pass' | 'fail' }
  | { readonly kind: 'no-attestors' }
  | { readonly kind: 'no-authorities' }
  /** No policy matches the image in an object of this kind. */
  | { readonly kind: 'not-covered'; readonly of: string; readonly denies: boolean }
  | { readonly kind: 'coverage-unknown' }
  | { readonly kind: 'references-unknown' }
  | { readonly kind: 'patterns-unknown' };

/** How gates see an image. */
type SeenCause =
  | { readonly kind: 'not-filled-in' }
  | { readonly kind: 'may-be-changed'; readonly by: string }
  | { readonly kind: 'digest-may-be-added'; readonly by: string }
  /** A policy adds a container first, whose image is not admitted. */
  | {
      readonly kind: 'adds-container';
      readonly by: string;
      readonly container: string;
      readonly image: string | undefined;
      readonly isCertain: boolean;
    };

/** A policy does not check the image. */
type SkippedCause =
  | { readonly kind: 'list-not-looked-at'; readonly list?: string }
  | { readonly kind: 'pods-only'; readonly of: string }
  | { readonly kind: 'foreach-passes-by' }
  | { readonly kind: 'preconditions-leave-out' }
  | { readonly kind: 'cel-preconditions-not-met' }
  | { readonly kind: 'pattern-leaves-out' }
  | { readonly kind: 'pattern-mixed' }
  | { readonly kind: 'not-referenced'; readonly field: string }
  | { readonly kind: 'references-left-out'; readonly field: string }
  | { readonly kind: 'no-glob-matches' }
  | { readonly kind: 'glob-of-tag'; readonly glob: string };

/** A list of a policy, and the entry that decides. */
type ListCause =
  | { readonly kind: 'allowed'; readonly field: string; readonly entry: string }
  | { readonly kind: 'disallowed'; readonly field: string; readonly entry: string }
  | { readonly kind: 'exempted'; readonly entry: string }
  | { readonly kind: 'allowed-by-none'; readonly fields: readonly string[] }
  | { readonly kind: 'list-missing'; readonly field: string; readonly passes: boolean };

/** The pattern of a policy that matches an image best, and its validator. */
type PatternCause =
  | { readonly kind: 'no-pattern' }
  | { readonly kind: 'no-validator'; readonly pattern: string; readonly validator: string }
  | { readonly kind: 'pattern-decides'; readonly pattern: string; readonly allows: boolean };
