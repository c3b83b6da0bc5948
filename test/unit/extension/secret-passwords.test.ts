import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { SecretPasswords } from '../../../src/extension/connections/secret-passwords';

const KEY = 'postgresql://reader@db.example:5432/shop';
const NO_KEYRING = 'The name org.freedesktop.secrets was not provided by any .service files';

type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

/** What VS Code has where a keyring is there. */
function keyring(): Secrets & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    store: (key, value) => Promise.resolve(void kept.set(key, value)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

/** What a Linux without one answers to everything. */
const NONE: Secrets = {
  get: () => Promise.reject(new Error(NO_KEYRING)),
  store: () => Promise.reject(new Error(NO_KEYRING)),
  delete: () => Promise.reject(new Error(NO_KEYRING)),
};

function passwordsIn(secrets: Secrets) {
  const said: string[] = [];
  const passwords = new SecretPasswords(secrets as vscode.SecretStorage, (reason) => said.push(reason));
  return { passwords, said };
}

describe('Passwords in the secret store', () => {
  it('are found again by their target, by another window too', async () => {
    const secrets = keyring();
    await passwordsIn(secrets).passwords.store(KEY, 'pw');
    assert.equal(await passwordsIn(secrets).passwords.get(KEY), 'pw');
    assert.equal(await passwordsIn(secrets).passwords.get(`${KEY}2`), undefined);
    assert.deepEqual([...secrets.kept.keys()], [`indexwright.password:${KEY}`]);
  });

  it('are gone when they are forgotten, and it is said whether there was one', async () => {
    const secrets = keyring();
    const { passwords } = passwordsIn(secrets);
    await passwords.store(KEY, 'pw');
    assert.equal(await passwords.forget(KEY), true);
    assert.equal(await passwords.get(KEY), undefined);
    assert.equal(secrets.kept.size, 0);
    assert.equal(await passwords.forget(KEY), false);
  });

  it('last for the session where there is no keyring, which is said once', async () => {
    const { passwords, said } = passwordsIn(NONE);
    await passwords.store(KEY, 'pw');
    assert.equal(await passwords.get(KEY), 'pw');
    assert.equal(await passwords.get('another'), undefined);
    assert.equal(await passwords.forget(KEY), true);
    assert.equal(await passwords.get(KEY), undefined);
    assert.deepEqual(said, [NO_KEYRING]);
  });
});
