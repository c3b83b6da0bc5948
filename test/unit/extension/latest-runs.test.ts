import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { LatestRuns } from '../../../src/extension/diagnostics/latest-runs';

const NEVER_MS = 1_000_000;

describe('The latest run', () => {
  it('takes the place of one that waits', async () => {
    const runs = new LatestRuns();
    const ran: string[] = [];
    const run = (name: string) => () => {
      ran.push(name);
      return Promise.resolve();
    };
    runs.schedule('a.sql', NEVER_MS, run('first'));
    runs.schedule('a.sql', 0, run('second'));
    await runs.settled('a.sql');
    assert.deepEqual(ran, ['second']);
  });

  it('aborts one that runs, whose result then counts for nothing', async () => {
    const runs = new LatestRuns();
    const shown: string[] = [];
    let finishFirst: () => void = () => undefined;
    let firstStarted: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (firstStarted = resolve));
    runs.schedule('a.sql', 0, async (signal) => {
      firstStarted();
      await new Promise<void>((resolve) => (finishFirst = resolve));
      if (!signal.aborted) shown.push('stale');
    });
    await started;
    runs.schedule('a.sql', 0, (signal) => {
      if (!signal.aborted) shown.push('fresh');
      return Promise.resolve();
    });
    finishFirst();
    await runs.settled('a.sql');
    await turn();
    assert.deepEqual(shown, ['fresh']);
  });

  it('leaves other documents alone', async () => {
    const runs = new LatestRuns();
    const ran: string[] = [];
    for (const key of ['a.sql', 'b.sql']) {
      runs.schedule(key, 0, () => {
        ran.push(key);
        return Promise.resolve();
      });
    }
    await Promise.all([runs.settled('a.sql'), runs.settled('b.sql')]);
    assert.deepEqual(ran.sort(), ['a.sql', 'b.sql']);
  });

  it('is waited for through all its replacements', async () => {
    const runs = new LatestRuns();
    let isDone = false;
    runs.schedule('a.sql', NEVER_MS, () => Promise.resolve());
    const settled = runs.settled('a.sql');
    runs.schedule('a.sql', 0, async () => {
      await turn();
      isDone = true;
    });
    await settled;
    assert.ok(isDone);
  });

  it('never starts once it is cancelled, and nobody waits for it in vain', async () => {
    const runs = new LatestRuns();
    runs.schedule('a.sql', 0, () => Promise.reject(new Error('ran')));
    const settled = runs.settled('a.sql');
    runs.cancel('a.sql');
    await settled;
    await runs.settled('b.sql');
  });

  it('aborts everything at the end', async () => {
    const runs = new LatestRuns();
    let aborted: AbortSignal | undefined;
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    runs.schedule('a.sql', 0, (signal) => {
      aborted = signal;
      started();
      return new Promise(() => undefined);
    });
    await running;
    runs.dispose();
    assert.equal(aborted?.aborted, true);
  });
});
