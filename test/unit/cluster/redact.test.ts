import { describe, expect, test } from 'vitest';
import { redact } from '../../../server/src/cluster/redact.ts';

const JWT = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl-_';

describe('a credential does not stay in a text', () => {
  test.each([
    [`the answer was ${JWT}, which is wrong`, 'the answer was [redacted], which is wrong'],
    [
      'curl -H "Authorization: Bearer abcdef.123~x/y+z=" https://a',
      'curl -H "Authorization: Bearer [redacted]" https://a',
    ],
    ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
    ['run login --token=abc', 'run login --token=[redacted]'],
    ['run login --token abc --verbose', 'run login --token [redacted] --verbose'],
    ['--password="two words" --user=me', '--password=[redacted] --user=me'],
    [String.raw`PASSWORD="foo\"rest" next`, 'PASSWORD=[redacted] next'],
    ['passphrase: open', 'passphrase: [redacted]'],
    ['https://sts/?X-Amz-Signature=0a1b2c&x=1', 'https://sts/?X-Amz-Signature=[redacted]&x=1'],
    ["--oidc-client-secret='x y'", '--oidc-client-secret=[redacted]'],
    ['token: abc', 'token: [redacted]'],
    ['{"id_token":"abc","expires":5}', '{"id_token":[redacted],"expires":5}'],
    [
      String.raw`body={\"access_token\":\"abc\",\"scope\":\"x\"}`,
      String.raw`body={\"access_token\":[redacted],\"scope\":\"x\"}`,
    ],
    ['"refreshToken": "abc"', '"refreshToken": [redacted]'],
    ['client-key-data: LS0tLS1CRUdJTg==', 'client-key-data: [redacted]'],
    ['password=hunter2', 'password=[redacted]'],
    ['passwd: hunter2', 'passwd: [redacted]'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7', 'AWS_SECRET_ACCESS_KEY=[redacted]'],
    ['AWS_SESSION_TOKEN=IQoJb3JpZ2lu', 'AWS_SESSION_TOKEN=[redacted]'],
    ['token: abc (expired)', 'token: [redacted] (expired)'],
    ['got token: abc1 for me', 'got token: [redacted] for me'],
    ['Proxy-Authorization: Negotiate YII', 'Proxy-Authorization: Negotiate [redacted]'],
    ['k8s-aws-v1.aHR0cHM6Ly9zdHM', '[redacted]'],
    ['oc login with sha256~abcdefghijklmnopqrstuvwxyz', 'oc login with [redacted]'],
    ['ya29.a0AfH6SMBx-y', '[redacted]'],
    ['https://me:hunter2@proxy.example:3128/', 'https://me:[redacted]@proxy.example:3128/'],
    ['GET https://a/callback?token=abc&state=1', 'GET https://a/callback?token=[redacted]&state=1'],
    ['-----BEGIN EC PRIVATE KEY-----\nabc\ndef\n-----END EC PRIVATE KEY-----\nafter', '[redacted]\nafter'],
    ['-----BEGIN PRIVATE KEY-----\nabc that is cut', '[redacted]'],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nabc\n-----END PGP PRIVATE KEY BLOCK-----', '[redacted]'],
    ['AccountName=shop;AccountKey=abc+/==;Endpoint=x', 'AccountName=shop;AccountKey=[redacted];Endpoint=x'],
    ['https://a.blob/x?sv=1&sig=ab%2Bcd%3D&se=2', 'https://a.blob/x?sv=1&sig=[redacted]&se=2'],
    ['Set-Cookie: session=abc; path=/\nnext', 'Set-Cookie: [redacted]\nnext'],
    ['cookie: a=b; c=d', 'cookie: [redacted]'],
    ['GET https://a/?jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2ln', 'GET https://a/?jwt=[redacted]'],
    ['    token: abcdef.0123456789abcdef', '    token: [redacted]'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = [redacted]'],
    ['Authorization: hunter2hunter2', 'Authorization: [redacted]'],
    ['Authorization: Digest username="me", response="0a1b"', 'Authorization: Digest [redacted]'],
    ['authorization: AWS4-HMAC-SHA256 Credential=x, Signature=0a1b', 'authorization: AWS4-HMAC-SHA256 [redacted]'],
    ['password: |\n  hunter2\n  more\nnext: a', 'password: [redacted]\nnext: a'],
    ['"args":["--token","hunter2"]', '"args":["--token",[redacted]]'],
    ["password => 'hunter2'", 'password => [redacted]'],
    ['password := hunter2', 'password := [redacted]'],
    ['PASSWORD\u00a0=\u00a0hunter2', 'PASSWORD\u00a0=\u00a0[redacted]'],
    ['DB_PASS=hunter2 pwd=hunter2 otp=123456', 'DB_PASS=[redacted] pwd=[redacted] otp=[redacted]'],
    ['PASSWORD_PROD=hunter2', 'PASSWORD_PROD=[redacted]'],
    ['{"auths":{"a":{"auth":"dXNlcjpwYXNz"}}}', '{"auths":{"a":{"auth":[redacted]}}}'],
    ['{"password":["hunter2"]}', '{"password":[redacted]}'],
    ['token%3Dhunter2&x=1', 'token%3D[redacted]&x=1'],
    [String.raw`{\\\"password\\\":\\\"hunter2\\\"}`, String.raw`{\\\"password\\\":[redacted]}`],
    ['privateKey=hunter2', 'privateKey=[redacted]'],
    ['secret_id: hunter2', 'secret_id: [redacted]'],
    ['POST client_assertion=hunter2&SAMLResponse=hunter2', 'POST client_assertion=[redacted]&SAMLResponse=[redacted]'],
    ['GET /callback?code=hunter2&state=1', 'GET /callback?code=[redacted]&state=1'],
    ['<password>hunter2</password>', '<password>[redacted]</password>'],
    ['Token "abcdefghij0123456789" is expired', 'Token "[redacted]" is expired'],
    ['https://abcdefghij0123456789@proxy.example/', 'https://[redacted]@proxy.example/'],
    ['https://me:p@ss@proxy.example/', 'https://me:[redacted]@proxy.example/'],
    ['certificate LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ0a1b', 'certificate [redacted]'],
    ...['sk_live_', 'sk-ant-', 'glsa_', 'ATATT3x', 'pypi-', 'shpat_', 'AGE-SECRET-KEY-1'].map((start) => [
      `failed with ${start}abcdefghij0123456789ABCDEFGHIJAbCdE: no`,
      'failed with [redacted]: no',
    ]),
    ...['glpat-', 'xoxb-', 'npm_', 'AIza', 'dop_v1_', 'dckr_pat_', 'hvs.', 'github_pat_', '1//0'].map((start) => [
      `failed with ${start}abcdefghij0123456789ABCDEFGHIJAbCdE: no`,
      'failed with [redacted]: no',
    ]),
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
    expect(redact(redacted)).toBe(redacted);
  });
});

describe('what is none stays', () => {
  test.each([
    'Error loading SSO Token: Token for dev-sso does not exist',
    'error: You must be logged in to the server (the server has asked for the client to provide credentials)',
    'Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255',
    'curl -H "Authorization: Bearer <masked>"',
    'secrets is forbidden: User "me" cannot list resource "secrets" in API group "" in the namespace "default"',
    'Password: \nnext line',
    'open https://login.example:8443/device and enter ABCD-EFGH',
    'The basic configuration of the bearer is wrong',
    'kubectl "--context=arn:aws:eks:eu-west-1:123456789012:cluster/token-service" "get" "--raw=/api/v1/namespaces/password/pods?limit=500"',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('a text of any size is looked through at once', () => {
  for (const part of [
    'token-',
    'eyJ-',
    '://a:',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    'secret ',
    '--',
    'basic a',
    'token:"',
    'token:"\\',
    'glpat-',
    'cookie: a',
    '&sig=',
    '1//0',
  ]) {
    const start = performance.now();
    redact(part.repeat(200_000 / part.length));
    expect(performance.now() - start).toBeLessThan(1000);
  }
});
