/** When autovacuum comes to a table. Counts of rows. */
export interface AutovacuumThresholds {
  readonly isEnabled: boolean;
  /** Dead rows until the next VACUUM. */
  readonly vacuumAfter: number;
  /** Inserted rows until the next VACUUM; `undefined`: inserts do not bring it. */
  readonly vacuumAfterInserts?: number;
  /** Changed rows until the next ANALYZE. */
  readonly analyzeAfter: number;
}

/**
 * By the manual's formulas, from what is set for the table, else for the server.
 * https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
 *
 * @param rows of the table as `pg_class.reltuples` has them
 * @param settings by their names, as `pg_settings` has them
 * @param options of the table, as `reloptions` has them
 */
export function autovacuumThresholds(
  rows: number,
  settings: Readonly<Record<string, string>>,
  options: Readonly<Record<string, string>>,
): AutovacuumThresholds {
  const value = (name: string): number => Number(options[name] ?? settings[name] ?? Number.NaN);
  const after = (kind: string): number =>
    value(`autovacuum_${kind}_threshold`) + value(`autovacuum_${kind}_scale_factor`) * Math.max(0, rows);
  // Since 18; -1 is none.
  const most = value('autovacuum_vacuum_max_threshold');
  const vacuumAfter = Math.round(after('vacuum'));
  const insertThreshold = value('autovacuum_vacuum_insert_threshold');
  return {
    isEnabled: isOn(settings['autovacuum']) && isOn(options['autovacuum_enabled']),
    vacuumAfter: most >= 0 ? Math.min(most, vacuumAfter) : vacuumAfter,
    ...(insertThreshold >= 0 && { vacuumAfterInserts: Math.round(after('vacuum_insert')) }),
    analyzeAfter: Math.round(after('analyze')),
  };
}

function isOn(value: string | undefined): boolean {
  return value === undefined || /^(?:on|true|yes|1)$/i.test(value);
}
