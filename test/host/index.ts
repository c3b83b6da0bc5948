import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Mocha from 'mocha';

/** What VS Code calls in its extension host: one boot for every suite. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    reporter: resolve(__dirname, '../../../test/reporter.cjs'),
    // Longer than what a suite waits for in one test, which then says what it has waited for.
    timeout: 60_000,
    slow: 2000,
    forbidOnly: true,
    forbidPending: true,
    ...(process.env['TEST_GREP'] === undefined ? {} : { grep: process.env['TEST_GREP'] }),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  }
  let runner: Mocha.Runner | undefined;
  const failures = await new Promise<number>((done) => (runner = mocha.run(done)));
  if (runner?.stats?.tests === 0) throw new Error('There is no such test');
  if (failures > 0) throw new Error(`${failures} ${failures === 1 ? 'test' : 'tests'} failed`);
}
