import type * as vscode from 'vscode';
import { SECRET_PREFIX } from '../manifest';

/**
 * Passwords by target (`targetKey`: host, port, database and user), never by the name of a connection: a name can be given to another server.
 * They lie in VS Code's secret store and nowhere else. Where that is missing (a Linux without a keyring) they last for the session.
 */
export class SecretPasswords {
  readonly #session = new Map<string, string>();

  constructor(
    private readonly secrets: vscode.SecretStorage,
    /** Called at the first failure of a session: what the store says, which is never the password. */
    private readonly onUnavailable: (reason: string) => void,
  ) {}

  async get(targetKey: string): Promise<string | undefined> {
    const kept = this.#session.get(targetKey);
    if (kept !== undefined) return kept;
    return this.#ask(() => this.secrets.get(SECRET_PREFIX + targetKey));
  }

  async store(targetKey: string, password: string): Promise<void> {
    this.#session.set(targetKey, password);
    await this.#ask(() => this.secrets.store(SECRET_PREFIX + targetKey, password));
  }

  /** True when there was one. */
  async forget(targetKey: string): Promise<boolean> {
    const known = (await this.get(targetKey)) !== undefined;
    this.#session.delete(targetKey);
    await this.#ask(() => this.secrets.delete(SECRET_PREFIX + targetKey));
    return known;
  }

  #isReported = false;

  async #ask<T>(question: () => Thenable<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch (error) {
      if (!this.#isReported) this.onUnavailable(error instanceof Error ? error.message : String(error));
      this.#isReported = true;
      return undefined;
    }
  }
}
