import assert from 'node:assert/strict';
import type { IndexEntry } from '../../../../src/analyzers/index-health/describe-table';
import { describeIndex } from '../../../../src/extension/index-tree/describe-index';
import { figuresIn } from '../../../../src/extension/figures';
import { type LateFigures, NO_FIGURES } from '../../../../src/extension/index-tree/late-figures';
import type { IndexKnowledge } from '../../../../src/extension/index-tree/row-knowledge';
import { ENGLISH } from '../english';

const WORDS = { l10n: ENGLISH, figures: figuresIn('en', ENGLISH) };
const FACTS = { blockSize: 8192, versionNumber: 150_000, isStandby: false, hasPgstattuple: true };
const INDEX: IndexEntry = {
  oid: 7,
  schema: 'public',
  table: 'orders',
  name: 'orders_customer',
  method: 'btree',
  keys: ['customer', 'placed DESC'],
  include: [],
  isUnique: false,
  isPartitioned: false,
  isValid: true,
  isReady: true,
  isPartial: false,
  isReplicaIdentity: false,
  definition: 'CREATE INDEX orders_customer ON public.orders (customer, placed DESC);',
  pages: 256,
  activity: { scans: 3, rowsRead: 40, rowsFetched: 0 },
};

function row(index: Partial<IndexEntry>, knowledge: Partial<IndexKnowledge> = {}, facts = FACTS) {
  const nothing = { late: NO_FIGURES, finding: undefined, density: undefined, running: undefined };
  return describeIndex({ ...INDEX, ...index }, { ...nothing, ...knowledge }, facts, WORDS);
}

function tooltip(shown: ReturnType<typeof row>): string {
  return shown.tooltip
    .map((part) => (part.kind === 'fact' ? `${part.name}: ${part.value}` : part.text))
    .join('\n');
}

describe('A row of an index', () => {
  it('has its keys, its size and its scans, for eyes and for ears', () => {
    const { label, description, accessibleLabel, contextValue } = row({});
    assert.equal(label, 'orders_customer');
    assert.equal(description, 'customer, placed DESC · about 2 MB · 3 scans');
    assert.equal(accessibleLabel, 'Index orders_customer: customer, placed DESC, about 2 MB, 3 scans');
    assert.equal(contextValue, 'index;valid=yes;constraint=no;method=btree;measurable=yes');
  });

  it('has what was measured, once it is there', () => {
    const usage = {
      oid: 7,
      table: 1,
      scans: 12,
      rowsRead: 90,
      rowsFetched: 0,
      blocksFetched: 200,
      blocksHit: 150,
      lastScan: null,
    };
    const late: LateFigures = { ...NO_FIGURES, bytes: new Map([[7, 8192]]), indexes: new Map([[7, usage]]) };
    const shown = row({}, { late });
    assert.equal(shown.description, 'customer, placed DESC · 8 kB · 12 scans');
    assert.match(tooltip(shown), /Found in shared buffers: 75%/);
  });

  it('says first that it is invalid, and offers no measure then', () => {
    const { description, icon, contextValue } = row({ isValid: false });
    assert.match(description, /^invalid · /);
    assert.equal(icon, 'warning');
    assert.equal(contextValue, 'index;valid=no;constraint=no;method=btree');
  });

  it('takes the index of a partitioned table for no broken one', () => {
    const shown = row({ isValid: false, isPartitioned: true });
    assert.equal(shown.description, 'customer, placed DESC');
    assert.match(tooltip(shown), /Not every partition has an index that is attached/);
  });

  it('shows how far a rebuild is', () => {
    const running = {
      processId: 1,
      command: 'REINDEX CONCURRENTLY',
      counted: { unit: 'blocks', done: 45, total: 100 },
      application: '',
      blockers: [],
    } as const;
    const { description, icon } = row({}, { running });
    assert.match(description, /^REINDEX CONCURRENTLY runs, 45 % of a phase · /);
    assert.equal(icon, 'loading~spin');
  });

  it('tells what it enforces', () => {
    const key = row({ isUnique: true, constraint: { kind: 'primary-key', name: 'orders_pkey' } });
    assert.match(key.description, /primary key/);
    assert.match(key.contextValue, /;constraint=yes;/);
    assert.match(tooltip(row({ isReplicaIdentity: true })), /Replica identity/);
  });

  it('knows of the last use from servers that note it', () => {
    assert.doesNotMatch(tooltip(row({})), /Last used/);
    assert.match(tooltip(row({}, {}, { ...FACTS, versionNumber: 160_000 })), /Last used: never/);
  });

  it('warns that counters are of one server, and that bitmap scans fetch nothing', () => {
    assert.match(tooltip(row({})), /Rows fetched: 0, without those of bitmap scans/);
    assert.match(tooltip(row({})), /Each standby counts for itself/);
    assert.match(tooltip(row({}, {}, { ...FACTS, isStandby: true })), /This server is a standby/);
  });
});
