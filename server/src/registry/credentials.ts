/** The credentials of a user for a registry. They must not be sent to another host. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Sent to the token server of the registry instead of the password. */
  readonly identityToken?: string;
  /** Where they come from, for messages. */
  readonly source: string;
}

export interface FoundCredentials {
  readonly credentials?: Credentials;
  /** Why other credentials were not found, and what to do: for the message if the registry refuses access. */
  readonly problem?: string;
}

/** A user and a password as the header "Authorization" has them (RFC 7617). */
export function toBasic({ user, password }: Pick<Credentials, 'user' | 'password'>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
