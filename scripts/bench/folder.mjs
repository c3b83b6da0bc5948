import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionWithoutSql, repeat, typescriptFunction } from './sample-documents.mjs';
import { spread } from './measure.mjs';

const FILES = 3000;
/** One in so many files holds SQL. */
const SQL_EVERY = 5;

/**
 * `indexwright check` of a folder of TypeScript, as CI runs it: a process of its own.
 *
 * @param {string} root
 * @param {number} runs
 */
export function measureFolder(root, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'indexwright-bench-'));
  try {
    cpSync(join(root, 'samples', 'event-store', 'db'), join(folder, 'db'), { recursive: true });
    mkdirSync(join(folder, 'src'));
    for (let number = 0; number < FILES; number += 1) {
      const make = number % SQL_EVERY === 0 ? typescriptFunction : functionWithoutSql;
      writeFileSync(
        join(folder, 'src', `file${number}.ts`),
        repeat(10, (each) => make(number * 10 + each)),
      );
    }
    const seconds = Array.from({ length: runs }, () => timeCheck(root, folder));
    return { files: FILES, sqlFiles: FILES / SQL_EVERY, seconds: spread(seconds) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} folder
 */
function timeCheck(root, folder) {
  const started = performance.now();
  execFileSync(
    process.execPath,
    [join(root, 'dist', 'cli.js'), 'check', '--format', 'json', '--fail-on', 'never'],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  );
  return (performance.now() - started) / 1000;
}
