/** A file that was read beforehand. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Everything outside of a setting that decides where a connection leads. It is handed in, so that the same input gives the same target. */
export interface ConnectionWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The name of the operating system's user: libpq's default for the role. */
  readonly osUser: string;
  /** Where services are looked for, the user's file before the system's; only files that exist. */
  readonly serviceFiles: readonly TextFile[];
  /** Files that libpq uses where nothing else is said; absent: there is no such file. */
  readonly defaultFiles: DefaultFiles;
  /** Where local servers keep their sockets; absent where there are none, and `localhost` is the default host then. */
  readonly socketDirectory?: string;
  /** The folder that settings and relative paths are of. */
  readonly workspaceFolder?: string;
  /** The folder's .env; its variables count only where a setting names them with `${env:…}`. */
  readonly envFile?: TextFile;
}

export interface DefaultFiles {
  /** ~/.postgresql/root.crt */
  readonly rootCert?: string;
  /** ~/.postgresql/postgresql.crt */
  readonly cert?: string;
  /** ~/.postgresql/postgresql.key */
  readonly key?: string;
}
