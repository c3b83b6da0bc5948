/**
 * Functions of PostgreSQL and of extensions that do something beside answering, which a rollback does not undo or others would feel
 * (manual, "System Administration Functions", "Sequence Manipulation Functions", "Advisory Lock Functions").
 */
const ACTING_FUNCTIONS = new Set(
  (
    'nextval setval set_config pg_notify pg_sleep pg_sleep_for pg_sleep_until pg_terminate_backend pg_cancel_backend pg_reload_conf ' +
    'pg_rotate_logfile pg_switch_wal pg_promote pg_wal_replay_pause pg_wal_replay_resume pg_create_restore_point pg_backup_start ' +
    'pg_backup_stop pg_start_backup pg_stop_backup pg_export_snapshot pg_current_xact_id txid_current pg_log_standby_snapshot ' +
    'pg_log_backend_memory_contexts pg_import_system_collations pg_prewarm pg_nextoid pg_stop_making_pinned_objects ' +
    'query_to_xml query_to_xml_and_xmlschema query_to_xmlschema cursor_to_xml database_to_xml schema_to_xml ' +
    'loread lowrite crosstab connectby xpath_table brin_summarize_new_values brin_summarize_range brin_desummarize_range gin_clean_pending_list ts_stat'
  ).split(' '),
);

const ACTING_FAMILIES =
  /^(?:pg_(?:try_)?advisory_|pg_logical_|pg_replication_|pg_create_|pg_drop_|pg_copy_|pg_sync_|pg_stat_reset|pg_stat_statements_reset|pg_file_|pg_restore_|pg_clear_|dblink|postgres_fdw_|lo_)/;

/** @param name without its schema */
export function isActingFunction(name: string): boolean {
  return ACTING_FUNCTIONS.has(name) || ACTING_FAMILIES.test(name);
}
