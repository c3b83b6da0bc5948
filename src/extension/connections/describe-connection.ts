import { countTables, countIndexes } from '../count-words';
import { formatAge } from '../format-age';
import type { Localizer } from '../localizer';
import type { ConnectionState, Reading, ShownConnection } from './connection-state';

/** A line of the tree: the same words for eyes and for screen readers, and no meaning by colour alone. */
export interface ConnectionLine {
  readonly label: string;
  readonly description: string;
  /** A codicon. */
  readonly icon: string;
  readonly accessibleLabel: string;
  /** `connection;state=…;role=…`, what menus are chosen by. */
  readonly contextValue: string;
}

export function describeConnection(connection: ShownConnection, now: Date, l10n: Localizer): ConnectionLine {
  const { name, role, state } = connection;
  const words = [describeState(state, now, l10n), ...(role === 'production' ? [l10n.t('production')] : [])];
  const description = words.join(' · ');
  return {
    label: name,
    description,
    icon: iconOf(state),
    accessibleLabel: l10n.t('Connection {0}: {1}', name, words.join(', ')),
    contextValue: `connection;state=${state.kind};role=${role}`,
  };
}

function describeState(state: ConnectionState, now: Date, l10n: Localizer): string {
  switch (state.kind) {
    case 'disconnected':
      return l10n.t('not connected');
    case 'connecting':
      return l10n.t('connecting');
    case 'failed':
      return l10n.t('failed');
    case 'connected':
      return state.reading.lost === undefined
        ? l10n.t('connected, read {0}', formatAge(state.reading.readAt, now, l10n))
        : l10n.t('connection lost, read {0}', formatAge(state.reading.readAt, now, l10n));
  }
}

function iconOf(state: ConnectionState): string {
  switch (state.kind) {
    case 'disconnected':
      return 'debug-disconnect';
    case 'connecting':
      return 'loading~spin';
    case 'failed':
      return 'error';
    case 'connected':
      return state.reading.lost === undefined ? 'database' : 'warning';
  }
}

/** What stands below a connection that is read. */
export function describeReading(
  { server: { version, isStandby }, tables, indexes }: Reading,
  l10n: Localizer,
): readonly { readonly text: string; readonly icon: string }[] {
  const server = isStandby ? l10n.t('PostgreSQL {0}, a standby', version) : l10n.t('PostgreSQL {0}', version);
  const counts = l10n.t('{0}, {1}', countTables(tables, l10n), countIndexes(indexes, l10n));
  return [
    { text: server, icon: 'server' },
    { text: counts, icon: 'table' },
  ];
}
