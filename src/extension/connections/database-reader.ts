import type * as vscode from 'vscode';
import type { CatalogRows } from '../../analyzers/schema/catalog-rows';
import { message } from '../../analyzers/message';
import type { ConnectionProblem } from '../../postgres/connection/connection-problem';
import type { ConnectionSetting } from '../../postgres/connection/connection-setting';
import type { ConnectionWorld } from '../../postgres/connection/connection-world';
import { Secret } from '../../postgres/connection/secret';
import type { Target } from '../../postgres/connection/target';
import type { ProbedServer } from '../../postgres/probe-server';
import type { DdlDoor } from '../../postgres/ddl/ddl-door';
import type { Reader } from '../../postgres/reading/reader';
import type { OpenClient } from '../../postgres/reading/server-connection';
import type { PasswordSources } from '../../postgres/connection/find-password';
import type { Log } from '../log';
import { readConnectionSettings } from '../settings';
import type { PostgresRoom } from '../load-postgres';
import type { SecretPasswords } from './secret-passwords';
import { type SharedServer, SharedServers } from './shared-servers';

export interface OpenOptions {
  readonly signal: AbortSignal;
  /** What a person has just typed. It is kept when the server accepts it. */
  readonly entered?: Secret;
}

export interface Failed {
  readonly kind: 'failed';
  readonly problem: ConnectionProblem;
  readonly target?: Target;
}

export type CatalogOutcome = { readonly kind: 'read'; readonly catalog: CatalogRows } | Failed;

/** Takes connections from their settings to what is read of their databases. */
export class DatabaseReader {
  readonly #servers = new SharedServers();

  constructor(
    private readonly loadPostgres: () => PostgresRoom,
    private readonly passwords: SecretPasswords,
    private readonly log: Log,
  ) {}

  /** Connects, and asks the server who it is. Never rejects. */
  async open(
    folder: vscode.WorkspaceFolder,
    setting: ConnectionSetting,
    { signal, entered }: OpenOptions,
  ): Promise<{ readonly kind: 'opened'; readonly database: OpenDatabase } | Failed> {
    const resolved = await this.resolve(folder, setting);
    if (resolved.kind === 'failed') return resolved;
    const postgres = this.loadPostgres();
    const { target, sources } = resolved;
    const key = postgres.targetKey(target);
    const all = { ...sources, ...(entered !== undefined && { entered }) };
    const openClient = postgres.openerFor(target, all);
    const shared = this.#servers.acquire(key, () => new postgres.ServerConnection(openClient));
    try {
      const server = await postgres.probeServer(shared.server, { signal });
      if (entered !== undefined) await this.passwords.store(key, entered.reveal());
      this.log.info(
        `${setting.name}: connected to ${postgres.describeTarget(target)}, PostgreSQL ${server.version}`,
      );
      return {
        kind: 'opened',
        database: new OpenDatabase(target, server, setting, { shared, openClient, postgres }),
      };
    } catch (error) {
      await shared.release();
      const problem = postgres.problemOf(error, target);
      this.log.warn(`${setting.name}: ${problem.kind} ${problem.code ?? ''}`.trimEnd());
      return { kind: 'failed', problem, target };
    }
  }

  /** Connects for this once. Never rejects. */
  async test(
    folder: vscode.WorkspaceFolder,
    setting: ConnectionSetting,
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'works'; readonly target: Target; readonly server: ProbedServer } | Failed> {
    const outcome = await this.open(folder, setting, { signal });
    if (outcome.kind === 'failed') return outcome;
    const { target, server } = outcome.database;
    await outcome.database.close();
    return { kind: 'works', target, server };
  }

  /** Forgets the password of wherever the setting leads. Sends nothing. */
  async forgetPassword(
    folder: vscode.WorkspaceFolder,
    setting: ConnectionSetting,
  ): Promise<{ readonly kind: 'forgotten'; readonly target: Target; readonly wasKnown: boolean } | Failed> {
    const resolved = await this.resolve(folder, setting);
    if (resolved.kind === 'failed') return resolved;
    const { target } = resolved;
    const wasKnown = await this.passwords.forget(this.loadPostgres().targetKey(target));
    return { kind: 'forgotten', target, wasKnown };
  }

  /** Where a setting leads. Sends nothing. */
  async resolve(
    folder: vscode.WorkspaceFolder,
    setting: ConnectionSetting,
  ): Promise<
    { readonly kind: 'target'; readonly target: Target; readonly sources: PasswordSources } | Failed
  > {
    const postgres = this.loadPostgres();
    const { passwordCommand } = readConnectionSettings(folder);
    const world = await this.worldOf(folder);
    const resolved = postgres.resolveTarget(setting, world);
    if (resolved.kind === 'problems') return { kind: 'failed', problem: settingProblem(resolved.problems) };
    const { target, supplied } = resolved;
    const sources: PasswordSources = {
      world,
      readStored: () => this.#readStored(postgres.targetKey(target)),
      ...(supplied !== undefined && { supplied }),
      // Only the user's own value is read, and connections exist in trusted workspaces only.
      ...(passwordCommand.length > 0 && {
        command: { argv: passwordCommand, scope: 'user', isWorkspaceTrusted: true },
      }),
    };
    return { kind: 'target', target, sources };
  }

  /** This machine as libpq would find it, with the folder's .env. */
  worldOf(folder: vscode.WorkspaceFolder): Promise<ConnectionWorld> {
    const { envFile } = readConnectionSettings(folder);
    const path = folder.uri.fsPath;
    return this.loadPostgres().readConnectionWorld({ path, ...(envFile !== undefined && { envFile }) });
  }

  async #readStored(key: string): Promise<Secret | undefined> {
    const stored = await this.passwords.get(key);
    return stored === undefined ? undefined : new Secret(stored);
  }
}

interface DatabaseParts {
  readonly shared: SharedServer;
  /** With the password that the server has accepted. */
  readonly openClient: OpenClient;
  readonly postgres: PostgresRoom;
}

/** A database that answered. */
export class OpenDatabase {
  #ddl: DdlDoor | undefined;

  constructor(
    readonly target: Target,
    readonly server: ProbedServer,
    private readonly setting: ConnectionSetting,
    private readonly parts: DatabaseParts,
  ) {}

  get reader(): Reader {
    return this.parts.shared.server;
  }

  get ddl(): DdlDoor {
    const { openClient, postgres } = this.parts;
    this.#ddl ??= new postgres.DdlDoor({ openClient, reader: this.reader });
    return this.#ddl;
  }

  /** The schema and its statistics as they are now. Never rejects. */
  async read(signal?: AbortSignal): Promise<CatalogOutcome> {
    const { schemas } = this.setting;
    const { postgres } = this.parts;
    try {
      const catalog = await postgres.readCatalog(this.reader, {
        ...(schemas !== undefined && { scope: { schemas } }),
        target: postgres.describePlace(this.target),
        readAt: new Date(),
        ...(signal !== undefined && { options: { signal } }),
      });
      return { kind: 'read', catalog };
    } catch (error) {
      return { kind: 'failed', problem: postgres.problemOf(error, this.target) };
    }
  }

  /** What is being built is watched to its end: nobody would else say what has become of it. */
  async close(): Promise<void> {
    const { shared } = this.parts;
    const door = this.#ddl;
    if (door === undefined || door.running === 0) return shared.release();
    const ending = door.onDidEnd(() => {
      if (door.running > 0) return;
      ending.dispose();
      void shared.release();
    });
  }
}

function settingProblem([first, ...others]: readonly ConnectionProblem['message'][]): ConnectionProblem {
  const unknown = message('The connection in the settings leads nowhere. Edit it.');
  return { kind: 'other', message: first ?? unknown, action: 'edit-connection', notes: others };
}
