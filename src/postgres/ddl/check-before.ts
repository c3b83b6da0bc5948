import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { message } from '../../analyzers/message';
import type { Reader, ReadOptions } from '../reading/reader';
import type { Check } from './checks/check';
import { indexChecks, newNames, targetOf } from './checks/index-checks';
import { countHiddenSessions, readLongTransactions } from './checks/long-transactions';
import { findSameIndex } from './checks/same-index';
import { tableChecks } from './checks/table-checks';
import { readTableFacts } from './checks/table-facts';
import { type IndexState, readIndexStates } from './index-states';
import { readIndexUses } from './read-index-uses';

export interface CheckOptions extends ReadOptions {
  /** A transaction that is open for longer counts. In seconds; 5 where nothing is said. */
  readonly longTransactionSeconds?: number;
}

/** What speaks against an action now, what stops it first. Changes nothing, and waits for no lock. */
export async function checkBefore(
  reader: Reader,
  action: MaintenanceAction,
  options: CheckOptions = {},
): Promise<readonly Check[]> {
  const { table } = action;
  const facts = await readTableFacts(reader, table, options);
  if (!facts) {
    const text = message('There is no table {0}. Read the schema again.', table.name);
    return [{ id: 'missing-table', severity: 'stop', message: text }];
  }
  const states = await readIndexStates(reader, [table], options);
  const checks = [
    ...tableChecks(action, facts),
    ...(await targetChecks(reader, action, states, options)),
    ...(await nameChecks(reader, action, states, options)),
    ...(await sameIndexChecks(reader, action, options)),
    ...workChecks(states),
    ...(await sessionChecks(reader, action, options)),
  ];
  const order = ['stop', 'warning', 'note'];
  return checks.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

async function targetChecks(
  reader: Reader,
  action: MaintenanceAction,
  states: readonly IndexState[],
  options: ReadOptions,
): Promise<readonly Check[]> {
  const target = targetOf(action);
  if (target === undefined) return [];
  const uses = await readIndexUses(reader, { schema: action.table.schema, name: target }, options);
  return indexChecks(action, target, uses, states);
}

const TAKEN = `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[])`;

async function nameChecks(
  reader: Reader,
  action: MaintenanceAction,
  states: readonly IndexState[],
  options: ReadOptions,
): Promise<readonly Check[]> {
  const names = newNames(action);
  if (names.length === 0) return [];
  const rows = await reader.read(TAKEN, [action.table.schema, names], options);
  return rows.map((row) => {
    const name = String(row['name']);
    const isLeftover = states.some((state) => state.name === name && !state.isValid && !state.isWorkedOn);
    return {
      id: 'name-taken',
      severity: 'stop',
      message: isLeftover
        ? message(
            '{0} is there already and invalid: a build was broken off. Repair it or drop it first.',
            name,
          )
        : message('The name {0} is taken.', name),
    };
  });
}

async function sameIndexChecks(
  reader: Reader,
  action: MaintenanceAction,
  options: ReadOptions,
): Promise<readonly Check[]> {
  if (action.kind !== 'create-index') return [];
  const same = await findSameIndex(reader, action.index, options);
  if (!same) return [];
  return [
    {
      id: 'same-index',
      severity: 'warning',
      message: same.isCertain
        ? message('{0} does the same already.', same.name)
        : message('{0} has the same keys, and a condition too. Compare the two.', same.name),
    },
  ];
}

function workChecks(states: readonly IndexState[]): readonly Check[] {
  const busy = states.filter(({ isWorkedOn, isValid }) => isWorkedOn && !isValid);
  return busy.length === 0
    ? []
    : [
        {
          id: 'running-build',
          severity: 'warning',
          message: message(
            'A build or a drop is under way on this table ({0}). This waits until it has ended.',
            busy.map(({ name }) => name).join(', '),
          ),
        },
      ];
}

async function sessionChecks(
  reader: Reader,
  { table }: MaintenanceAction,
  options: CheckOptions,
): Promise<readonly Check[]> {
  const { longTransactionSeconds = 5 } = options;
  const sessions = await readLongTransactions(reader, table, longTransactionSeconds, options);
  const hidden = await countHiddenSessions(reader, options);
  return [
    ...(sessions.length === 0
      ? []
      : [
          {
            id: 'long-transactions' as const,
            severity: 'warning' as const,
            message: message(
              '{0} transactions are open for more than {1} seconds. A build waits until they end, also for idle ones.',
              sessions.length,
              longTransactionSeconds,
            ),
            sessions,
          },
        ]),
    ...(hidden === 0
      ? []
      : [
          {
            id: 'hidden-sessions' as const,
            severity: 'note' as const,
            message: message(
              'What {0} other sessions do is hidden from this role: there may be long transactions among them. GRANT pg_read_all_stats shows them.',
              hidden,
            ),
          },
        ]),
  ];
}
