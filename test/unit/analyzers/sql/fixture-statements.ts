import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitStatements } from '../../../../src/analyzers/sql/split-statements';

const FOLDER = join(__dirname, '../../../fixtures/sql');

/** The hand-written statements of test/fixtures/sql by file. */
export function fixtureStatements(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    readdirSync(FOLDER).map((file) => [
      file,
      splitStatements(readFileSync(join(FOLDER, file), 'utf8')).map(({ text }) => text),
    ]),
  );
}
