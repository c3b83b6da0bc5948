import assert from 'node:assert/strict';
import { contributes } from '../../../package.json';
import { readSettingValues } from '../../../src/cli/setting-values';

/** They are about what is shown while somebody types, and about databases that the editor connects. */
const OF_THE_EDITOR = [
  'indexwright.codeLens',
  'indexwright.connections',
  'indexwright.defaultConnection',
  'indexwright.envFile',
  'indexwright.explain.runTimeoutMs',
  'indexwright.explain.timeoutMs',
  'indexwright.lint.enabled',
  'indexwright.lint.run',
  'indexwright.passwordCommand',
  'indexwright.proof.budgetMs',
  'indexwright.proof.inBackground',
  'indexwright.snapshot.maxAgeMinutes',
  'indexwright.tune.budget',
];

describe('The settings that the command line reads', () => {
  const { properties } = contributes.configuration;

  it('are those of the editor', () => {
    const unread = Object.keys(properties).filter(
      (key) => readSettingValues({ [key]: null }).problems.length === 0,
    );
    assert.deepEqual(unread.sort(), OF_THE_EDITOR);
  });

  it('may have the defaults that the editor shows', () => {
    const defaults = Object.entries(properties).map(([key, property]) => [key, property.default] as const);
    assert.deepEqual(readSettingValues(Object.fromEntries(defaults)), {
      values: {
        analysis: {
          rules: {},
          embeddedSql: { tags: [], callees: [] },
          serverVersion: 14,
          expectedArraySize: 20,
          assumedRows: 1_000_000,
          requireSuppressionReason: false,
        },
      },
      problems: [],
    });
  });
});
