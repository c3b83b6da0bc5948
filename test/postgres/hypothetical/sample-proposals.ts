import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, readSchema } from '../../../src/analyzers';
import type { ProposedIndex } from '../../../src/analyzers/finding';
import { judgeFixture } from '../../rule-fixtures';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { readScripts } from '../run-scripts';

export const SAMPLE = join(__dirname, '../../../samples/event-store');
export const SAMPLE_MIGRATIONS = join(SAMPLE, 'db/migrations');

/** The indexes that are proposed for the queries of the sample. */
export async function sampleProposals(): Promise<readonly ProposedIndex[]> {
  const files = readScripts(SAMPLE_MIGRATIONS).map(({ file, text }) => ({ file, text }));
  const names = files.map(({ file }) => file);
  const schema = readSchema(files, await libpgFeeder(), {
    kind: 'migrations',
    folders: [''],
    files: names,
  });
  const documents = ['src', 'queries'].flatMap((folder) =>
    readdirSync(join(SAMPLE, folder)).map((file) => ({
      path: `${folder}/${file}`,
      text: readFileSync(join(SAMPLE, folder, file), 'utf8'),
      languageId: file.endsWith('.ts') ? 'typescript' : 'sql',
      serverVersion: 15,
      arraySize: DEFAULT_SETTINGS.expectedArraySize,
    })),
  );
  const analyses = await Promise.all(documents.map((document) => judgeFixture(document, schema)));
  const proposed = analyses.flatMap(({ findings }) =>
    findings.flatMap(({ fixes }) => fixes.flatMap(({ ddl }) => ddl?.index ?? [])),
  );
  return [...new Map(proposed.map((index) => [index.name, index])).values()];
}
