// @ts-check
// Stands for a run that does not end in order: starts a server, says where, then waits to be killed or just returns.
import { startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';

const [home, ending] = process.argv.slice(2);
const server = await startPostgres('pg18', home === undefined || home === '' ? {} : { home });
console.log(JSON.stringify({ home: server.home, connectionString: server.connectionString }));
if (ending === 'killed') setInterval(() => undefined, 1000);
