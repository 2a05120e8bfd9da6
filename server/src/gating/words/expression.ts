import type {
  Construct,
  CostlyThing,
  ExpressionCause,
  JmesPathProblem,
  TemplateCodeCause,
  UnreadableExpressionCause,
} from '../../cause/expression';
import type { Words } from './table';

const LONGEST = 100;

const UNREADABLE_WORDS: Words<UnreadableExpressionCause> = {
  'unreadable-cel': (cause) => {
    const problems = { open: 'it contains template expressions', 'too-large': 'it is too large' };
    return `this expression cannot be read: ${cause.problem === 'syntax' ? cause.message : problems[cause.problem]}`;
  },
  'unreadable-jmespath': ({ expression, problem }) =>
    `the expression \`${expression}\` cannot be read: ${problemWords(problem)}`,
};

function problemWords(problem: JmesPathProblem): string {
  switch (problem.kind) {
    case 'too-long':
      return 'it is too long';
    case 'too-deep':
      return 'it is nested too deeply';
    case 'ends-early':
      return 'it ends too early';
    case 'unexpected':
      return 'it contains an unexpected token';
    case 'unexpected-character':
      return `it contains an unexpected \`${problem.character}\``;
    case 'literal':
      return problem.message;
  }
}

const TEMPLATE_WORDS: Words<TemplateCodeCause> = {
  'template-engine': ({ template, engine }) =>
    `its ConstraintTemplate "${template}" has code for ${engine}, which is not evaluated here`,
  'template-unreadable': ({ template }) => `the Rego of its ConstraintTemplate "${template}" cannot be read`,
  'template-defaults': ({ template }) =>
    `its ConstraintTemplate "${template}" has default parameters, which are not evaluated here`,
  'template-foreign': ({ template, code }) => {
    const part = code.length > LONGEST ? `${code.slice(0, LONGEST)}…` : code;
    return `its ConstraintTemplate "${template}" has code that is not in Gatekeeper's library (\`${part}\`), and Rego is not evaluated`;
  },
  'template-not-in-library': ({ constraint }) => `Gatekeeper's library has no template for ${constraint}`,
  'template-of-other-parameters': ({ constraint, parameter }) =>
    `${constraint} in Gatekeeper's library has no parameter \`${parameter}\`, so its template is a different one`,
  'template-checks-nothing': 'its template checks nothing',
};

/** What is evaluated: expressions, patterns and code. */
export const EXPRESSION_WORDS: Words<ExpressionCause> = {
  ...UNREADABLE_WORDS,
  ...TEMPLATE_WORDS,
  'not-supported': ({ what, name }) => CONSTRUCT_WORDS[what](`\`${name}\``),
  'too-costly': ({ what }) => COSTLY_WORDS[what],
  'element-is-no-object': () => 'an element is no object, and Kyverno fails on it with `elementScope: true`',
  'expression-fails': ({ message }) => `its expression fails here (${message})`,
  'not-evaluated': ({ message }) => `this expression cannot be evaluated here: ${message}`,
  'no-value': ({ expression }) => `\`${expression}\` has no value here, and Kyverno fails without one`,
  'no-text': ({ expression }) => `the value of \`${expression}\` is not text, so it cannot be inserted into text`,
  'wrong-arguments': ({ function: name }) => `the function \`${name}\` does not accept these arguments`,
  'no-regular-expression': ({ pattern }) => `\`${pattern}\` is not a regular expression`,
  'no-step': 'a slice with a step of 0 has no value',
  'types-differ': ({ operator }) => `\`${operator}\` compares values of different types`,
  'versions-with-suffix': 'versions with a suffix are not compared here',
  'refers-to-itself': ({ variable }) => `the variable \`${variable}\` refers to itself`,
  'used-before-declared': ({ variable }) => `the variable ${variable} is used before it is declared`,
  'functions-of-another-kind':
    "this expression calls a function that exists only in Kyverno's ValidatingPolicies and ImageValidatingPolicies",
  'foreign-anchor': ({ anchor }) => `the anchor \`${anchor}\` has no meaning in a \`validate\` rule`,
  'foreach-without-check': 'a `foreach` without a check is not evaluated here',
  'library-path': 'versions of Kyverno differ in whether the name of such an image includes `library/`',
  'editions-differ': ({ in: what }) =>
    what === 'verified-name'
      ? 'versions of Kyverno differ in whether the name of this image includes `library/`'
      : 'versions of Kyverno differ in whether an image with a digest also has a tag',
  'no-image-name': ({ of }) =>
    of === 'data'
      ? 'Kyverno cannot read the name of an image in the object'
      : 'Kyverno cannot read the name of this image',
  sample: ({ what }) => (what === 'image' ? 'it reads the image of a sample' : 'a sample has no request'),
};

/** @param name in backquotes */
const CONSTRUCT_WORDS: Readonly<Record<Construct, (name: string) => string>> = {
  'cel-function': (name) => `${name} is not evaluated here`,
  function: (name) => `the function ${name} is not evaluated here`,
  operator: (name) => `the operator ${name} is not evaluated here`,
  reference: (name) => `the reference ${name} is not evaluated here`,
  'expression-reference': (name) => `an expression with ${name} outside a function is not evaluated here`,
  'all-variables': () => 'an expression that reads all variables at once is not evaluated here',
  'value-at-same-place': (name) => `${name}, the value at the same place, is not evaluated here`,
  rule: (name) => `a rule with ${name} is not evaluated here`,
  field: (name) => `its ${name} are not evaluated here`,
  'image-expressions': (name) => `its expressions on ${name} are not evaluated here`,
  'policy-language': (name) => `its \`policy\` in ${name.replaceAll('`', '')} is not evaluated`,
  glob: (name) => `its pattern ${name} has a form that is not evaluated here`,
};

const COSTLY_WORDS: Readonly<Record<CostlyThing, string>> = {
  cel: 'this expression may take too long, so it is not evaluated here',
  jmespath: 'the expression takes too many steps, so it is not evaluated here',
  value: 'a value becomes too large, so it is not evaluated here',
  'policy-part': 'a part of it is too large or contains itself through an alias, so it is not evaluated here',
  foreach: 'it has too many `foreach`, so they are not evaluated here',
  variables: 'a text has too many variables, so it is not evaluated here',
  texts: 'the texts are too large, so they are not compared here',
  lists: 'the lists are too large, so they are not compared here',
  pattern: 'the pattern has too many levels, so it is not evaluated here',
};
