/**
 * The parameters that are understood, by libpq's key words, with the variables that libpq reads for them:
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
 * A password is none of them: it travels apart, as a Secret.
 */
export const PARAMETER_VARIABLES = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  service: 'PGSERVICE',
  passfile: 'PGPASSFILE',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslnegotiation: 'PGSSLNEGOTIATION',
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
  sslcrl: 'PGSSLCRL',
  sslcrldir: 'PGSSLCRLDIR',
  channel_binding: 'PGCHANNELBINDING',
  require_auth: 'PGREQUIREAUTH',
  requirepeer: 'PGREQUIREPEER',
  gssencmode: 'PGGSSENCMODE',
  options: 'PGOPTIONS',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
} as const;

export type ParameterKeyword = keyof typeof PARAMETER_VARIABLES;

export const PARAMETER_KEYWORDS = Object.keys(PARAMETER_VARIABLES).filter(isParameter);

export function isParameter(keyword: string): keyword is ParameterKeyword {
  return Object.hasOwn(PARAMETER_VARIABLES, keyword);
}

/** Of libpq, but of no meaning for what is read here, or always the same here. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'application_name',
  'fallback_application_name',
  'client_encoding',
  'keepalives',
  'keepalives_idle',
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout',
  'replication',
  'krbsrvname',
  'gsslib',
  'gssdelegation',
  'sslcompression',
  'sslsni',
  'sslcertmode',
  'load_balance_hosts',
  'min_protocol_version',
  'max_protocol_version',
]);

/** A misspelt `sslmod=verify-full` that is passed over would turn the check of certificates off without a word. */
export function mayBePassedOver(keyword: string): boolean {
  return WITHOUT_EFFECT.has(keyword) || !keyword.toLowerCase().startsWith('ssl');
}
