import type { GatheredProperties } from './plan-line';

const NAME = String.raw`(?:"(?:[^"]|"")*"|[^\s."]+)`;
const TARGET = new RegExp(String.raw`^(?:(${NAME})\.)?(${NAME})(?: (${NAME}))?$`);

/** What is scanned, by the words before `on`; everything else scans a relation. */
const OBJECTS: Readonly<Record<string, string>> = {
  'Function Scan': 'Function Name',
  'Table Function Scan': 'Table Function Name',
  'CTE Scan': 'CTE Name',
  'WorkTable Scan': 'CTE Name',
  'Named Tuplestore Scan': 'Tuplestore Name',
};
const HAS_ALIAS_ALONE = new Set(['Values Scan', 'Subquery Scan']);

/** Reads `public.orders o`. The alias is left out where it is the name. */
export function readScanTarget(nodeType: string, target: string): GatheredProperties {
  const [, schema, object, alias] = TARGET.exec(target) ?? [];
  if (object === undefined) return { Alias: target };
  const name = unquote(object);
  if (HAS_ALIAS_ALONE.has(nodeType)) return { Alias: name };
  return {
    [OBJECTS[nodeType] ?? 'Relation Name']: name,
    ...(schema !== undefined && { Schema: unquote(schema) }),
    Alias: alias === undefined ? name : unquote(alias),
  };
}

export function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
