import type { FragmentEdit } from '../sources/edit';
import type { IndexKeyDefinition } from '../sql/model';

export function insertAt(offset: number, text: string): FragmentEdit {
  return { span: { start: offset, end: offset }, pieces: [text] };
}

export function insertAfterKey(key: IndexKeyDefinition, text: string): FragmentEdit {
  return insertAt(key.span.end, text);
}
