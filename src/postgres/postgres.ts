/** The door of this room for hosts: a bundle of its own, which is loaded when somebody first connects. */
export { readCatalog } from './catalog/read-catalog';
export { readConnectionSetting } from './connection/connection-setting';
export { findEnvConnections } from './connection/env-connections';
export { importMicrosoftPostgres, importSqlTools } from './connection/import-connections';
export { readConnectionWorld } from './connection/read-world';
export { resolveTarget } from './connection/resolve-target';
export { parseConnectionText } from './connection/connection-text';
export { splitPassword } from './connection/split-password';
export { describePlace, describeTarget, targetKey } from './connection/target';
export { explainQuery, explainWithout } from './explain/explain-query';
export { inferParameters } from './explain/infer-parameters';
export { RunRefused, runQuery } from './explain/run-query';
export { openerFor, problemOf } from './opener';
export { probeServer } from './probe-server';
export { leastPrivilegeScript } from './least-privilege-script';
export { ServerConnection } from './reading/server-connection';
export { exportStatistics } from './statistics-export/export-statistics';
