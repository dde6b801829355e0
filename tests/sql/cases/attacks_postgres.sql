-- class: dml
INSERT INTO city VALUES (9, 'x', 'y')
INSERT INTO city SELECT * FROM city RETURNING id
UPDATE sale SET fee = 0 WHERE id = 1
DELETE FROM sale_line
DELETE FROM ONLY sale USING client WHERE false
MERGE INTO city c USING (SELECT 1 AS id) s ON c.id = s.id WHEN MATCHED THEN DELETE
TRUNCATE TABLE sale_line CASCADE
  delete from city
/* just a report */ UPDATE item SET price = 1
-- class: ddl
CREATE TABLE x (a int)
CREATE TEMP TABLE x AS SELECT * FROM client
CREATE UNLOGGED TABLE x (a int)
CREATE VIEW x AS SELECT 1
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE INDEX ON sale (fee)
CREATE EXTENSION dblink
CREATE ROLE eve SUPERUSER LOGIN
CREATE TRIGGER t BEFORE INSERT ON sale FOR EACH ROW EXECUTE FUNCTION f()
CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION f()
CREATE RULE r AS ON SELECT TO sale DO INSTEAD NOTHING
ALTER TABLE sale ADD COLUMN x int
ALTER SYSTEM SET shared_preload_libraries = 'x'
ALTER ROLE owner WITH PASSWORD 'x'
DROP TABLE sale_line
DROP SCHEMA public CASCADE
COMMENT ON TABLE sale IS 'x'
REINDEX TABLE sale
CLUSTER sale
VACUUM FULL sale
ANALYZE sale
REFRESH MATERIALIZED VIEW sale_totals
SECURITY LABEL ON TABLE sale IS 'x'
IMPORT FOREIGN SCHEMA public FROM SERVER s INTO public
-- class: dml in with
WITH x AS (DELETE FROM sale_line RETURNING *) SELECT * FROM x
WITH x AS (UPDATE sale SET fee = 1 RETURNING id) SELECT count(*) FROM x
WITH x AS (INSERT INTO city VALUES (8, 'a', 'b') RETURNING id) TABLE x
WITH a AS (SELECT 1), b AS (WITH c AS (DELETE FROM city RETURNING 1) SELECT * FROM c) SELECT * FROM a, b
WITH x AS (SELECT 1) UPDATE sale SET fee = 2
SELECT * FROM (WITH x AS (DELETE FROM city RETURNING 1) SELECT * FROM x) t
-- class: stacked
SELECT 1; DELETE FROM sale
SELECT 1;;; DROP TABLE sale
SELECT 1 /* ; */; COMMIT
SELECT 1;⏎--⏎DELETE FROM city
BEGIN; UPDATE sale SET fee = 0; COMMIT
; DELETE FROM sale
-- class: into and files
SELECT * INTO copy_of_sale FROM sale
SELECT id INTO TEMP t FROM sale
SELECT 1 AS a INTO UNLOGGED u
COPY sale TO '/tmp/x.csv'
COPY sale FROM PROGRAM 'id'
COPY (SELECT * FROM client) TO STDOUT
SELECT pg_read_file('/etc/passwd')
SELECT pg_read_binary_file('/etc/passwd', 0, 10)
SELECT pg_catalog.pg_read_file('/etc/hostname')
SELECT * FROM pg_ls_dir('/')
SELECT (pg_stat_file('/etc/passwd')).size
SELECT lo_import('/etc/passwd')
SELECT lo_export(1, '/tmp/x')
SELECT lo_create(0), lo_from_bytea(0, 'x')
SELECT pg_file_write('/tmp/x', 'y', true)
SELECT pg_logdir_ls()
-- class: remote
SELECT * FROM dblink('host=10.0.0.1 dbname=x', 'SELECT 1') AS t(a int)
SELECT dblink_exec('dbname=x', 'DELETE FROM sale')
SELECT dblink_connect('c', 'host=169.254.169.254')
SELECT postgres_fdw_get_connections()
SELECT net.http_get('http://10.0.0.1/')
-- class: sequences
SELECT nextval('ticket_seq')
SELECT setval('ticket_seq', 1)
SELECT currval('ticket_seq'), lastval()
SELECT id, nextval('public.ticket_seq') OVER () FROM sale
-- class: locks
SELECT * FROM sale FOR UPDATE
SELECT * FROM sale FOR NO KEY UPDATE SKIP LOCKED
SELECT * FROM sale s, client c WHERE c.id = s.client_id FOR SHARE OF s NOWAIT
SELECT * FROM (SELECT * FROM sale FOR KEY SHARE) t
LOCK TABLE sale IN ACCESS EXCLUSIVE MODE
SELECT pg_advisory_lock(1)
SELECT pg_try_advisory_xact_lock(1, 2)
SELECT id FROM sale WHERE pg_advisory_unlock(id)
-- class: settings and rights
SET statement_timeout = 0
SET LOCAL ROLE owner
SET SESSION AUTHORIZATION owner
SET TRANSACTION READ WRITE
RESET ALL
DISCARD ALL
SELECT set_config('statement_timeout', '0', false)
SELECT pg_catalog.set_config('transaction_read_only', 'off', false)
GRANT ALL ON sale TO PUBLIC
REVOKE ALL ON sale FROM PUBLIC
SELECT current_setting('data_directory')
SELECT current_setting('data_' || 'directory')
SHOW ALL
SHOW config_file
SELECT pg_reload_conf()
SELECT pg_rotate_logfile()
-- class: processes
SELECT pg_terminate_backend(1)
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
SELECT pg_switch_wal()
SELECT pg_create_restore_point('x')
SELECT pg_notify('c', 'x')
NOTIFY c
LISTEN c
SELECT pg_logical_emit_message(true, 'a', 'b')
SELECT pg_drop_replication_slot('x')
CHECKPOINT
LOAD 'auto_explain'
SELECT pg_backend_pid()
SELECT txid_current()
-- class: calls
CALL archive()
DO $$ BEGIN DELETE FROM sale; END $$
PREPARE p AS DELETE FROM sale
EXECUTE p
DECLARE c CURSOR FOR SELECT * FROM sale
FETCH ALL FROM c
DEALLOCATE ALL
-- class: SQL in text
SELECT query_to_xml('DELETE FROM sale', true, true, '')
SELECT table_to_xml('vault_keys', true, true, '')
SELECT database_to_xml(true, true, '')
SELECT cursor_to_xml('c', 1, true, true, '')
SELECT * FROM ts_stat('SELECT to_tsvector(secret) FROM vault_keys')
SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery')
SELECT * FROM crosstab('SELECT 1, 2, 3') AS t(a int, b int)
SELECT * FROM connectby('staff', 'id', 'boss_id', '1', 0) AS t(a int, b int, c int)
SELECT xpath_table('id', 'secret', 'vault_keys', '/', 'true')
-- class: own functions
SELECT wipe_sales()
SELECT public.wipe_sales()
SELECT * FROM wipe_sales()
SELECT "wipe_sales"()
SELECT s.wipe_sales FROM sale s
SELECT unknown_function(1)
-- class: waiting
SELECT pg_sleep(10)
SELECT pg_sleep_for('1 minute'), pg_sleep_until(now() + interval '1 hour')
SELECT "pg_sleep"(10)
SELECT PG_CATALOG."pg_sleep"(10)
SELECT CASE WHEN true THEN (SELECT 1 FROM pg_sleep(5)) END
SELECT id FROM sale ORDER BY pg_sleep(1)
SELECT id FROM sale LIMIT (SELECT 1 FROM pg_sleep(9))
VALUES (pg_sleep(3))
-- class: heavy
SELECT repeat('x', 2000000000)
SELECT repeat(repeat('x', 100000), 100000)
SELECT lpad('x', 1000 * 1000 * 1000, 'y')
SELECT count(*) FROM generate_series(1, 1000000000)
SELECT count(*) FROM generate_series(1, 10 ^ 9)
SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b
SELECT count(*) FROM generate_series('2000-01-01'::timestamp, '2100-01-01', '1 millisecond')
SELECT count(*) FROM sale a, sale b, sale c, sale d
SELECT count(*) FROM sale a CROSS JOIN sale b CROSS JOIN client c
SELECT count(*) FROM sale a JOIN sale b ON true JOIN sale c ON 1 = 1
SELECT 9 ^ 999999::numeric
SELECT factorial(1000000)
SELECT array_fill(1, ARRAY[2000000000])
SELECT note ~ '^(a+)+$' FROM sale
SELECT 'aaaa' LIKE '%a%a%a%a%a%a%a%a%a%a%b'
SELECT format('%1000000000s', 'x')
-- class: recursion
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t WHERE n < 5) SELECT sum(n) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5 OR true) SELECT sum(n) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n - 1 FROM t WHERE n < 5) SELECT sum(n) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 1000000000) SELECT sum(n) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT s.id FROM sale s JOIN t ON true) SELECT count(*) FROM t
WITH RECURSIVE t(id) AS (SELECT 1 UNION ALL SELECT s.id FROM sale s JOIN t ON s.id = t.id) SELECT count(*) FROM t
-- class: secrets
SELECT * FROM vault_keys
SELECT * FROM public.vault_keys
SELECT (SELECT secret FROM vault_keys LIMIT 1)
WITH vault_keys AS (SELECT * FROM vault_keys) SELECT * FROM vault_keys
WITH a AS (SELECT * FROM vault_keys), vault_keys AS (SELECT 1) SELECT * FROM a
TABLE vault_keys
SELECT * FROM pg_shadow
SELECT passwd FROM pg_catalog.pg_authid
SELECT * FROM information_schema.tables
SELECT query FROM pg_stat_activity
SELECT pg_get_functiondef(1)
SELECT 'vault_keys'::regclass::oid
SELECT CAST('pg_authid' AS regclass)
SELECT * FROM pg_settings
SELECT * FROM other_schema.sale
SELECT has_table_privilege('vault_keys', 'select')
-- class: explain
EXPLAIN ANALYZE DELETE FROM sale
EXPLAIN (ANALYZE, VERBOSE) UPDATE sale SET fee = 0
EXPLAIN (ANALYZE true) SELECT 1
EXPLAIN/**/ANALYSE SELECT pg_sleep(5)
EXPLAIN DELETE FROM sale
EXPLAIN CREATE TABLE x AS SELECT 1
EXPLAIN EXECUTE p
-- class: comments and quotes
SELECT 1 /* unclosed
SELECT 'unclosed
SELECT "unclosed
SELECT $$ unclosed
SELECT $a$ x $b$; DELETE FROM sale; $b$
SELECT 'a\'; DELETE FROM sale; --'
SELECT E'a\'; -- '; DELETE FROM sale
SELECT U&"\0070g_sleep"(10)
SELECT query_to_xml(U&'\0044ELETE FROM sale', true, true, '')
SELECT U&'a\', pg_sleep(5), '
SELECT U&'x' UESCAPE '!', pg_sleep(5)
SELECT 1 --⏎; DELETE FROM sale
SELECT 1 -- a⟦0D⟧; DELETE FROM sale
SELECT '' ''; DROP TABLE sale; --
-- class: unicode
SELECT⟦A0⟧pg_sleep(5)
SELECT pg_sleep⟦FEFF⟧(5)
SELECT pg_sleep⟦200B⟧(5)
⟦FEFF⟧DELETE FROM sale
SELECT 1⟦FF1B⟧ DELETE FROM sale
SELECT * FROM ⟦201C⟧sale⟦201D⟧
SELECT pg_⟦17F⟧leep(5)
SELECT ⟦FF30⟧G_SLEEP(5)
SELECT 1⟦0⟧; DELETE FROM sale
SELECT 1⟦2028⟧; DELETE FROM sale
-- class: transactions
BEGIN
COMMIT
ROLLBACK
START TRANSACTION READ WRITE
SAVEPOINT a
END
ABORT
PREPARE TRANSACTION 'x'
-- class: garbage

\d
\copy sale to /tmp/x
hello
SELECT
SELECT FROM WHERE
SELECT * FROM sale WHERE
SELECT ((((((((((1
SELECT ?
SELECT :name
SELECT $1
-- class: variables
SELECT @@datadir
SELECT @@global.x
SELECT 1, @@version
SELECT 'root' IN vault_keys
-- class: heavy
SELECT (SELECT count(*) FROM generate_series(1, 1000000) g WHERE g > s.id) FROM sale s
SELECT repeat('x', 1000000) FROM sale
SELECT * FROM sale, generate_series(1, 1000000)
SELECT note SIMILAR TO '(a+)+b' FROM sale
SELECT note ~ '(.*a){25}' FROM sale
SELECT string_agg(repeat('x', 1000000), '') FROM generate_series(1, 100000)
WITH RECURSIVE t(n) AS (SELECT 1.0 UNION ALL SELECT n + 0.0000001 FROM t WHERE n < 1000) SELECT count(*) FROM t
WITH RECURSIVE t(d) AS (SELECT now() UNION ALL SELECT d + interval '1 second' FROM t WHERE d < '2100-01-01') SELECT count(*) FROM t
SELECT 'a' LIKE '%a' || '%a%a%a%a%a' || '%a%a%a%a'
SELECT xmlparse(document '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
-- class: further
INSERT INTO sale VALUES (9)
UPDATE sale SET fee = 0
DELETE FROM sale USING client
MERGE INTO sale s USING client c ON s.client_id = c.id WHEN MATCHED THEN DELETE
TRUNCATE sale
COPY sale TO '/tmp/x'
COPY (SELECT 1) TO PROGRAM 'id'
SELECT * INTO x FROM sale
SELECT 1 INTO TEMP x
SELECT id INTO UNLOGGED TABLE x FROM sale
CREATE TABLE x AS SELECT 1
CREATE TEMP VIEW v AS SELECT 1
WITH x AS (INSERT INTO sale VALUES (9) RETURNING id) SELECT * FROM x
WITH x AS (UPDATE sale SET fee = 0 RETURNING *) TABLE x
WITH x AS (MERGE INTO sale s USING client c ON true WHEN MATCHED THEN DELETE RETURNING s.id) SELECT * FROM x
WITH x AS (SELECT 1) DELETE FROM sale
WITH x AS (SELECT 1) INSERT INTO sale SELECT * FROM x
EXPLAIN (ANALYZE) SELECT 1
EXPLAIN (ANALYZE true, VERBOSE) SELECT 1
EXPLAIN (VERBOSE, ANALYZE ON) DELETE FROM sale
EXPLAIN (COSTS off, analyse) DELETE FROM sale
EXPLAIN ANALYSE VERBOSE SELECT 1
EXPLAIN /* x */ ANALYZE SELECT 1
EXPLAIN DECLARE c CURSOR FOR SELECT 1
SELECT 1; DROP TABLE sale
SELECT 1;;DELETE FROM sale
SELECT 1; SELECT 2
SELECT 1; COMMIT; DELETE FROM sale
ROLLBACK AND CHAIN
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
SET LOCAL role postgres
SET ROLE postgres
SET SESSION AUTHORIZATION postgres
RESET ROLE
SHOW data_directory
SHOW hba_file
SHOW ssl_key_file
SHOW primary_conninfo
SELECT pg_catalog.set_config('role', 'postgres', true)
SELECT "set_config"('a.b', 'c', false)
SELECT current_setting('is_superuser')
SELECT current_setting('hba_file', true)
SELECT current_setting(name) FROM city
SELECT 1⟦0000⟧
SELECT 1 ⟦FEFF⟧
SELECT ⟦202E⟧1
SELECT 1 --⟦2028⟧; DROP TABLE x
SELECT pg_read_binary_file('x')
SELECT pg_ls_dir('.')
SELECT * FROM pg_ls_logdir()
SELECT * FROM pg_ls_waldir()
SELECT pg_stat_file('x')
SELECT lo_create(0), lo_unlink(1)
SELECT lo_get(1)
SELECT lo_from_bytea(0, 'x')
SELECT loread(1, 2)
SELECT pg_file_write('/tmp/x', 'y', false)
SELECT dblink('host=x', 'select 1')
SELECT * FROM dblink('host=127.0.0.1', 'DELETE FROM sale') AS t(a int)
SELECT dblink_connect('x'), dblink_exec('x', 'y')
SELECT * FROM postgres_fdw_get_connections()
SELECT currval('ticket_seq')
SELECT lastval()
SELECT * FROM sale FOR NO KEY UPDATE
SELECT * FROM (SELECT * FROM sale FOR UPDATE) t
WITH x AS (SELECT * FROM sale FOR UPDATE) SELECT * FROM x
SELECT pg_cancel_backend(1)
SELECT pg_promote()
SELECT pg_current_xact_id()
SELECT pg_export_snapshot()
UNLISTEN *
SELECT pg_create_physical_replication_slot('x')
SELECT pg_replication_origin_create('x')
SELECT schema_to_xml('public', true, true, '')
SELECT query_to_xml_and_xmlschema('select 1', true, true, '')
SELECT * FROM crosstab('DELETE FROM sale') AS t(a int)
SELECT * FROM connectby('t', 'a', 'b', '1', 0) AS t(a int)
SELECT xpath_table('a', 'b', 'c', 'd', 'e')
SELECT ts_stat('SELECT 1')
SELECT * FROM ts_stat('DELETE FROM sale')
SELECT ts_rewrite('a'::tsquery, 'SELECT a, b FROM x')
CALL p()
DECLARE c CURSOR FOR SELECT 1
CLOSE ALL
MOVE c
VACUUM
REFRESH MATERIALIZED VIEW x
LOAD 'x'
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'
ALTER SYSTEM SET a = 'b'
ALTER TABLE sale DISABLE ROW LEVEL SECURITY
ALTER ROLE x SUPERUSER
GRANT ALL ON sale TO public
REVOKE ALL ON sale FROM public
REASSIGN OWNED BY a TO b
DROP OWNED BY a
IMPORT FOREIGN SCHEMA x FROM SERVER y INTO z
CREATE SERVER x FOREIGN DATA WRAPPER y
CREATE USER MAPPING FOR x SERVER y
CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p
CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f()
SELECT * FROM pg_authid
SELECT * FROM pg_user
SELECT * FROM pg_roles
SELECT * FROM pg_stat_activity
SELECT * FROM pg_stat_statements
SELECT * FROM pg_file_settings
SELECT * FROM pg_hba_file_rules
SELECT * FROM pg_catalog.pg_class
SELECT * FROM pg_user_mappings
SELECT * FROM pg_largeobject
SELECT * FROM pg_stats
SELECT * FROM pg_proc
SELECT * FROM pg_tables
SELECT * FROM pg_config
SELECT * FROM information_schema.columns
SELECT * FROM "vault_keys"
SELECT * FROM other.sale
SELECT * FROM client, vault_keys
SELECT 'vault_keys'::regclass
SELECT 'pg_authid'::regclass::oid
SELECT to_regclass('vault_keys')
SELECT 16384::regclass
SELECT 'wipe_sales'::regproc
SELECT pg_get_viewdef('sale_totals')
SELECT pg_get_userbyid(10)
SELECT pg_relation_size('vault_keys')
SELECT pg_total_relation_size('sale')
SELECT pg_database_size('postgres')
SELECT obj_description(1)
SELECT pg_relation_filepath('sale')
SELECT inet_server_addr(), inet_client_addr(), inet_server_port()
SELECT pg_postmaster_start_time()
SELECT pg_conf_load_time()
SELECT pg_my_temp_schema()
SELECT * FROM pg_stat_get_activity(NULL)
SELECT pg_stat_reset()
SELECT pg_stat_get_backend_activity(1)
SELECT pg_show_all_settings()
SELECT pg_read_server_files()
SELECT pg_tablespace_location(1)
SELECT repeat('a', 10^9::int)
SELECT repeat(repeat('a', 100000), 100000)
TABLE pg_shadow
SELECT * FROM ROWS FROM (pg_ls_dir('.')) t
SELECT * FROM sale s, LATERAL pg_read_file(s.note) f
SELECT (pg_stat_file('x')).size
SELECT f.* FROM (SELECT (pg_ls_dir('/'))) f
SELECT 'a' || pg_read_file('x')
SELECT :x
\copy sale to '/tmp/x'
\! id
SELECT 1 \gexec
garbage
SELECT FROM
(((((
SELECT * FROM
"
'
/* unclosed
SELECT $$unclosed
SELECT 1 AS "unclosed
SELECT /*! 1 */ 2
SELECT convert_from(pg_read_binary_file('x'), 'utf8')
SELECT xmlparse(document '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
SELECT current_query()
SELECT pg_trigger_depth()
SELECT * FROM pg_options_to_table(ARRAY['a=b'])
SELECT pg_input_is_valid('x', 'regclass')
SELECT brin_summarize_new_values('x')
SELECT gin_clean_pending_list('x')
SELECT pg_import_system_collations('x')
SELECT pg_extension_config_dump('x', '')
SELECT pg_logical_slot_get_changes('x', NULL, NULL)
SELECT pg_walfile_name('0/0'), pg_current_wal_lsn()
SELECT binary_upgrade_set_next_pg_type_oid(1)
SELECT has_database_privilege('x', 'y')
SELECT pg_start_backup('x')
SELECT pg_backup_start('x')
SELECT hashtext('x'), amvalidate(1)
SELECT json_populate_record(NULL::vault_keys, '{}')
SELECT NULL::vault_keys
SELECT ROW(1,2,3)::vault_keys
SELECT jsonb_populate_recordset(NULL::public.vault_keys, '[]')
SELECT CAST(NULL AS pg_authid)
SELECT row_security_active('sale')
SELECT setseed(0.1)
SELECT * FROM sale AS OF SYSTEM TIME '-1h'
SELECT pg_stat_statements_reset()
SELECT operator(pg_catalog.+)(1, 2)
SELECT 1 OPERATOR(evil.+) 2
SELECT lower(pg_read_file('x'))
SELECT interval '1 second' * pg_backend_pid()
SELECT "pg_catalog".pg_read_file('x')
SELECT pg_catalog."pg_read_file"('x')
SELECT public.lower('x')
SELECT evil.lower('X')
-- class: heavy
WITH RECURSIVE x AS (DELETE FROM sale RETURNING id) SELECT 1
SELECT pg_sleep_for('10 seconds')
SELECT pg_sleep_until(now() + interval '1 hour')
SELECT * FROM pg_sleep(10)
SELECT pg_catalog.pg_sleep(1)
SELECT "pg_sleep"(1)
SELECT PG_SLEEP(1)
SELECT pg_sleep (1)
SELECT pg_sleep/**/(1)
SELECT pg_sleep⏎(1)
SELECT "pg_catalog"."pg_sleep"(1)
SELECT (pg_sleep(1))::text
SELECT 1 WHERE pg_sleep(1) IS NULL
SELECT 1 ORDER BY pg_sleep(1)
SELECT CASE WHEN true THEN pg_sleep(1) END
SELECT count(*) FILTER (WHERE pg_sleep(1) IS NULL) FROM sale
SELECT id FROM sale LIMIT (SELECT 1 FROM pg_sleep(1))
SELECT array(SELECT pg_sleep(1))
SELECT U&"pg\005fsleep"(1)
SELECT u&"\0070g_sleep"(1)
SELECT U&"!0070g_sleep" UESCAPE '!' (1)
SELECT ⟦FF50⟧g_sleep(1)
SELECT pg_sleep⟦00A0⟧(1)
SELECT pg_sleep⟦200B⟧(1)
SELECT pg_try_advisory_lock(1)
SELECT pg_advisory_xact_lock_shared(1)
SELECT pg_advisory_unlock_all()
LOCK TABLE sale
SELECT * FROM sale FOR SHARE SKIP LOCKED
SELECT * FROM sale FOR KEY SHARE OF sale NOWAIT
SELECT * FROM pg_locks
SELECT repeat('a', 1000000000)
SELECT lpad('a', 1000000000)
SELECT array_fill(1, ARRAY[100000000])
SELECT count(*) FROM generate_series(1, 10000000000)
SELECT count(*) FROM sale a CROSS JOIN sale b CROSS JOIN sale c CROSS JOIN sale d
SELECT string_agg(a.note, b.note) FROM sale a, sale b, sale c
SELECT array_agg(x) FROM generate_series(1, 2000000000) x
SELECT factorial(100000)
SELECT 9 ^ 999999999
SELECT power(9.0, 999999999)
SELECT 10::numeric ^ 100000
SELECT regexp_replace(repeat('a', 100), '(a+)+$', 'b')
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' ~ '^(a+)+$'
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' SIMILAR TO '(a*)*b'
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaa' LIKE '%a%a%a%a%a%a%a%a%a%a%ab'
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t WHERE true) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t WHERE n > 0) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n FROM t WHERE n < 10) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t WHERE n < 1000000000) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n - 1 FROM t WHERE n < 10) SELECT count(*) FROM t
WITH RECURSIVE t(n, s) AS (SELECT 1, 'a' UNION ALL SELECT n + 1, s || s FROM t WHERE n < 40) SELECT max(length(s)) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL (SELECT n + 1 FROM t UNION ALL SELECT n + 2 FROM t WHERE n < 100)) SELECT 1 FROM t
SELECT * FROM generate_series(1, 9223372036854775807)
SELECT * FROM generate_series(now() - interval '1000 years', now(), '1 second')
SELECT random_normal(0, 1) FROM generate_series(1, 100000000)
VALUES (pg_sleep(1))
SELECT 1 FROM sale GROUP BY pg_sleep(1)
SELECT sum(1) OVER (ORDER BY pg_sleep(1))
SELECT /*!50000 pg_sleep(1) */
SELECT unnest(pg_blocking_pids(1))
SELECT sale.*, pg_sleep(1) FROM sale
SELECT pg_sleep(1) UNION SELECT NULL
WITH pg_sleep(a) AS (SELECT 1) SELECT pg_sleep(5)
WITH x(pg_sleep) AS (SELECT 1) SELECT pg_sleep(5) FROM x
SELECT pg_sleep(5) AS now FROM sale AS pg_sleep(a)
SELECT pg_typeof(pg_sleep(1))
SELECT coalesce(pg_sleep(1)::text, 'x')
SELECT format('%s', pg_sleep(1))
SELECT ARRAY[pg_sleep(1)]
SELECT (SELECT pg_sleep(1))
SELECT EXISTS (SELECT pg_sleep(1))
SELECT * FROM sale WHERE id IN (SELECT 1 FROM pg_sleep(1))
SELECT * FROM sale JOIN client ON pg_sleep(1) IS NULL
SELECT CAST(pg_sleep(1) AS text)
SELECT ROW(pg_sleep(1))
-- class: secrets
SELECT * FROM ticket_seq
SELECT last_value FROM ticket_seq
SELECT (c).wipe_sales FROM client c
