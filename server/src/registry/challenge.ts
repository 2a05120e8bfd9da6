/** The authentication that a registry requires. */
export interface Challenge {
  /** As it is written: `Bearer`, `Basic`, `Negotiate`; case does not matter. */
  readonly scheme: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The challenges in a header "WWW-Authenticate" (RFC 9110), in their order; invalid ones are left out. */
export function challengesIn(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  // Commas stand between challenges, between their parameters, and in quotes.
  for (const [item] of header.matchAll(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g)) {
    // A scheme is followed by a space or nothing, a parameter's name by its value.
    const [, scheme, parameter = ''] = /^(?:([\w!#$%&'*+.^`|~-]+)(?:\s+(?![\s=])|$))?(.*)$/.exec(item.trim()) ?? [];
    if (scheme !== undefined) challenges.push({ scheme, parameters: new Map() });
    const [, name, quoted, plain] = /^([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/.exec(parameter) ?? [];
    if (name !== undefined)
      challenges.at(-1)?.parameters.set(name.toLowerCase(), plain ?? quoted?.replace(/\\(.)/g, '$1') ?? '');
  }
  return challenges;
}
