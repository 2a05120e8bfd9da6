import fc from 'fast-check';
import { fullName } from '../../../server/src/admission/admission-pod';
import { toWildcard } from '../../../server/src/gating/engines/gatekeeper/wildcard';
import { NEW_GATE_ENGINES, newGate } from '../../../server/src/gating/new-gate/new-gate';
import { isAllowedBy } from '../../../server/src/image/allowed-registries';
import { imageRepository } from '../../../server/src/image/image-name';
import {
  isPlaceholder,
  parseByGrammar,
  parseImageReference,
  qualified,
  registryHostOf,
  withDigest,
} from '../../../server/src/image/image-reference';
import { usedPlaces } from '../../../server/src/image/used-places';
import { ManifestFile } from '../../../server/src/manifest/file';
import { compileWildcard } from '../../../server/src/text/wildcard';
import { made, oddText } from '../grammar';
import { mutate } from '../mutate';
import { holds, type Target } from '../target';

const DIGEST = `sha256:${'b'.repeat(64)}`;
const part = fc.oneof(
  fc.constantFrom('app', 'a.b', 'a__b', 'library', 'A', '-a', '', 'a'.repeat(260), '127.0.0.1', 'ünï'),
  oddText,
);
const host = fc.constantFrom(
  '',
  '',
  'docker.io/',
  'registry.example.com/',
  'localhost/',
  'localhost:5000/',
  '[::1]:5000/',
  'h:99999/',
  'user@h/',
  'http://h/',
);
const image = fc
  .tuple(
    host,
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
    fc.constantFrom('', '', ':latest', ':1.2', ':', `:${'t'.repeat(129)}`, ':a:b', ':-'),
    fc.constantFrom('', '', `@${DIGEST}`, '@sha256:', '@sha512:ab', '@', '@md5:x', '$X'),
  )
  .map((parts) => parts.join(''));

/** The first line is the image, the others are patterns that it is compared with. */
export const imageReferences: Target = {
  name: 'image-references',
  kind: 'image references, and patterns for them',
  weight: 20,
  input(random) {
    const [first, pattern] = random.several(2, () => made(image, random));
    const text = `${first}\n${pattern?.replaceAll(/[ab]/g, '*')}\n${random.pick(['**', '*', '*/*', 'a?b', '*'.repeat(40)])}`;
    return random.once(2) ? text : mutate(text, random, [text]);
  },
  check(text, steps) {
    const [name = '', ...patterns] = text.split('\n');
    const parsed = steps.run('parse', () => parseImageReference(name));
    steps.run('parse', () => [parseByGrammar(name), isPlaceholder(name), registryHostOf(name), imageRepository(name)]);
    const whole = steps.run('name', () => qualified(name));
    holds(qualified(whole) === whole, `The full name of ${whole} is another one: ${qualified(whole)}`);
    if (parsed) {
      const pinned = steps.run('pin', () => parseImageReference(withDigest(name, DIGEST)));
      holds(pinned?.digest === DIGEST, `${name} can not be pinned: ${withDigest(name, DIGEST)}`);
      holds(pinned.repository === parsed.repository, `Pinning ${name} changes what it is.`);
    }
    for (const pattern of patterns.slice(0, 5)) {
      steps.run('glob', () => [compileWildcard(pattern)(fullName(name)), toWildcard(pattern)(fullName(name))]);
      steps.run('allowed', () => isAllowedBy([pattern], name));
    }
    const places = steps.run('places', () => usedPlaces([name, ...patterns], patterns.slice(1)));
    for (const engine of NEW_GATE_ENGINES) {
      const gate = steps.run('write a gate', () => newGate(engine, places));
      const errors = ManifestFile.read(gate ?? '').documents.flatMap(({ document }) => document.syntaxErrors);
      holds(
        errors.length === 0,
        () => `The gate for ${engine} is not YAML: ${JSON.stringify(errors[0]?.cause)}\n${gate}`,
      );
    }
  },
};
