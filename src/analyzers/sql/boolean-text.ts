/** What PostgreSQL's input function of boolean makes of a text (manual, "Boolean Type"). */
export function booleanText(value: string): 'true' | 'false' | undefined {
  if (/^\s*(?:t|tr|tru|true|y|ye|yes|on|1)\s*$/i.test(value)) return 'true';
  return /^\s*(?:f|fa|fal|fals|false|n|no|of|off|0)\s*$/i.test(value) ? 'false' : undefined;
}
