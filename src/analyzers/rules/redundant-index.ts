import { declaredIndex } from '../fixes/declared-index';
import { describeIndex } from '../fixes/describe';
import { isCreatedHere } from '../fixes/insertion';
import { printKeyList } from '../indexes/print-ddl';
import { proposeDropIndex } from '../indexes/propose-ddl';
import { findRedundantIndexes, type Redundancy } from '../indexes/redundancy';
import { message } from '../message';
import { findTable, type Table } from '../schema/snapshot';
import { statementRemoval } from '../fixes/statement-removal';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUnknownTable,
  type DdlContext,
  type FixDraft,
} from './define-rule';

export default defineDdlRule({
  id: 'redundant-index',
  summary: 'Another index already serves everything that this one does.',
  severity: 'information',
  check(context) {
    const { statement, snapshot } = context;
    if (statement.kind !== 'create-index') return OTHER_SHAPE;
    const table = findTable(snapshot, statement.table);
    if (!table) return silentUnknownTable(statement.table.name);
    const index = declaredIndex(context, statement, table);
    if (!index)
      return silent('dropped-later', message('The index is dropped, renamed or replaced later on.'));
    const redundancy = findRedundantIndexes(table).find((candidate) => candidate.index === index);
    if (!redundancy)
      return silent(
        'not-redundant',
        message('No other index of {0} serves all that this one does.', table.name),
      );
    return found({
      span: statement.nameSpan ?? statement.table.span,
      severity: redundancy.kind === 'duplicate' ? 'warning' : 'information',
      message: describe(redundancy, table),
      certainty: 'catalogued',
      related: describeIndex(redundancy.coveredBy),
      fixes: fixesFor(context, redundancy),
    });
  },
});

function describe({ index, coveredBy, kind }: Redundancy, table: Table) {
  if (kind === 'duplicate') {
    return message(
      'The index {0} is a duplicate of {1} on {2} ({3}). Every insert writes both, and no query needs more than one. Drop {0}.',
      index.name,
      coveredBy.name,
      table.name,
      printKeyList(coveredBy),
    );
  }
  return message(
    'The index {0} on {1} ({2}) is a prefix of {3} ({4}), which serves the same queries. Dropping it saves a write per insert, seldom much space.',
    index.name,
    table.name,
    printKeyList(index),
    coveredBy.name,
    printKeyList(coveredBy),
  );
}

function fixesFor(context: DdlContext, { index, coveredBy }: Redundancy): readonly FixDraft[] {
  const createdHere = isCreatedHere(context, { schema: index.schema, name: index.table });
  const ddl = proposeDropIndex(index, {
    snapshot: context.snapshot,
    createdHere,
    reason: `${coveredBy.name} on (${printKeyList(coveredBy)}) serves every query that ${index.name} does.`,
  });
  const removal = statementRemoval(context.fragment, context.documentText);
  return [
    ...(removal
      ? [
          {
            id: 'edit-ddl/remove-statement',
            title: message('Remove this CREATE INDEX: if it has not run anywhere yet'),
            kind: 'edit-ddl' as const,
            preferred: false,
            documentEdits: [removal],
          },
        ]
      : []),
    ...(ddl
      ? [
          {
            id: 'drop-index/redundant',
            title: message('Drop the index {0}: if it exists in a database', index.name),
            kind: 'drop-index' as const,
            preferred: false,
            ddl,
          },
        ]
      : []),
  ];
}
