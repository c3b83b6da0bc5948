import * as vscode from 'vscode';
import { MAX_IDENTIFIER_BYTES, utf8Length } from '../../analyzers/sql/identifiers';

/** Why a name is none. `undefined`: it is one. */
export function describeNameProblem(name: string): string | undefined {
  if (name.trim() === '') return vscode.l10n.t('A name is needed.');
  if (utf8Length(name) <= MAX_IDENTIFIER_BYTES) return undefined;
  return vscode.l10n.t('PostgreSQL cuts names to {0} bytes.', MAX_IDENTIFIER_BYTES);
}
