import type { Analysis } from '../analyzers/finding';
import { mayHoldSql } from '../analyzers/sources/may-hold-sql';
import { mayDisableRules } from '../analyzers/suppressions';
import type { AnalysisRequest } from './protocol';

export const NOTHING_SAID: Analysis = { findings: [], statements: [], suppressionProblems: [] };

/** Four of five files of a program: to copy them to the worker takes as long as to look (measured: 10,000 lines 0.6 ms each). */
export function saysNothing({ languageId, text }: AnalysisRequest['document']): boolean {
  return !mayHoldSql(languageId, text) && !mayDisableRules(text);
}
