import type ts from 'typescript';
import {
  NAMED_FOLDER,
  namesPostgres,
  otherDatabaseNamedIn,
  otherDatabaseReason,
  type OtherDatabase,
} from '../other-database';
import { clientsOf } from './clients';
import { importsOf, type Import } from './imports';
import { pathOf } from './parse';

/** What the module itself says of where its SQL goes. */
export interface ModuleDatabase {
  /** Why the text that is handed to the receiver (`db.query`; absent: to nobody in sight) is none of PostgreSQL's. */
  reasonFor(receiver: ts.Expression | undefined): string | undefined;
}

/** Libraries that speak to any database, the program decides to which. */
const OF_ANY_DATABASE =
  /^(?:@?prisma\b|typeorm|sequelize|objection|knex|@mikro-orm\/|@nestjs\/(?:typeorm|sequelize))|\/prisma\b|^prisma$/i;

/** They write SQL and send it to whichever client they are given. */
const WITHOUT_CLIENT = /^(?:drizzle-orm(?:\/|$)|kysely(?:\/|$)|sql-template-|dedent$|zod$|node:|effect$)/;

/** Their names say it; the modules that they come from do not. */
const DIALECTS: ReadonlyMap<string, OtherDatabase> = new Map([
  ['SqliteDialect', 'SQLite'],
  ['MysqlDialect', 'MySQL'],
  ['MssqlDialect', 'SQL Server'],
]);

/** `inFolder`: what the path of the file says. */
export function readModuleDatabase(
  source: ts.SourceFile,
  inFolder: OtherDatabase | undefined,
): ModuleDatabase {
  const imports = importsOf(source);
  const whole = imports.some(namesPostgresThere)
    ? undefined
    : imports.some(({ module }) => OF_ANY_DATABASE.test(module))
      ? configuredDatabase(source.text)
      : databaseOfModule(imports, inFolder);
  const hasPreparingDriver = imports.some(({ module }) => module === 'pg-native');
  let clients: ReadonlyMap<string, OtherDatabase> | undefined;
  return {
    reasonFor(receiver) {
      const path = receiver ? pathOf(receiver) : [];
      if (path.some(namesPostgres)) return undefined;
      const named = databaseNamedBy(path);
      if (named) return otherDatabaseReason(named, `${path.join('.')} names it`);
      if (path.length > 1 && path.at(-1) === 'prepare' && !hasPreparingDriver) return PREPARED;
      clients ??= clientsOf(source, imports);
      const client = path.find((name) => clients?.has(name));
      if (client !== undefined) {
        return otherDatabaseReason(clients.get(client) ?? 'another database', `${client} is a client of it`);
      }
      return whole?.covers(path, imports) === true
        ? otherDatabaseReason(whole.database, whole.sign)
        : undefined;
    },
  };
}

const PREPARED = otherDatabaseReason(
  'another database',
  'it is handed to prepare(), which drivers of PostgreSQL do not have',
);

function databaseNamedBy(path: readonly string[]): OtherDatabase | undefined {
  for (const name of path) {
    const database = otherDatabaseNamedIn(name);
    if (database) return database;
  }
  return undefined;
}

function namesPostgresThere({ module, name }: Import): boolean {
  return namesPostgres(module) || (name !== undefined && namesPostgres(name));
}

interface Whole {
  readonly database: OtherDatabase;
  readonly sign: string;
  /** Whether it says anything of what is handed to this receiver. */
  readonly covers: (path: readonly string[], imports: readonly Import[]) => boolean;
}

function databaseOfModule(
  imports: readonly Import[],
  inFolder: OtherDatabase | undefined,
): Whole | undefined {
  if (inFolder) return { database: inFolder, sign: NAMED_FOLDER, covers: (path) => !isOfAnyDatabase(path) };
  for (const { module, name } of imports) {
    // What a module of the program is called says what it does, not what it is.
    const database = DIALECTS.get(name ?? '') ?? (isOwn(module) ? undefined : otherDatabaseNamedIn(module));
    if (database) {
      return {
        database,
        sign: `the module imports ${module}, and no client of PostgreSQL`,
        covers: (path, all) => !isOfAnyDatabase(path) && !isFromElsewhere(path[0], all),
      };
    }
  }
  return undefined;
}

/** `knex({ client: 'mysql2' })`, `new DataSource({ type: 'better-sqlite3' })` */
const CONFIGURATION =
  /\b(?:[kK]nex|DataSource|createConnection|Sequelize|MikroORM\.init|defineConfig)\s*(?:<[^<>()]*>)?\([^{}()]*\{[^{}]*?\b(?:client|type|dialect)\s*:\s*['"]([\w-]+)['"]/g;

function configuredDatabase(text: string): Whole | undefined {
  const names = Array.from(text.matchAll(CONFIGURATION), ([, name = '']) => name);
  const [first, ...others] = names.map(otherDatabaseNamedIn);
  if (!first || others.some((other) => other !== first)) return undefined;
  return {
    database: first,
    sign: `the module connects to ${names[0] ?? ''}`,
    covers: (path, all) => !isFromElsewhere(path[0], all),
  };
}

/** `./client`, `~/client`, `@/client`, `#client` */
function isOwn(module: string): boolean {
  return /^(?:[./~#]|@\/)/.test(module);
}

/** The objects and methods of such libraries, however the module came by them. */
function isOfAnyDatabase(path: readonly string[]): boolean {
  return path.some((name) => /prisma|^\$(?:query|execute)Raw|^(?:knex|sequelize|queryRunner)$/i.test(name));
}

/** It may be a client of PostgreSQL's. A text that is handed to nobody in sight may go to any that is imported. */
function isFromElsewhere(root: string | undefined, imports: readonly Import[]): boolean {
  return imports.some(({ local, module }) => {
    const isTaker = root === undefined ? CLIENT.test(local) : local === root;
    return isTaker && !WITHOUT_CLIENT.test(module) && otherDatabaseNamedIn(module) === undefined;
  });
}

const CLIENT =
  /^(?:db|database|pool|client|connection|conn|sql|query|execute|prisma|knex)$|(?:Db|Pool|Prisma)$/;
