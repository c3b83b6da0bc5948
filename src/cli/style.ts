import type { Severity } from '../analyzers/finding';
import { formatMessage, type Message } from '../analyzers/message';

/** Decoration of terminal output, or none. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  severity(severity: Severity): string;
  paint(severity: Severity, text: string): string;
}

const COLORS: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36, hint: 32 };

export function createStyle(color: boolean): Style {
  const wrap = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: (text) => wrap(1, text),
    dim: (text) => wrap(2, text),
    severity: (severity) => wrap(COLORS[severity], severity),
    paint: (severity, text) => wrap(COLORS[severity], text),
  };
}

const CONTROL_CHARACTERS = /(?![\t\r\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text of a file may hold anything: escape sequences could repaint the report, direction marks could show a statement that is not the one in the file. */
export function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '\u00b7');
}

/** Sentences carry names from the files they are about. */
export function printableMessage(message: Message): string {
  return printable(formatMessage(message));
}

/** `--no-color` wins, then NO_COLOR (no-color.org: any non-empty value), then whether a person is watching. */
export function wantsColor(
  option: boolean | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (option !== undefined) return option;
  const noColor = environment['NO_COLOR'];
  return isTerminal && (noColor === undefined || noColor === '');
}
