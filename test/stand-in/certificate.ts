import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from '../hosts/debian.mjs';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for loopback, signed by itself, with its key. kubectl sends tokens over TLS only. */
export function makeCertificate(folder: string): Certificate {
  ensurePackages({ purpose: 'The test cluster', files: ['/usr/bin/openssl'], packages: ['openssl'] });
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=test-cluster', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
