import type { ConnectionWorld } from '../../../../src/postgres/connection/connection-world';

/** Ann's machine, where nothing is set up yet. */
export function worldWith(parts: Partial<ConnectionWorld> = {}): ConnectionWorld {
  return {
    environment: {},
    home: '/people/ann',
    osUser: 'ann',
    serviceFiles: [],
    defaultFiles: {},
    workspaceFolder: '/people/ann/shop',
    ...parts,
  };
}
