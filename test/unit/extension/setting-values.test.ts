import assert from 'node:assert/strict';
import {
  readArraySize,
  readAssumedRows,
  readCodeLens,
  readFolder,
  readLintRun,
  readNames,
  readRuleSeverities,
  readServerVersion,
  readTimeoutMs,
} from '../../../src/extension/setting-values';

const NONSENSE: readonly unknown[] = [undefined, null, '', 'nonsense', -1, 2.5, NaN, {}, [], true];

describe('Values of settings', () => {
  it('fall back to the default when they make no sense', () => {
    for (const value of NONSENSE) {
      assert.equal(readLintRun(value), 'onType');
      assert.equal(readServerVersion(value), 14);
      assert.equal(readArraySize(value), 20);
      assert.equal(readAssumedRows(value), 1_000_000);
      assert.equal(readCodeLens(value), 'queries');
      assert.deepEqual(readNames(value), []);
      assert.deepEqual(readRuleSeverities(value), {});
    }
  });

  it('are taken when they do', () => {
    assert.equal(readLintRun('onSave'), 'onSave');
    assert.equal(readCodeLens('cursor'), 'cursor');
    assert.equal(readTimeoutMs(2.5, 10), 3);
    // The server takes no larger one, and none at all would be 0.
    assert.equal(readTimeoutMs(1e12, 10), 2 ** 31 - 1);
    assert.equal(readTimeoutMs(0, 10), 10);
    assert.equal(readLintRun('off'), 'off');
    assert.equal(readServerVersion(18), 18);
    assert.equal(readArraySize(1), 1);
    assert.equal(readAssumedRows(5000), 5000);
    assert.deepEqual(readNames(['sql', 7, ' ', 'query']), ['sql', 'query']);
  });

  it('know only the versions that the engine knows', () => {
    assert.equal(readServerVersion(13), 14);
    assert.equal(readServerVersion(99), 14);
  });

  it('keep the good half of a rules object', () => {
    const value = {
      'missing-stream-index': 'info',
      'redundant-index': 'off',
      'unsafe-index-ddl': 'loud',
      'no-such-rule': 'error',
      'fragile-brin-index': 'constructor',
    };
    assert.deepEqual(readRuleSeverities(value), {
      'missing-stream-index': 'information',
      'redundant-index': 'off',
    });
  });

  it('name folders below the workspace folder only', () => {
    assert.equal(readFolder('./db/migrations/'), 'db/migrations');
    assert.equal(readFolder('db\\migrations'), 'db/migrations');
    assert.equal(readFolder('  '), undefined);
    assert.equal(readFolder('../elsewhere'), undefined);
    assert.equal(readFolder('a/../../b'), undefined);
    assert.equal(readFolder(5), undefined);
  });
});
