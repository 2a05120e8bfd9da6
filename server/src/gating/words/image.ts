import type { ImageCause } from '../../cause/image';
import type { Words } from './table';

/** What a gate makes of an image. */
export const IMAGE_WORDS: Words<ImageCause> = {
  'policy-says': ({ text }) => text,
  'expression-refuses': ({ message }) => `its expression fails here (${message}), so it denies the image`,
  'rule-fails': ({ rule }) => `its rule \`${rule}\` fails`,
  'not-filled-in': 'the image is not filled in yet',
  'may-be-changed': ({ by }) => `${by} may change the image first`,
  'digest-may-be-added': ({ by }) => `${by} may add the digest first`,
  'adds-container': ({ by, container, image, isCertain }) => {
    const what = `container "${container}"${image === undefined ? '' : ` with the image ${image}`}`;
    return isCertain ? `${by} adds the ${what} first, which it does not admit` : `${by} may add the ${what} first`;
  },
  'list-not-looked-at': ({ list }) =>
    list === undefined
      ? 'it does not check this list of containers'
      : list === 'volumes'
        ? 'it does not check the images of volumes'
        : `its ConstraintTemplate does not check \`${list}\``,
  'pods-only': ({ of }) => `it applies to the ${of}, but its template checks only the containers of pods`,
  'foreach-passes-by': 'its `foreach` does not include this container',
  'preconditions-leave-out': 'its preconditions exclude this container',
  'cel-preconditions-not-met': 'its `celPreconditions` are not met',
  'pattern-leaves-out': 'a condition in its pattern excludes this container',
  'pattern-mixed': 'another part of its pattern has a condition that is not met, so Kyverno may skip the rule',
  'not-referenced': ({ field }) => `none of its \`${field}\` matches this image`,
  'references-left-out': ({ field }) => `its \`${field}\` exclude this image`,
  'no-glob-matches': 'none of its globs matches the image',
  'glob-of-tag': ({ glob }) =>
    `its glob \`${glob}\` matches the tag, but policy-controller compares the digest instead`,
  allowed: ({ field, entry }) => `its \`${field}\` include \`${entry}\``,
  disallowed: ({ field, entry }) => `its \`${field}\` disallow \`${entry}\``,
  exempted: ({ entry }) => `it exempts \`${entry}\``,
  'allowed-by-none': ({ fields }) => `none of its ${fields.map((field) => `\`${field}\``).join(' and ')} allows it`,
  'list-missing': ({ field, passes }) =>
    passes
      ? `it has no \`${field}\`, and its template denies nothing without it`
      : `it has no \`${field}\`, and Rego is not evaluated`,
  'no-pattern': 'none of the patterns of its policy matches the image',
  'no-validator': ({ pattern, validator }) =>
    `its pattern \`${pattern}\` has the validator "${validator}", which does not exist`,
  'pattern-decides': ({ pattern, allows }) =>
    `its pattern \`${pattern}\` ${allows ? 'allows it without a signature' : 'denies it'}`,
  'no-digest': ({ by }) =>
    by === 'check'
      ? 'the image has no digest'
      : 'the image has no digest, which `verifyDigest` requires and `mutateDigest: false` does not add',
  'no-tag': 'the image has no tag',
  'engine-refuses': ({ engine, problem }) => `${engine} ${problem}`,
  static: ({ action }) =>
    action === 'pass'
      ? 'it admits all images that it matches (`static`)'
      : 'it denies all images that it matches (`static`)',
  'no-attestors': 'it requires verified images, but has no `attestors`',
  'no-authorities': 'it has no `authorities`, so policy-controller denies the image by default',
  'not-covered': ({ of, denies }) =>
    `no ClusterImagePolicy matches the image in the ${of}, so policy-controller ${denies ? 'denies it' : 'warns'} (\`no-match-policy\`)`,
  'coverage-unknown': 'it is not known whether a ClusterImagePolicy matches the image',
  'references-unknown': 'it is not known whether its `matchImageReferences` match this image',
  'patterns-unknown': 'it is not known whether one of its patterns matches',
};
