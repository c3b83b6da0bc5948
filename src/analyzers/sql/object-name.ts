import { clipIdentifier, MAX_IDENTIFIER_BYTES, utf8Length } from './identifiers';

/**
 * `name1_name2_label`, at most 63 bytes long: the longer of the two names gives way first (PostgreSQL's `makeObjectName`, indexcmds.c).
 */
export function makeObjectName(name1: string, name2: string | undefined, label: string): string {
  const room = MAX_IDENTIFIER_BYTES - utf8Length(label) - (name2 === undefined ? 1 : 2);
  let bytes1 = utf8Length(name1);
  let bytes2 = utf8Length(name2 ?? '');
  while (bytes1 + bytes2 > room) {
    if (bytes1 > bytes2) bytes1--;
    else bytes2--;
  }
  const parts = [
    clipIdentifier(name1, bytes1),
    ...(name2 === undefined ? [] : [clipIdentifier(name2, bytes2)]),
    label,
  ];
  return parts.join('_');
}
