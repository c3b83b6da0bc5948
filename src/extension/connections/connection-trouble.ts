import type { Connection } from './connection';

/** What a folder's documents should be told of its connection; nothing where all is well, or nobody wants it open. */
export function troubleOf(
  connection: Connection | undefined,
): { readonly name: string; readonly kind: 'connecting' | 'failed' | 'lost' } | undefined {
  if (connection === undefined) return undefined;
  const { state, setting } = connection;
  const { name } = setting;
  if (state.kind === 'connecting' || state.kind === 'failed') return { name, kind: state.kind };
  return state.kind === 'connected' && state.reading.lost !== undefined ? { name, kind: 'lost' } : undefined;
}
