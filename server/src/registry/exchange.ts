import type { RegistrySettings } from '../image/digest-source';
import type { Environment } from './credential-files';
import { RegistryError, timedOut, unreachable } from './errors';
import { ask, type RegistryResponse } from './http';
import { proxyFor } from './proxy';

interface Limits {
  /** Aborted if the user cancels. */
  readonly signal: AbortSignal;
  /** The time limit for all requests together. */
  readonly seconds: number;
}

/** All requests for one digest: to the registry, to its token server, and to the hosts that they redirect to. */
export class Exchange {
  readonly environment: Environment;
  readonly #settings: RegistrySettings;
  readonly #limits: Limits;
  readonly #stop = new AbortController();
  readonly #abort = (): void => this.#stop.abort();
  readonly #timer: NodeJS.Timeout;

  /** The time begins at once. Call `end` when done. */
  constructor(environment: Environment, settings: RegistrySettings, limits: Limits) {
    this.environment = environment;
    this.#settings = settings;
    this.#limits = limits;
    // AbortSignal.any() does not keep an AbortSignal.timeout() from garbage collection, and then it never fires. So a timer
    // that Node holds is used.
    this.#timer = setTimeout(this.#abort, limits.seconds * 1000);
    limits.signal.addEventListener('abort', this.#abort);
    if (limits.signal.aborted) this.#abort();
  }

  /** Aborted when the user cancels, or when the time is up. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Releases the timer, which would keep the process alive, and the user's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#limits.signal.removeEventListener('abort', this.#abort);
  }

  /** Whether the user allows a host to be asked without encryption, or with any certificate. */
  mayBeInsecure(url: URL): boolean {
    return this.#settings.insecure.some((listed) => isAt(url, listed));
  }

  /**
   * Sends one request. An error names the host that was asked.
   * @throws RegistryError with a sentence for the user; the reason of the user's signal
   */
  async ask(url: URL, headers: Readonly<Record<string, string>>, form?: URLSearchParams): Promise<RegistryResponse> {
    const proxy = proxyFor(url, this.environment, this.#settings.proxy);
    try {
      return await ask({ url, headers, form, isInsecure: this.mayBeInsecure(url), proxy, signal: this.signal });
    } catch (error) {
      this.#limits.signal.throwIfAborted();
      if (this.signal.aborted)
        throw timedOut(proxy ? `${url.host} (through the proxy ${proxy.host})` : url.host, this.#limits.seconds);
      throw error instanceof RegistryError ? error : unreachable(url.host, error);
    }
  }
}

/** Whether a URL is for a host as users list it. Without a port, the default port of the URL's scheme counts. */
function isAt({ protocol, host }: URL, listed: string): boolean {
  // The host of a URL leaves out the default port. Invalid text matches no host.
  const text = /^[\w.:[\]-]+$/.test(listed) ? `${protocol}//${listed}` : '';
  return URL.canParse(text) && new URL(text).host === host;
}
