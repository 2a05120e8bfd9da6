import type { RegistrySettings } from '../gating/digest-source';
import type { Environment } from './credential-files';
import { RegistryError, timedOut, unreachable } from './errors';
import { type Answer, ask } from './http';
import { proxyFor } from './proxy';

interface Limits {
  /** Ends everything, on the user's word. */
  readonly signal: AbortSignal;
  /** How long everything may take together. */
  readonly seconds: number;
}

/** All that is asked for the sake of one digest: of the registry, of its token server, of where they lead. */
export class Exchange {
  readonly environment: Environment;
  readonly #settings: RegistrySettings;
  readonly #limits: Limits;
  readonly #stop = new AbortController();
  readonly #abort = (): void => this.#stop.abort();
  readonly #timer: NodeJS.Timeout;

  /** Its time begins at once; `end` must be called in the end. */
  constructor(environment: Environment, settings: RegistrySettings, limits: Limits) {
    this.environment = environment;
    this.#settings = settings;
    this.#limits = limits;
    // A timer that Node itself holds: AbortSignal.any() does not keep an AbortSignal.timeout() from garbage collection,
    // after which it never fires.
    this.#timer = setTimeout(this.#abort, limits.seconds * 1000);
    limits.signal.addEventListener('abort', this.#abort);
    if (limits.signal.aborted) this.#abort();
  }

  /** Aborted when the user ends it, or when the time is up. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Lets go of the timer, which would keep the process from ending, and of the user's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#limits.signal.removeEventListener('abort', this.#abort);
  }

  /** Whether the user allows a host to be asked without encryption, or with any certificate. */
  mayBeInsecure(url: URL): boolean {
    return this.#settings.insecure.some((listed) => isAt(url, listed));
  }

  /**
   * Asks once, and says of whom was asked what went wrong.
   * @throws RegistryError with a sentence for the user; what the user's signal was aborted with
   */
  async ask(url: URL, headers: Readonly<Record<string, string>>, form?: URLSearchParams): Promise<Answer> {
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

/** Whether a URL leads to a host as users list it; without a port, that is the usual one of the URL's scheme. */
function isAt({ protocol, host }: URL, listed: string): boolean {
  // A URL's host does not name the usual port, however it was written. What is no host names none.
  const text = /^[\w.:[\]-]+$/.test(listed) ? `${protocol}//${listed}` : '';
  return URL.canParse(text) && new URL(text).host === host;
}
