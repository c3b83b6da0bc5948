import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFAULT_SETTINGS, type Snapshot } from '../../src/analyzers';
import { readRuleFixtures, snapshotOf } from '../rule-fixtures';

/** A document as somebody would have it open, and what is known where it stands. */
export interface FuzzDocument {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly snapshot: Snapshot;
  readonly serverVersion: number;
  readonly expectedArraySize: number;
}

const ROOT = resolve(__dirname, '..', '..');
const FOLDERS = ['docs', 'samples', ...['ddl', 'guide', 'migrations', 'sql'].map(fixtures)];
const LANGUAGES: Readonly<Record<string, string>> = {
  sql: 'sql',
  ts: 'typescript',
  js: 'javascript',
  md: 'markdown',
};

function fixtures(folder: string): string {
  return `test/fixtures/${folder}`;
}

/** The fixtures of the rules with their schemas, and everything else here that holds SQL with that of the guide. */
export async function readFuzzDocuments(): Promise<readonly FuzzDocument[]> {
  const ofRules = readRuleFixtures().map(async (fixture) => ({
    path: fixtures(`rules/${fixture.path}`),
    languageId: fixture.languageId,
    text: fixture.text,
    snapshot: await snapshotOf(fixture.schema),
    serverVersion: fixture.serverVersion,
    expectedArraySize: fixture.arraySize,
  }));
  const { serverVersion, expectedArraySize } = DEFAULT_SETTINGS;
  const known = { snapshot: await snapshotOf('guide'), serverVersion, expectedArraySize };
  const others = FOLDERS.flatMap(sourcesBelow).map((source) => ({ ...source, ...known }));
  return [...(await Promise.all(ofRules)), ...others];
}

function sourcesBelow(folder: string): readonly Pick<FuzzDocument, 'path' | 'languageId' | 'text'>[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.sort().flatMap((name) => {
    const languageId = LANGUAGES[/\.(\w+)$/.exec(name)?.[1] ?? ''];
    if (languageId === undefined || name.includes('node_modules')) return [];
    const path = `${folder}/${name.replaceAll('\\', '/')}`;
    return [{ path, languageId, text: readFileSync(join(ROOT, path), 'utf8') }];
  });
}
