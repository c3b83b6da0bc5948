import assert from 'node:assert/strict';
import type { ExplainableQuery } from '../../../../src/analyzers/query/explainable-query';
import {
  type ExplainableReading,
  readExplainableQuery,
} from '../../../../src/analyzers/query/read-explainable-query';
import { formatMessage } from '../../../../src/analyzers/message';
import { readFragments } from '../../../../src/analyzers/read-document';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../../../src/analyzers/schema/snapshot';
import { DEFAULT_SETTINGS } from '../../../../src/analyzers/settings';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import { findWrittenNumbers } from '../../../../src/analyzers/sources/typescript/written-numbers';
import { libpgFeeder } from '../feeders';

interface WrittenQuery {
  readonly snapshot?: Snapshot;
  /** `sql` where nothing is said. */
  readonly languageId?: string;
}

/** As the editor reads it: the last query of a document, which may stand in another statement. */
export async function readExplainable(
  text: string,
  { snapshot = EMPTY_SNAPSHOT, languageId = 'sql' }: WrittenQuery = {},
): Promise<ExplainableReading> {
  const feeder = await libpgFeeder();
  const document = { file: `document.${languageId}`, languageId, text };
  const fed = readFragments({ document, snapshot, settings: DEFAULT_SETTINGS, feeder, findEmbeddedSql }).at(
    -1,
  );
  assert.ok(fed, `There is no SQL in ${text}.`);
  return readExplainableQuery(fed, {
    documentText: text,
    snapshot,
    feeder,
    findWrittenNumbers: () => findWrittenNumbers(document, fed.fragment),
  });
}

/** One that is not refused. */
export async function explainable(text: string, options?: WrittenQuery): Promise<ExplainableQuery> {
  const reading = await readExplainable(text, options);
  if (reading.kind === 'refused') throw new Error(`${formatMessage(reading.reason)} ${text}`);
  return reading.query;
}
