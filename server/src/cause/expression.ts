/** Why an expression, a pattern or code of a policy has no value here. */
export type ExpressionCause =
  | { readonly kind: 'not-supported'; readonly what: Construct; readonly name: string }
  | { readonly kind: 'too-costly'; readonly what: CostlyThing }
  | UnreadableExpressionCause
  /** It fails in a cluster, too, with this message. */
  | { readonly kind: 'expression-fails'; readonly message: string }
  /** It fails here. In a cluster it may not fail. */
  | { readonly kind: 'not-evaluated'; readonly message: string }
  | { readonly kind: 'no-value'; readonly expression: string }
  | { readonly kind: 'no-text'; readonly expression: string }
  | { readonly kind: 'wrong-arguments'; readonly function: string }
  | { readonly kind: 'no-regular-expression'; readonly pattern: string }
  | { readonly kind: 'no-step' }
  | { readonly kind: 'types-differ'; readonly operator: string }
  | { readonly kind: 'versions-with-suffix' }
  | { readonly kind: 'refers-to-itself'; readonly variable: string }
  | { readonly kind: 'used-before-declared'; readonly variable: string }
  | { readonly kind: 'functions-of-another-kind' }
  | { readonly kind: 'foreign-anchor'; readonly anchor: string }
  | { readonly kind: 'foreach-without-check' }
  | { readonly kind: 'element-is-no-object' }
  /** Versions of a policy engine differ. */
  | { readonly kind: 'library-path' }
  | { readonly kind: 'editions-differ'; readonly in: 'verified-name' | 'tag-with-digest' }
  | { readonly kind: 'no-image-name'; readonly of: 'data' | 'image' }
  /** It reads data that a sample does not have. */
  | { readonly kind: 'sample'; readonly what: 'image' | 'request' }
  | TemplateCodeCause;

/** Text that is not an expression of its language. */
export type UnreadableExpressionCause =
  | { readonly kind: 'unreadable-cel'; readonly problem: 'open' | 'too-large' }
  | { readonly kind: 'unreadable-cel'; readonly problem: 'syntax'; readonly message: string }
  | { readonly kind: 'unreadable-jmespath'; readonly expression: string; readonly problem: JmesPathProblem };

export type JmesPathProblem =
  | { readonly kind: 'too-long' | 'too-deep' | 'ends-early' | 'unexpected' }
  | { readonly kind: 'unexpected-character'; readonly character: string }
  | { readonly kind: 'literal'; readonly message: string };

export type Construct =
  | 'cel-function'
  | 'function'
  | 'operator'
  | 'reference'
  | 'expression-reference'
  | 'all-variables'
  | 'value-at-same-place'
  | 'rule'
  | 'field'
  | 'image-expressions'
  | 'policy-language'
  | 'glob';

export type CostlyThing =
  | 'cel'
  | 'jmespath'
  | 'value'
  | 'policy-part'
  | 'foreach'
  | 'variables'
  | 'texts'
  | 'lists'
  | 'pattern';

/** Code of a ConstraintTemplate that is not recognised. */
export type TemplateCodeCause =
  | { readonly kind: 'template-engine'; readonly template: string; readonly engine: string }
  | { readonly kind: 'template-unreadable'; readonly template: string }
  | { readonly kind: 'template-defaults'; readonly template: string }
  | { readonly kind: 'template-foreign'; readonly template: string; readonly code: string }
  | { readonly kind: 'template-not-in-library'; readonly constraint: string }
  | { readonly kind: 'template-of-other-parameters'; readonly constraint: string; readonly parameter: string }
  | { readonly kind: 'template-checks-nothing' };
