import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { copySample } from '../../scripts/host/copy-sample.mjs';
import { openBrowser } from '../../scripts/host/open-browser.mjs';
import { openTemporaryFolder } from '../../scripts/host/start-guard.mjs';

const ROOT = resolve(__dirname, '../..');

describe('The editor that npm start serves', function () {
  this.timeout(120_000);
  let home: ReturnType<typeof openTemporaryFolder>;
  let run: ChildProcessByStdio<null, Readable, null>;
  let foldersBefore: readonly string[];

  beforeEach(() => {
    home = openTemporaryFolder();
    foldersBefore = readdirSync(os.tmpdir());
    const sample = copySample(ROOT, home.path);
    const place = join(sample, 'src/event-store.ts:38:12');
    const program = join(__dirname, 'serve-editor-until-stopped.mjs');
    run = spawn(process.execPath, [program, ROOT, sample, place], { stdio: ['ignore', 'pipe', 'inherit'] });
  });

  afterEach(async () => {
    run.kill('SIGKILL');
    await home.remove();
  });

  it('opens the sample with the extension, and is gone after Ctrl+C', async () => {
    const [address = '', addressOfQuery = ''] = await addresses(run.stdout);
    const { headers } = await fetch(address, { redirect: 'manual' });
    assert.match(headers.get('location') ?? '', /^\.\/\?folder=.*event-store$/);

    const { page, close } = await openBrowser();
    await page.goto(addressOfQuery);
    await page.locator('.tab.active', { hasText: 'event-store.ts' }).waitFor();
    await page.locator('.squiggly-warning').first().waitFor({ timeout: 90_000 });
    await close();

    run.kill('SIGINT');
    assert.deepEqual(await once(run, 'exit'), [0, null]);
    await assert.rejects(fetch(address));
    const left = readdirSync(os.tmpdir()).filter((name) => !foldersBefore.includes(name));
    assert.deepEqual(
      left.filter((name) => name.startsWith('indexwright-')),
      [],
    );
  });
});

/** What is printed, once all of it is there. */
async function addresses(output: Readable): Promise<readonly string[]> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    if (text.includes('Ctrl+C')) break;
  }
  return [...text.matchAll(/http:\S+/g)].map(([address]) => address);
}
