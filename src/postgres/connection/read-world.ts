import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ConnectionWorld, DefaultFiles, TextFile } from './connection-world';

/** The folder that the settings are of, and the .env to read in it. */
export interface FolderToRead {
  readonly path: string;
  readonly envFile?: string;
}

/** Which directory a server's package was built with cannot be asked, so these are looked into, Debian's before PostgreSQL's own. */
const SOCKET_DIRECTORIES = ['/var/run/postgresql', '/tmp'];

/** This machine, as libpq would find it. Files that are not there or may not be read count as absent. */
export async function readConnectionWorld(
  folder?: FolderToRead,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ConnectionWorld> {
  const home = environment['HOME'] ?? homedir();
  const [serviceFiles, defaultFiles, socketDirectory, envFile] = await Promise.all([
    readServiceFiles(home, environment),
    findDefaultFiles(home, environment),
    findSocketDirectory(),
    folder?.envFile === undefined ? undefined : readText(join(folder.path, folder.envFile)),
  ]);
  return {
    environment: { ...environment },
    home,
    osUser: readUser(environment),
    serviceFiles,
    defaultFiles,
    ...(socketDirectory !== undefined && { socketDirectory }),
    ...(folder !== undefined && { workspaceFolder: folder.path }),
    ...(envFile !== undefined && { envFile }),
  };
}

async function readServiceFiles(home: string, environment: NodeJS.ProcessEnv): Promise<readonly TextFile[]> {
  const user =
    environment['PGSERVICEFILE'] ??
    (process.platform === 'win32'
      ? join(settingsFolder(home, environment), '.pg_service.conf')
      : join(home, '.pg_service.conf'));
  const folder = environment['PGSYSCONFDIR'] ?? '/etc/postgresql-common';
  const files = await Promise.all([user, join(folder, 'pg_service.conf')].map(readText));
  return files.filter((file) => file !== undefined);
}

async function findDefaultFiles(home: string, environment: NodeJS.ProcessEnv): Promise<DefaultFiles> {
  const find = async (name: string): Promise<string | undefined> => {
    const path = join(settingsFolder(home, environment), name);
    return (await isFile(path)) ? path : undefined;
  };
  const [rootCert, cert, key] = await Promise.all([
    find('root.crt'),
    find('postgresql.crt'),
    find('postgresql.key'),
  ]);
  return { ...(rootCert && { rootCert }), ...(cert && { cert }), ...(key && { key }) };
}

/** Where libpq keeps a user's files. */
export function settingsFolder(home: string, environment: NodeJS.ProcessEnv): string {
  return process.platform === 'win32'
    ? join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'postgresql')
    : join(home, '.postgresql');
}

async function findSocketDirectory(): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  for (const directory of SOCKET_DIRECTORIES) {
    const names = await readdir(directory).catch(() => []);
    if (names.some((name) => /^\.s\.PGSQL\.\d+$/.test(name))) return directory;
  }
  return undefined;
}

function readUser(environment: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    // An account of a container may have a number and no name.
    return environment['USER'] ?? environment['USERNAME'] ?? '';
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function readText(path: string): Promise<TextFile | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { path, text };
}
