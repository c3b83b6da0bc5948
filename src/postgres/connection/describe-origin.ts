import { message, type Message } from '../../analyzers/message';
import type { ParameterKeyword } from './parameters';
import type { Origin } from './target';

/** For a tooltip: which source won. */
export function describeOrigin(origin: Origin): Message {
  switch (origin.kind) {
    case 'setting':
      return message('from the settings');
    case 'uri':
      return message('from the connection URI in the settings');
    case 'service':
      return message('from the service "{0}" in {1}', origin.service, origin.file);
    case 'environment':
      return message('from the environment variable {0}', origin.variable);
    case 'env-file':
      return message('from {0} in {1}', origin.variable, origin.file);
    case 'default':
      return message('the default');
  }
}

const SETTING_KEYS: Readonly<Partial<Record<ParameterKeyword, string>>> = {
  dbname: 'database',
  sslmode: 'sslMode',
  sslrootcert: 'sslRootCert',
  sslcert: 'sslCert',
  sslkey: 'sslKey',
  connect_timeout: 'connectTimeoutSeconds',
};

/** The name under which a person finds the value where it is written: `PGPORT`, `sslMode`, `port` of a URI. */
export function nameAtOrigin(keyword: ParameterKeyword, origin: Origin): string {
  switch (origin.kind) {
    case 'setting':
      return SETTING_KEYS[keyword] ?? keyword;
    case 'environment':
      return origin.variable;
    case 'env-file':
      return `${origin.variable} (${origin.file})`;
    case 'service':
      return `${keyword} ([${origin.service}], ${origin.file})`;
    case 'uri':
    case 'default':
      return keyword;
  }
}
