// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../servers/embedded-postgres.mjs';

/** @typedef {import('../servers/embedded-postgres.mjs').EmbeddedPostgres} EmbeddedPostgres */
/** @typedef {import('./read-case.mjs').GoldenCase} GoldenCase */

/** Plans and buffers must not depend on what runs beside a case. */
const SETTINGS = { autovacuum: 'off', max_worker_processes: 8, max_parallel_workers: 8 };

/** One server for each major that a case asks for, and in it a database for each set-up. They are started when they are first needed. */
export class GoldenServers {
  /** @readonly @type {Map<string, Promise<EmbeddedPostgres>>} */
  #servers = new Map();
  /** @readonly @type {Map<string, Promise<void>>} */
  #databases = new Map();
  #copies = 0;

  /** @param {string} setups folder of the set-ups */
  constructor(setups) {
    this.setups = setups;
  }

  /**
   * @param {GoldenCase} golden
   * @returns {Promise<pg.Client>} connected to a database that is set up
   */
  async connect(golden) {
    const server = await this.#start(golden);
    await this.#setUp(golden, server);
    if (!golden.isAlone) return connectTo(server, golden.setup);
    this.#copies += 1;
    const copy = `copy_${this.#copies}`;
    const admin = await connectTo(server, 'postgres');
    await admin.query(`CREATE DATABASE ${copy} TEMPLATE ${golden.setup}`);
    await admin.end();
    return connectTo(server, copy);
  }

  async stop() {
    for (const server of this.#servers.values()) await (await server).stop();
  }

  /** @param {GoldenCase} golden */
  #start({ major, needsJit }) {
    const key = `${major} ${needsJit}`;
    const server =
      this.#servers.get(key) ??
      startPostgres(`pg${major}`, {
        settings: { ...SETTINGS, jit: needsJit ? 'on' : 'off' },
        ...(needsJit && { programs: findJitPrograms(major) }),
      });
    this.#servers.set(key, server);
    return server;
  }

  /**
   * @param {GoldenCase} golden
   * @param {EmbeddedPostgres} server
   */
  #setUp({ major, needsJit, setup }, server) {
    const key = `${major} ${needsJit} ${setup}`;
    const database = this.#databases.get(key) ?? this.#fill(setup, server);
    this.#databases.set(key, database);
    return database;
  }

  /**
   * @param {string} setup
   * @param {EmbeddedPostgres} server
   */
  async #fill(setup, server) {
    await server.createDatabase(setup);
    const client = await connectTo(server, setup);
    await client.query(this.#read(setup));
    // It marks rows as committed and pages as visible to all: a run that did so itself would write blocks.
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
    await client.end();
  }

  /**
   * @param {string} setup
   * @returns {string}
   */
  #read(setup) {
    const text = readFileSync(join(this.setups, `${setup}.sql`), 'utf8');
    const begins = /^-- begins as: (.*)$/m.exec(text)?.[1];
    return begins === undefined ? text : this.#read(begins) + text;
  }
}

/**
 * @param {EmbeddedPostgres} server
 * @param {string} database
 */
async function connectTo(server, database) {
  const client = new pg.Client({ connectionString: server.connectionStringFor(database) });
  await client.connect();
  return client;
}

/** @param {number} major */
function findJitPrograms(major) {
  const programs = `/usr/lib/postgresql/${major}/bin`;
  if (existsSync(join(programs, '../lib/llvmjit.so'))) return programs;
  throw new Error(`It needs a server with JIT: Debian's postgresql-${major} has one.`);
}
