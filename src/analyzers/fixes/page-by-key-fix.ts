import { message, type Message } from '../message';
import { printKeyList } from '../indexes/print-ddl';
import { pageByKey, type LastRowValue } from '../rewrites/page-by-key';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { pageIndexFor } from './page-index';

/** The next page behind the last row of this one. The caller has to pass other values, so it is never the preferred fix. */
export function pageByKeyFix(context: PathContext, table: Table): readonly FixDraft[] {
  const page = pageByKey(context.path, table, context.fragment);
  if (!page) return [];
  const isOrdered = context.supports.some(
    (support) => support.usable && (support.order.kind === 'full' || support.order.kind === 'prefix'),
  );
  const missing = isOrdered ? undefined : pageIndexFor(context, table);
  if (!isOrdered && !missing) return [];
  return [
    {
      id: 'rewrite/page-by-key',
      title: missing
        ? titleWithIndex(describeValues(page.values), table.name, printKeyList(missing.index))
        : message(
            'Start behind the last row read: the caller passes its {0}; the first page goes without the condition',
            describeValues(page.values),
          ),
      kind: 'rewrite',
      preferred: false,
      edits: page.edits,
      ...(missing && { ddl: missing.ddl }),
    },
  ];
}

function titleWithIndex(values: string, table: string, keys: string): Message {
  return message(
    'Start behind the last row read, and create index on {1} ({2}): the caller passes its {0}; the first page goes without the condition',
    values,
    table,
    keys,
  );
}

/** `created_at as $2, id as $3` */
function describeValues(values: readonly LastRowValue[]): string {
  return values.map(({ column, parameter }) => `${column} as $${parameter}`).join(', ');
}
