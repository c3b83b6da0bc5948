import assert from 'node:assert/strict';
import type { DatabaseListing } from '../../../../src/analyzers/index-health/list-database';
import type { HealthFinding } from '../../../../src/analyzers/index-health/health-finding';
import { message } from '../../../../src/analyzers/message';
import { type DatabaseHealth, NOTHING_KNOWN } from '../../../../src/extension/index-tree/database-health';
import { badgeOf, describeAges } from '../../../../src/extension/index-tree/describe-view';
import { figuresIn } from '../../../../src/extension/figures';
import { ENGLISH } from '../english';

const WORDS = { l10n: ENGLISH, figures: figuresIn('en', ENGLISH) };
const NOW = new Date('2026-03-01T12:00:00Z');
const LISTING: DatabaseListing = {
  readAt: '2026-03-01T11:57:00Z',
  versionNumber: 180_000,
  isStandby: false,
  counters: { kind: 'trusted', days: 55, atLeast: false },
  hasPgstattuple: false,
  blockSize: 8192,
  tables: [],
};

function health(...groups: readonly HealthFinding['group'][]): DatabaseHealth {
  const findings = groups.map((group) => ({
    group,
    table: { schema: 'public', name: 'orders' },
    index: 'orders_note',
    oid: 1,
    summary: message('so it is'),
    reason: message('So it is.'),
    checks: [],
  }));
  return { ...NOTHING_KNOWN, findings };
}

describe('Around the rows of the tree', () => {
  it('is said how old the rows and the counters are', () => {
    const reset = { ...LISTING, countersSince: '2026-01-05T12:00:00Z' };
    assert.equal(describeAges([reset], NOW, WORDS), 'Read 3 minutes ago. Counted since Jan 5, 2026.');
    assert.equal(describeAges([LISTING], NOW, WORDS), 'Read 3 minutes ago. The counters were never reset.');
  });

  it('is nothing said of none, nor of several, whose rows say it', () => {
    assert.equal(describeAges([], NOW, WORDS), undefined);
    assert.equal(describeAges([LISTING, LISTING], NOW, WORDS), undefined);
  });

  it('is a badge for what is invalid or unused, in all databases together', () => {
    assert.deepEqual(badgeOf([health('invalid', 'redundant'), health('unused', 'bloated')], ENGLISH), {
      value: 2,
      tooltip: 'Indexes: 1 invalid, 1 unused',
    });
    assert.equal(badgeOf([health('redundant', 'bloated')], ENGLISH), undefined);
  });
});
