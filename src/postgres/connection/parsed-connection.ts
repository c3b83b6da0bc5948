import type { Secret } from './secret';

/** What a connection string says, by libpq's key words; those of other programs are in it too. */
export interface ParsedConnection {
  readonly parameters: Readonly<Record<string, string>>;
  readonly password?: Secret;
}

/** The password is taken out before anything else can see it. */
export function withoutPassword(parameters: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...parameters].filter(([keyword]) => keyword !== 'password' && keyword !== 'sslpassword'),
  );
}
