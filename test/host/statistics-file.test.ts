import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  actionsFor,
  closeEverything,
  findingsOf,
  inSample,
  open,
  until,
  untilFound,
  wake,
} from './workbench';

const RULE = 'missing-stream-index';
const FILE = 'indexwright.statistics.json';

const column = (name: string, distinct: number) => ({ name, nullFraction: 0, averageWidth: 16, distinct });

/** Five million events of a hundred thousand streams. */
const STATISTICS = {
  format: 1,
  readAt: '2026-11-02T10:00:00.000Z',
  database: 'shop',
  server: {
    versionNumber: 180_004,
    blockSize: 8192,
    collation: { name: 'C', isC: true },
    extensions: [],
  },
  settings: {},
  tables: [
    {
      ...{ schema: 'public', name: 'events', rows: 5_000_000, pages: 150_000, currentPages: 150_000 },
      ...{ allVisiblePages: 150_000, analyzedAt: '2026-11-01T22:00:00.000Z' },
      columns: [column('event_id', -1), column('stream_id', 100_000), column('event_type', 30)],
      indexes: [{ name: 'events_pkey', rows: 5_000_000, pages: 13_000, currentPages: 13_000 }],
    },
  ],
};

describe('The statistics file of a folder', () => {
  before(wake);
  afterEach(async () => {
    await vscode.workspace.fs.delete(inSample(FILE));
    await closeEverything();
  });

  it('has findings proven while nobody types, with its day and what they gain', async function () {
    // The first time the planner makes itself an empty database.
    this.timeout(180_000);
    const { document } = await open(inSample('src/event-store.ts'));
    await untilFound(document.uri, RULE);
    await write(JSON.stringify(STATISTICS));
    await until('the sizes of the file', () => toldOf(document.uri).includes('statistics of 2 Nov 2026'));
    const isProven = (): boolean => toldOf(document.uri).includes('the statistics of shop, read 2 Nov 2026');
    while (!isProven()) await sleep(200);
    const told = toldOf(document.uri);
    assert.match(told, /By the planner it costs \d+ times less/);
    assert.match(told, /No values of these columns are known: an average one was planned for\./);
    const [, best] = /Of \d proposals the planner gains most by “(.+?)”/.exec(told) ?? assert.fail(told);
    const finding = await untilFound(document.uri, RULE);
    const [first, ...others] = await actionsFor(document.uri, finding);
    assert.deepEqual([first?.title.startsWith(best ?? '-'), first?.isPreferred], [true, true]);
    assert.ok(others.every(({ isPreferred }) => isPreferred !== true));
  });

  it('is told about where it cannot be used, and goes with its sizes', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    await write(JSON.stringify(STATISTICS));
    await until('the sizes of the file', () => toldOf(document.uri).includes('statistics of 2 Nov 2026'));
    await write('{');
    await until('no sizes', () => {
      const told = toldOf(document.uri);
      return told !== '' && !told.includes('statistics of 2 Nov 2026');
    });
  });

  it('is written from the database that is connected, without a value of a row', async () => {
    await open(inSample('src/event-store.ts'));
    await vscode.commands.executeCommand('indexwright.connect');
    const done = vscode.commands.executeCommand('indexwright.exportStatistics');
    // The columns whose values could be written: none of them is chosen.
    await until('the question', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return Promise.race([done.then(() => true), sleep(500).then(() => false)]);
    });
    const bytes = await vscode.workspace.fs.readFile(inSample(FILE));
    const text = new TextDecoder().decode(bytes);
    assert.match(text, /"name": ?"events"/);
    assert.doesNotMatch(text, /mostCommon|"bounds"/);
    await vscode.commands.executeCommand('indexwright.disconnect');
  });

  const toldOf = (uri: vscode.Uri): string => findingsOf(uri, RULE)[0]?.message ?? '';

  async function write(text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(inSample(FILE), new TextEncoder().encode(text));
  }
});
