import { message, type Message } from '../message';
import type { IndexLoss } from './index-loss';
import type { IndexService, UnservingIndex } from './index-service';

/** What an index does for a query, one short sentence for each thing. */
export function describeService(service: IndexService): readonly Message[] {
  const { covers, skips, partial, lossy } = service;
  return [
    describeSearch(service),
    ...describeOrder(service),
    ...(covers
      ? [message('It has every column that the query reads: the table itself need not be read.')]
      : []),
    ...(partial ? [message('It holds only the rows of its WHERE.')] : []),
    ...(skips > 0 ? [message('It skips over its first {0} keys, value by value (since 18).', skips)] : []),
    ...(lossy ? [message('It finds blocks of the table, whose rows are all looked at.')] : []),
  ];
}

function describeSearch({ keys, arms, partial, order }: IndexService): Message {
  const list = keys.join(', ');
  if (arms) return message('Finds rows by {0}, for a part of the OR; other indexes find the rest.', list);
  if (keys.length > 0) return message('Finds rows by {0}.', list);
  if (order === 'delivered' || order === 'begun') {
    return message('Finds no rows, but reads them in the order that is asked for.');
  }
  return partial
    ? message('Finds no rows by a key: it is read whole.')
    : message('Finds no rows for the query.');
}

function describeOrder({ order, keys }: IndexService): readonly Message[] {
  switch (order) {
    case 'not-asked':
      return [];
    case 'delivered':
      return keys.length > 0 ? [message('They come in the order that is asked for: nothing is sorted.')] : [];
    case 'begun':
      return [message('The order is begun: rows that are equal in its first keys are sorted.')];
    case 'not-delivered':
      return [message('What it finds is sorted afterwards.')];
  }
}

/** Why an index does nothing for a query. */
export function describeReason({ reason }: UnservingIndex): Message {
  switch (reason) {
    case 'invalid':
      return message('It is not valid: its build was broken off. Rebuild or drop it.');
    case 'access-method':
      return message('Indexwright does not know what indexes of this method find.');
    case 'operator-class':
      return message('Its operator class does not know the operator that the query uses.');
    case 'predicate-not-implied':
      return message('It holds only some of the rows, and the query may ask for others.');
    case 'predicate-needs-literal':
      return message(
        'It holds only some of the rows. That these are the ones, the planner knows only where the query has the value as a constant, not as a parameter.',
      );
    case 'leading-key-unbounded':
      return message('The query compares nothing with the first key of the index.');
  }
}

/** What becomes of a query without an index. */
export function describeLoss(loss: IndexLoss, table: string): Message {
  switch (loss.kind) {
    case 'nothing':
      return message('{0} does as much.', loss.by);
    case 'some':
      return describeLess(loss.by, loss.lost);
    case 'search':
      return message(
        'Left is {0}, which finds none of the rows: {1} is read along it until enough are found.',
        loss.by.index,
        table,
      );
    case 'everything':
      return message('No other index serves it: all of {0} is read.', table);
    case 'statement':
      return message('It fails: ON CONFLICT needs a unique index on these columns.');
  }
}

function describeLess(by: IndexService, lost: IndexService): Message {
  const { index, keys } = by;
  if (by.arms) return message('Left are {0} and others, whose rows are put together.', index);
  if (keys.length < lost.keys.length) {
    return message('Left is {0}, which finds rows by {1} only.', index, keys.join(', '));
  }
  if (lost.order === 'delivered' && by.order !== 'delivered') {
    return message('Left is {0}, which finds the rows in another order: they are sorted.', index);
  }
  if (lost.covers && !by.covers) {
    return message('Left is {0}, which lacks columns: the table is read for each row.', index);
  }
  if (by.lossy && !lost.lossy) return message('Left is {0}, which finds whole blocks, not rows.', index);
  return message('Left is {0}, which does less for it.', index);
}
