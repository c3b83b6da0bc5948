import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS, formatMessage } from '../../../src/analyzers';
import type { Finding } from '../../../src/analyzers/finding';
import { gatherIndexProposals } from '../../../src/analyzers/index-proposals';
import { snapshotOf } from '../../rule-fixtures';
import { libpgFeeder } from './feeders';

const ONE = "SELECT * FROM events WHERE stream_id = 'a' ORDER BY event_id LIMIT 10;";
const OTHER = "SELECT * FROM events WHERE stream_id = 'b' ORDER BY event_id LIMIT 20;";
const NARROW = "SELECT count(*) FROM events WHERE stream_id = 'c';";

async function findingsOf(text: string, schema = 'bare'): Promise<readonly Finding[]> {
  const { findings } = analyze({
    document: { file: 'queries.sql', languageId: 'sql', text },
    snapshot: await snapshotOf(schema),
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
  });
  return findings;
}

async function proposalsOf(text: string) {
  const findings = await findingsOf(text);
  return gatherIndexProposals(findings.map((finding) => ({ finding }))).map(
    ({ index, places, narrower }) => ({
      keys: index.keys,
      places: places.map(({ finding }) => findings.indexOf(finding)),
      narrower: narrower.map(({ keys }) => keys),
    }),
  );
}

describe('The indexes that all findings together ask for', () => {
  it('are one where the same is missing in two places', async () => {
    assert.deepEqual(await proposalsOf(`${ONE}\n${OTHER}`), [
      { keys: ['stream_id', 'event_id'], places: [0, 1], narrower: [] },
    ]);
  });

  it('are the wider of two where the keys of one begin the other, in whatever order they are asked for', async () => {
    const merged = { keys: ['stream_id', 'event_id'], places: [0, 1], narrower: [['stream_id']] };
    assert.deepEqual(await proposalsOf(`${NARROW}\n${ONE}`), [merged]);
    assert.deepEqual(await proposalsOf(`${ONE}\n${NARROW}`), [merged]);
  });

  it('are the unique one where another asks for the same columns', async () => {
    const append =
      "INSERT INTO events (stream_id, event_version, event_type, event_data) VALUES ('a', $1, 'b', '{}');";
    const read = "SELECT * FROM events WHERE stream_id = 'a' ORDER BY event_version;";
    const [proposal, ...others] = await proposalsOf(`${read}\n${append}`);
    assert.deepEqual(proposal, {
      keys: ['stream_id', 'event_version'],
      places: [0, 1],
      narrower: [['stream_id', 'event_version']],
    });
    assert.deepEqual(others, []);
  });

  it('stay two where neither begins the other', async () => {
    const correlated = "SELECT * FROM events WHERE correlation_id = 'x';";
    const keys = (await proposalsOf(`${ONE}\n${correlated}`)).map((proposal) => proposal.keys);
    assert.deepEqual(keys, [['stream_id', 'event_id'], ['correlation_id']]);
  });
});

describe('Findings of one file that ask for the same index', () => {
  it('point at each other', async () => {
    const findings = await findingsOf(`${ONE}\n${OTHER}`);
    const serves = findings.map(({ related }) =>
      related
        .filter(({ location }) => !('file' in location))
        .map(({ location, message }) => [location.span, formatMessage(message)]),
    );
    const sentence = 'events_stream_id_event_id_idx serves this statement too.';
    assert.deepEqual(serves, [[[findings[1]?.span, sentence]], [[findings[0]?.span, sentence]]]);
  });

  it('are offered the wider one first when they need only a narrower', async () => {
    const [narrow, wide] = await findingsOf(`${NARROW}\n${ONE}`);
    const titles =
      narrow?.fixes.map(({ id, title, preferred }) => [id, preferred, formatMessage(title)]) ?? [];
    assert.deepEqual(titles[0], [
      'create-index/shared',
      true,
      'Create index on events (stream_id, event_id): one index for 2 findings of this file',
    ]);
    assert.equal(narrow?.fixes.filter(({ preferred }) => preferred).length, 1);
    assert.equal(narrow.fixes[0]?.ddl?.up, wide?.fixes.find(({ preferred }) => preferred)?.ddl?.up);
    assert.equal(
      wide?.fixes.some(({ id }) => id === 'create-index/shared'),
      false,
    );
  });
});

describe('An index that is proposed', () => {
  it('names the narrower one that it makes redundant', async () => {
    const feeder = await libpgFeeder();
    const text = `CREATE TABLE log (id bigint PRIMARY KEY, kind text, event_type text, event_version int, data jsonb);
CREATE INDEX log_event_type_idx ON log (event_type);
SELECT max(id) FROM log WHERE event_type = $1;`;
    const { findings } = analyze({
      document: { file: 'log.sql', languageId: 'sql', text },
      snapshot: await snapshotOf(undefined),
      settings: DEFAULT_SETTINGS,
      feeder,
    });
    const [finding] = findings.filter(({ fixes }) => fixes.some(({ ddl }) => ddl?.index?.keys.length === 2));
    const index = finding?.fixes.find(({ ddl }) => ddl?.index)?.ddl;
    assert.deepEqual(
      index?.index?.replaces.map(({ name }) => name),
      ['log_event_type_idx'],
    );
    assert.match(
      index.up,
      /^-- log_event_type_idx is redundant then: this index does the same work and more\.$/m,
    );
    const sentences = finding?.related.map(({ message }) => formatMessage(message));
    assert.ok(
      sentences?.includes('log_event_type_idx is redundant once log_event_type_id_idx exists.'),
      String(sentences),
    );
  });
});
