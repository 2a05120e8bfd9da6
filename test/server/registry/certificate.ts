import { spawnSync } from 'node:child_process';
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { globalAgent } from 'node:https';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ensurePackages } from '../../hosts/debian.mjs';
import { temporaryFolder, USER } from './user';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** An untrusted certificate: of the loopback interface, or of another name. */
export function makeCertificate(name = 'IP:127.0.0.1'): Certificate {
  ensurePackages({ purpose: 'The registry with TLS', files: ['/usr/bin/openssl'], packages: ['openssl'] });
  const folder = temporaryFolder();
  const made = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=test'];
  const names = ['-addext', `subjectAltName=${name}`];
  const { status, stderr } = spawnSync('openssl', [...words, ...names, '-keyout', made.key, '-out', made.certificate]);
  if (status !== 0) throw new Error(`openssl failed: ${stderr}`);
  return made;
}

/** Vouches for a certificate, for the length of a test. */
export function trust({ certificate }: Certificate): void {
  globalAgent.options.ca = readFileSync(certificate);
  onTestFinished(() => {
    globalAgent.options.ca = undefined;
  });
}

/** A token as the registry takes it (distribution, "Token Authentication Implementation"). */
export function signToken({ certificate, key }: Certificate, repository: string): string {
  const der = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'test',
    aud: 'test',
    sub: USER,
    jti: 'one',
    iat: now,
    nbf: now - 60,
    exp: now + 60,
    access: [{ type: 'repository', name: repository, actions: ['pull'] }],
  };
  const encode = (data: object): string => Buffer.from(JSON.stringify(data)).toString('base64url');
  const payload = `${encode({ typ: 'JWT', alg: 'RS256', x5c: [der] })}.${encode(claims)}`;
  return `${payload}.${createSign('RSA-SHA256').update(payload).sign(readFileSync(key), 'base64url')}`;
}
