import type { NodeOf } from './tree-node';
import type { TreeRow } from './tree-row';

export function noteRow({ text, icon }: NodeOf<'note'>): TreeRow {
  return { label: text, description: '', icon, contextValue: 'note', accessibleLabel: text, tooltip: [] };
}

/** Of what went away between the asking and the answer. */
export function emptyRow(): TreeRow {
  return {
    label: '',
    description: '',
    icon: 'blank',
    contextValue: 'gone',
    accessibleLabel: '',
    tooltip: [],
  };
}
