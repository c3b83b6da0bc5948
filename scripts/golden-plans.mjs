// Makes the golden plans anew on real servers: node scripts/golden-plans.mjs [017 …]. Each folder of test/fixtures/plans has the SQL.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCase } from './golden-plans/read-case.mjs';
import { GoldenServers } from './golden-plans/servers.mjs';
import { writePlans } from './golden-plans/write-plans.mjs';

const folder = fileURLToPath(new URL('../test/fixtures/plans/', import.meta.url));
const wanted = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((name) => /^\d{3}-/.test(name))
  .filter((name) => wanted.length === 0 || wanted.some((number) => name.startsWith(number)));
if (names.length === 0) throw new Error(`No case of test/fixtures/plans begins with ${wanted.join(' or ')}.`);

const servers = new GoldenServers(join(folder, 'setups'));
const failed = [];
try {
  for (const name of names.sort()) {
    try {
      await writePlans(join(folder, name), readCase(join(folder, name)), servers);
      console.log(name);
    } catch (error) {
      failed.push(name);
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  await servers.stop();
}
if (failed.length > 0) process.exitCode = 1;
