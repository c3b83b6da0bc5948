import type { Reader, ReadOptions } from '../reading/reader';

/** What a name may call, in whichever schema. */
export interface FunctionFacts {
  readonly name: string;
  /** VOLATILE: it may do anything, also change rows (manual, "Function Volatility Categories"). */
  readonly isVolatile: boolean;
  readonly isBuiltIn: boolean;
  /** SQL that runs when it is called, as far as it can be read; '' for none. */
  readonly body: string;
}

/** An aggregate does what its support functions do. Of PostgreSQL's own functions the volatility is enough. */
const FUNCTIONS = `
  SELECT p.proname AS name, p.provolatile = 'v' AND p.prokind <> 'a' AS "isVolatile", n.nspname = 'pg_catalog' AS "isBuiltIn",
    CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE pg_catalog.concat_ws(' ',
      CASE WHEN l.lanname IN ('sql', 'plpgsql') THEN COALESCE(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) END,
      pg_catalog.pg_get_expr(p.proargdefaults, 0),
      (SELECT pg_catalog.string_agg(s.proname || '()', ' ') FROM pg_catalog.pg_aggregate a, pg_catalog.pg_proc s
       WHERE a.aggfnoid = p.oid AND s.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn))
    ) END AS body
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  WHERE p.proname = ANY ($1::text[])`;

export async function readFunctions(
  reader: Reader,
  names: readonly string[],
  options: ReadOptions,
): Promise<readonly FunctionFacts[]> {
  const rows = await reader.read(FUNCTIONS, [names], options);
  return rows.map((row) => ({
    name: String(row['name']),
    isVolatile: row['isVolatile'] === true,
    isBuiltIn: row['isBuiltIn'] === true,
    body: String(row['body']),
  }));
}

/** The planner takes the checks of a domain for harmless, whatever they call. */
const DOMAIN_CHECKS = `
  SELECT pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(c.oid), ' ') AS checks
  FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_type t ON t.oid = c.contypid
  WHERE c.contype = 'c' AND t.typname = ANY ($1::text[])`;

/** @returns the conditions of the domains of these names */
export async function readDomainChecks(
  reader: Reader,
  names: readonly string[],
  options: ReadOptions,
): Promise<string> {
  const [row] = await reader.read(DOMAIN_CHECKS, [names], options);
  return typeof row?.['checks'] === 'string' ? row['checks'] : '';
}

/** Calls that have no name in the text of a query. */
const UNNAMED_CALLS = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode WHERE p.provolatile = 'v' AND pg_catalog.strpos($1, o.oprname) > 0)
    OR EXISTS (SELECT FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc WHERE p.provolatile = 'v')
    OR EXISTS (SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_proc p ON p.oid IN (t.typinput, t.typoutput) WHERE p.provolatile = 'v')
    AS "isVolatile"`;

/** Whether the texts have a volatile operator in them, or the database any volatile cast; PostgreSQL itself has neither. */
export async function hasVolatileOperators(
  reader: Reader,
  texts: readonly string[],
  options: ReadOptions,
): Promise<boolean> {
  const [row] = await reader.read(UNNAMED_CALLS, [texts.join('\n')], options);
  return row?.['isVolatile'] === true;
}
