import { message, type Message } from '../../analyzers/message';
import { parseConnectionUri, isConnectionUri } from './parse-uri';
import { parseKeywordValues } from './parse-keyword-values';
import type { ParsedConnection } from './parsed-connection';

/** Reads what libpq takes in the place of a database name: a URI, or `host=… dbname=…`. */
export function parseConnectionText(text: string): ParsedConnection | { readonly malformed: Message } {
  const trimmed = text.trim();
  if (isConnectionUri(trimmed)) return parseConnectionUri(trimmed);
  if (trimmed.includes('=')) return parseKeywordValues(trimmed);
  return {
    malformed: message(
      'This is no connection string of PostgreSQL: it begins neither with postgresql:// nor with key words such as host=. Paste the whole address that your provider or your application uses.',
    ),
  };
}
