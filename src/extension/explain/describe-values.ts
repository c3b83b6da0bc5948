import * as vscode from 'vscode';
import type { Message } from '../../analyzers/message';
import type { ValueSet } from '../../postgres/values/value-set';
import { localize } from '../localize';
import type { NamedValues } from './make-plans';

/** Of a query without parameters. */
export function onlyLabel(): string {
  return vscode.l10n.t('Plan');
}

export function typedLabel(): string {
  return vscode.l10n.t('Your values');
}

/** @param values what it was run with */
export function runLabel(values: string): string {
  return vscode.l10n.t('Run: {0}', values);
}

export function genericLabel(): string {
  return vscode.l10n.t('Generic plan');
}

export function genericRemark(): string {
  return vscode.l10n.t('Made without values: it serves all of them.');
}

export function notSampledRemark(reason: Message): string {
  return vscode.l10n.t('No values could be looked up, so there is no plan for values. {0}', localize(reason));
}

export function sampledValues({ label, values }: Pick<ValueSet, 'label' | 'values'>): NamedValues {
  const origins = values
    .flatMap(({ origin, guessed }) => (guessed ? [origin, guessed] : [origin]))
    .map(localize);
  return {
    label: localize(label),
    remarks: [...new Set(origins)],
    texts: new Map(values.map(({ parameter, text }) => [parameter, text])),
  };
}
