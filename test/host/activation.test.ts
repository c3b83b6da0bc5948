import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, INTERNAL_COMMANDS } from '../../src/extension/manifest';
import { closeEverything, inSample, open, until } from './workbench';

const EXTENSION_ID = 'indexwright.indexwright';
const PARSERS = /analysis-worker|typescript-source|libpg|pgsql-ast-parser|node_modules.typescript/;

// The first suite, by its name: what comes later has activated the extension already.
describe('Activation', () => {
  after(closeEverything);

  const extension = (): vscode.Extension<unknown> => {
    const found = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(found, 'the extension is not there');
    return found;
  };

  it('waits for a language that holds SQL', async () => {
    await open({ language: 'plaintext', content: 'SELECT 1' });
    assert.equal(extension().isActive, false);
    await open(inSample('src/database.ts'));
    await until('activation', () => extension().isActive);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = [...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)].filter(
      (id) => !registered.has(id),
    );
    assert.deepEqual(missing, []);
  });

  it('loads no parser into the extension host', () => {
    const loaded = Object.keys(require.cache);
    assert.ok(loaded.some((path) => /dist.extension\.js$/.test(path)));
    assert.deepEqual(
      loaded.filter((path) => PARSERS.test(path)),
      [],
    );
  });
});
