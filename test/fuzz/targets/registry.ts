import { challengesIn } from '../../../server/src/registry/challenge';
import { codeOf, mayAnswerPlainly, RegistryError, timedOut, unreachable } from '../../../server/src/registry/errors';
import type { RegistryResponse } from '../../../server/src/registry/http';
import { digestIn } from '../../../server/src/registry/manifest';
import { proxyFor } from '../../../server/src/registry/proxy';
import { isUnknownRepository, refused } from '../../../server/src/registry/refusal';
import { mutate } from '../mutate';
import { holds, type Target } from '../target';

const HEADERS = [
  'Bearer realm="https://auth.example.com/token",service="registry.example.com",scope="repository:a/b:pull"',
  'Basic realm="x", Negotiate, Bearer realm=https://x,error="invalid_token"',
  'bearer Realm = "a\\"b, c" , service="\\\\"',
  'Digest qop="auth, auth-int", nonce=abc== , Basic',
];
const BODIES = [
  '{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known"}]}',
  '{"token":"abc","access_token":7,"expires_in":"x","__proto__":{"token":"y"}}',
  '{"errors":{"code":"NAME_UNKNOWN"}}',
  '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}',
  '<html>\u001b[2J</html>',
];
const TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'text/html; charset=utf-8',
  'application/json',
  '\u001b[31m',
  '',
];
const DIGESTS = ['', 'sha256:abc', 'sha512:0', 'md5:x', '__proto__:0', 'sha384:', `sha256:${'a'.repeat(5000)}`];

/** Lines: a challenge, a content type, a claimed digest, a pause, a status; then the body. */
export const registry: Target = {
  name: 'registry',
  kind: 'answers of registries',
  weight: 16,
  input(random) {
    const pause = random.pick(['1', '-1', 'Wed, 21 Oct 2015 07:28:00 GMT', '1e9', 'x', '99999999999']);
    const status = random.pick([200, 401, 403, 404, 429, 500, 0, -1]);
    const text = [
      random.pick(HEADERS),
      random.pick(TYPES),
      random.pick(DIGESTS),
      pause,
      status,
      random.pick(BODIES),
    ].join('\n');
    return mutate(text, random, [...HEADERS, ...BODIES]);
  },
  check(text, steps) {
    const [header = '', type = '', digest = '', pause = '', status = '', ...body] = text.split('\n');
    for (const { scheme, parameters } of steps.run('challenges', () => challengesIn(header)))
      holds(scheme !== '' && parameters instanceof Map, 'A challenge has no scheme.');
    const headers = {
      'content-type': type,
      'docker-content-digest': digest,
      'retry-after': pause,
      'www-authenticate': header,
    };
    const answer: RegistryResponse = {
      status: Number.parseInt(status, 10) || 0,
      headers,
      body: Buffer.from(body.join('\n')),
    };
    steps.run('digest', () => orRefusal(() => digestIn(answer, 'registry.example.com', 'a/b:1')));
    steps.run('refusal', () => [
      refused({ host: 'registry.example.com', name: type, found: {} }, answer),
      isUnknownRepository(answer),
    ]);
    const error = Object.assign(new Error(type), { code: digest });
    const { message } = steps.run('error', () => unreachable(type, error));
    holds(message.length > 0, 'There is no message.');
    steps.run('error', () => [codeOf(error), mayAnswerPlainly(error), timedOut(type, 1)]);
    steps.run('proxy', () =>
      orRefusal(() =>
        proxyFor(
          new URL('https://registry.example.com/v2/'),
          { HTTPS_PROXY: header, NO_PROXY: type },
          digest || undefined,
        ),
      ),
    );
  },
};

/** What is refused with a sentence for the user is no mistake. */
function orRefusal<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return undefined;
  }
}
