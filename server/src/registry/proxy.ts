import { BlockList, isIP } from 'node:net';
import { own } from '../text/own';
import type { Environment } from './credential-files';
import { RegistryError } from './errors';

/**
 * The proxy for a URL, as in other command-line tools: `HTTPS_PROXY` or `HTTP_PROXY`, except for hosts in `NO_PROXY`, and
 * never for the local machine, because a proxy would connect to itself.
 * @param setting overrides the environment
 * @throws RegistryError if the proxy can't be used
 */
export function proxyFor(url: URL, environment: Environment, setting: string | undefined): URL | undefined {
  const read = (name: string): string | undefined =>
    own(environment, name.toLowerCase()) || own(environment, name) || undefined;
  const proxy = setting ?? read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  if (proxy === undefined || isExcluded(url, read('NO_PROXY') ?? '')) return undefined;
  const text = proxy.includes('://') ? proxy : `http://${proxy}`;
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return parsed;
  // Its text may hold a password.
  throw new RegistryError(
    `The proxy for ${url.host} can't be used${parsed ? `: its protocol is ${parsed.protocol.slice(0, -1)}` : ''}. Set an http:// or https:// URL (http.proxy, or HTTPS_PROXY in the environment), or list ${url.hostname} in NO_PROXY.`,
  );
}

/** Whether a list such as `NO_PROXY` contains a URL: `*`, names with their subdomains, addresses and networks. */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const hostPort = port || (protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || host.endsWith('.localhost') || isIn(host, '127.0.0.0/8') || host === '::1') return true;
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    if (entry.includes('/')) return isIn(host, entry);
    const { name, entryPort } = partsOf(entry);
    if (name === '' || (entryPort !== undefined && entryPort !== hostPort)) return false;
    return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
  });
}

function partsOf(entry: string): { name: string; entryPort: string | undefined } {
  if (isIP(entry) !== 0) return { name: entry.toLowerCase(), entryPort: undefined };
  const [, bracketed, plain = '', entryPort] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  return { name: (bracketed ?? plain.replace(/^\*?\.?/, '')).toLowerCase(), entryPort };
}

/** Whether an address is in a network such as `10.0.0.0/8`. */
function isIn(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/', 2);
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(bits), kind);
  return block.check(host, kind);
}
