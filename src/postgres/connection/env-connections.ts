import type { ConnectionSetting } from './connection-setting';
import { readEnvFile } from './env-file';
import { isConnectionUri } from './parse-uri';

/** A database that a .env speaks of, as a connection that can be offered. */
export interface EnvConnection {
  /** It names the variables and repeats none of their values, so the password stays in the .env. */
  readonly setting: ConnectionSetting;
  readonly variables: readonly string[];
}

/** The names that programs give to the parts of an address: libpq, the Docker image, frameworks. */
const FAMILIES: readonly Family[] = [
  { host: 'PGHOST', port: 'PGPORT', user: 'PGUSER', password: 'PGPASSWORD', databases: ['PGDATABASE'] },
  {
    host: 'POSTGRES_HOST',
    port: 'POSTGRES_PORT',
    user: 'POSTGRES_USER',
    password: 'POSTGRES_PASSWORD',
    databases: ['POSTGRES_DB', 'POSTGRES_DATABASE'],
  },
  {
    host: 'DB_HOST',
    port: 'DB_PORT',
    user: 'DB_USER',
    password: 'DB_PASSWORD',
    databases: ['DB_NAME', 'DB_DATABASE'],
    // These names are used for databases of every kind.
    proof: /^DB_(?:CONNECTION|DIALECT|DRIVER|ENGINE|TYPE)$/,
  },
];

interface Family {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly password: string;
  readonly databases: readonly string[];
  /** A variable whose value has to say PostgreSQL. */
  readonly proof?: RegExp;
}

/** Whole addresses before those in parts, `DATABASE_URL` before all others. The names are those of the variables. */
export function findEnvConnections(envText: string): readonly EnvConnection[] {
  const variables = readEnvFile(envText);
  const whole = [...variables]
    .filter(([, value]) => isConnectionUri(value))
    .map(([name]) => name)
    .sort((a, b) => Number(b === 'DATABASE_URL') - Number(a === 'DATABASE_URL'));
  return [
    ...whole.map((name) => ({ setting: { name, uri: `\${env:${name}}` }, variables: [name] })),
    ...FAMILIES.flatMap((family) => connectionOf(family, variables) ?? []),
  ];
}

/** A host or a database has to be there: a lonely password is no address. */
function connectionOf(family: Family, variables: ReadonlyMap<string, string>): EnvConnection | undefined {
  const holds = (name: string): boolean => (variables.get(name) ?? '') !== '';
  const database = family.databases.find(holds);
  if (!holds(family.host) && database === undefined) return undefined;
  const { proof } = family;
  if (
    proof !== undefined &&
    ![...variables].some(([name, value]) => proof.test(name) && /postgres|pgsql/i.test(value))
  )
    return undefined;
  const part = (before: string, name: string | undefined): string =>
    name !== undefined && holds(name) ? `${before}\${env:${name}}` : '';
  const credentials = part('', family.user) + part(':', family.password);
  const host = part('', family.host) || 'localhost';
  const place = host + part(':', family.port) + part('/', database);
  const uri = `postgresql://${credentials === '' ? '' : `${credentials}@`}${place}`;
  const used = [family.host, family.port, family.user, family.password, ...(database ? [database] : [])];
  return { setting: { name: database ?? family.host, uri }, variables: used.filter(holds) };
}
