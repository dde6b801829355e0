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
