import { message } from '../message';
import { findJson } from './find-json';
import { parseJsonPlan } from './parse-json-plan';
import { parseTextPlan } from './parse-text-plan';
import { problem, type PlanReading } from './plan-reading';

/** @param text a plan in JSON or as text, with whatever came along when it was copied: psql's frame, a log entry, a code fence */
export function readPlan(text: string): PlanReading {
  if (text.trim() === '') return problem(message('There is no text to read a plan from.'));
  const json = findJson(text);
  if (json === undefined) return parseTextPlan(text);
  return json.kind === 'document' ? parseJsonPlan(json.document) : problem(json.message);
}
