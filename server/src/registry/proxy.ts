import type { Environment } from './credentials';

/**
 * The proxy for a URL, as command lines and registries' own tools have it: `HTTPS_PROXY` or `HTTP_PROXY`, but for what
 * `NO_PROXY` lists (`*`, hosts with or without a port, and what ends in them), and never for the own machine.
 * @param setting the user's own word, over the environment's
 */
export function proxyFor(url: URL, environment: Environment, setting: string | undefined): string | undefined {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  if (isExcluded(url, read('NO_PROXY') ?? '')) return undefined;
  const proxy = setting ?? read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  if (proxy === undefined) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isListed = list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', entryPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? [];
    if (entryPort !== undefined && entryPort !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
    const suffix = name.replace(/^\*?\.?/, '').toLowerCase();
    return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
  });
  // Listed by default: a proxy would take it for its own machine.
  return isListed || (list === '' && (host === 'localhost' || host === '::1' || host.startsWith('127.')));
}
