-- class: dml
INSERT INTO city VALUES (9, 'x', 'y')
INSERT OR IGNORE INTO city BY NAME SELECT 1 AS id
UPDATE sale SET fee = 0
DELETE FROM sale_line
TRUNCATE sale_line
MERGE INTO city USING sale ON city.id = sale.id WHEN MATCHED THEN DELETE
-- class: ddl
CREATE TABLE x (a int)
CREATE OR REPLACE TABLE sale AS SELECT 1
CREATE TEMP TABLE x AS FROM client
CREATE VIEW x AS SELECT 1
CREATE MACRO f(a) AS a + 1
CREATE MACRO t() AS TABLE SELECT 1
CREATE SCHEMA x
CREATE SEQUENCE s
CREATE TYPE t AS ENUM ('a')
CREATE SECRET s (TYPE s3, KEY_ID 'x')
CREATE INDEX i ON sale (fee)
ALTER TABLE sale ADD COLUMN x int
DROP TABLE sale_line
COMMENT ON TABLE sale IS 'x'
VACUUM
ANALYZE
CHECKPOINT
FORCE CHECKPOINT
-- class: dml in with
WITH x AS (DELETE FROM sale_line RETURNING *) SELECT * FROM x
WITH x AS (SELECT 1) INSERT INTO city SELECT 9, 'a', 'b'
WITH x AS (INSERT INTO city VALUES (1, 'a', 'b') RETURNING id) FROM x
-- class: stacked
SELECT 1; DELETE FROM sale
SELECT 1;; DROP TABLE sale
FROM sale; INSTALL httpfs
; DELETE FROM sale
-- class: files
COPY sale TO '/tmp/x.csv'
COPY sale FROM '/etc/passwd'
COPY (SELECT 1) TO '/tmp/x.parquet' (FORMAT parquet)
COPY FROM DATABASE a TO b
EXPORT DATABASE '/tmp/x'
IMPORT DATABASE '/tmp/x'
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto(['/a', '/b'])
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_parquet('x')
SELECT * FROM parquet_scan('x')
SELECT * FROM parquet_metadata('x')
SELECT * FROM read_json_auto('x')
SELECT * FROM read_ndjson('x')
SELECT * FROM read_duckdb('x')
SELECT * FROM glob('/*')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM '/etc/passwd'
SELECT * FROM 'x.parquet'
SELECT * FROM "x.csv"
FROM 'data/*.json'
FROM "/etc/passwd"
SELECT * FROM '/tmp/other_org.duckdb'
SELECT "read_text"('/etc/passwd')
SELECT content FROM Read_Text('/etc/passwd')
SELECT * FROM main.read_text('/etc/passwd')
SELECT * FROM system.main.read_text('/etc/passwd')
SELECT (SELECT content FROM read_text('/etc/passwd'))
WITH x AS (FROM read_text('/etc/passwd')) FROM x
PIVOT read_csv('/etc/passwd') ON a USING count(*)
PIVOT '/etc/passwd' ON a
SUMMARIZE '/etc/passwd'
SUMMARIZE read_csv('/etc/passwd')
DESCRIBE '/etc/passwd'
DESCRIBE SELECT * FROM read_csv('/etc/passwd')
SELECT '/etc/passwd'.read_text()
SELECT parse_duckdb_log_message('a', 'b')
-- class: extensions and remote
INSTALL httpfs
LOAD httpfs
FORCE INSTALL spatial FROM community
UPDATE EXTENSIONS
ATTACH '/tmp/x.duckdb'
ATTACH 'host=10.0.0.1' AS p (TYPE postgres)
DETACH x
USE x
SELECT * FROM 'https://10.0.0.1/x.parquet'
SELECT * FROM 's3://bucket/x.csv'
SELECT * FROM postgres_scan('host=10.0.0.1', 'public', 't')
SELECT * FROM sqlite_scan('/tmp/x.db', 't')
-- class: SQL in text
SELECT * FROM query('DELETE FROM sale')
FROM query('SELECT * FROM vault_keys')
FROM query_table('vault_keys')
FROM query_table(['sale', 'vault_keys'])
SELECT json_execute_serialized_sql('x')
FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
SELECT json_serialize_sql('SELECT 1')
EXECUTE p
PREPARE p AS DELETE FROM sale
CALL pragma_version()
SELECT getvariable('x')
SET VARIABLE x = 1
-- class: settings
SET memory_limit = '100GB'
SET GLOBAL threads = 99
SET enable_external_access = true
RESET ALL
PRAGMA enable_profiling
PRAGMA database_list
PRAGMA table_info('vault_keys')
SELECT current_setting('temp_directory')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_databases()
SELECT * FROM pragma_storage_info('sale')
SELECT * FROM pragma_table_info('vault_keys')
SHOW ALL TABLES
SHOW DATABASES
SHOW vault_keys
-- class: secrets
SELECT * FROM vault_keys
FROM vault_keys
FROM VAULT_KEYS
FROM "vault_keys"
FROM main.vault_keys
FROM memory.main.vault_keys
DESCRIBE vault_keys
SUMMARIZE vault_keys
PIVOT vault_keys ON login USING max(secret)
UNPIVOT vault_keys ON login INTO NAME a VALUE b
SELECT * FROM information_schema.tables
SELECT * FROM sqlite_master
SELECT * FROM pg_catalog.pg_class
FROM duckdb_columns
SELECT * FROM vault_keys⟦FEFF⟧
SELECT (FROM vault_keys SELECT secret LIMIT 1)
SELECT [x FOR x IN (SELECT secret FROM vault_keys)]
WITH vault_keys AS (FROM vault_keys) FROM vault_keys
FROM histogram('vault_keys', 'login')
SELECT * FROM some_frame
-- class: state and waiting
SELECT nextval('ticket_seq')
SELECT currval('ticket_seq')
SELECT setseed(0.5)
SELECT sleep_ms(30000)
SELECT sleep_ms⟦FEFF⟧(30000)
SELECT 30000.sleep_ms()
SELECT pg_sleep(10)
SELECT write_log('x')
SELECT * FROM enable_logging()
SELECT txid_current()
SELECT current_query()
-- class: heavy
SELECT repeat('x', 4000000000)
SELECT lpad('x', 4_000_000_000, 'y')
SELECT range(4000000000)
SELECT generate_series(1, 10 ** 10)
SELECT list_sum(range(0, 5000000000, 2))
SELECT [x FOR x IN range(2000000000)]
FROM range(100000000000)
SELECT count(*) FROM range(100000) a, range(100000) b
SELECT list_reduce(range(1000000000), lambda a, b: a + b)
SELECT count(*) FROM sale a, sale b, sale c, sale d
SELECT count(*) FROM sale a CROSS JOIN client b CROSS JOIN item c
SELECT list_resize([1], 3000000000)
SELECT format('{:>1000000000}', 'x')
SELECT bitstring('1', 4000000000)
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 10
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n > 0) SELECT count(*) FROM t
-- class: explain
EXPLAIN ANALYZE SELECT 1
EXPLAIN (ANALYZE) DELETE FROM sale
EXPLAIN DELETE FROM sale
EXPLAIN COPY sale TO '/tmp/x'
-- class: comments, quotes, unicode
SELECT 1 /* unclosed
SELECT 'unclosed
SELECT "unclosed
SELECT $$ unclosed
SELECT 1 --⟦0D⟧; DELETE FROM sale
SELECT 'a\'; DELETE FROM sale; --'
SELECT $a$ $b$ $a$; DELETE FROM sale; $b$
SELECT read_text⟦200B⟧('/etc/hostname')
FROM⟦A0⟧sale
SELECT * FROM ⟦201C⟧/etc/passwd⟦201D⟧
SELECT 1⟦37E⟧ DELETE FROM sale
SELECT 1⟦0⟧
-- class: transactions and garbage
BEGIN
COMMIT
ROLLBACK
ABORT
START TRANSACTION
.open x
hello
SELECT
FROM
SELECT ?
SELECT $name
-- class: variables
SELECT @@datadir
-- class: heavy
SELECT [range(100000) FOR x IN range(100000)]
SELECT list_transform(range(100000), lambda x: range(100000))
SELECT * FROM sale, range(1000000)
SELECT string_agg(repeat('x', 1000000), '') FROM range(1000000)
SELECT count(*) FROM sale a, sale b
-- class: further
INSERT INTO sale VALUES (9)
INSERT OR REPLACE INTO sale VALUES (9)
INSERT INTO sale BY NAME SELECT 1 AS id
DELETE FROM sale
TRUNCATE sale
MERGE INTO sale USING client ON true WHEN MATCHED THEN DELETE
CREATE TABLE x AS FROM sale
CREATE TEMP TABLE x AS SELECT 1
CREATE OR REPLACE VIEW v AS SELECT 1
CREATE TEMP MACRO f(a) AS TABLE SELECT 1
CREATE FUNCTION f(a) AS a
CREATE SCHEMA s
CREATE SECRET s (TYPE s3)
CREATE INDEX i ON sale(id)
DROP TABLE sale
ALTER TABLE sale ADD COLUMN x INT
WITH x AS (DELETE FROM sale RETURNING *) SELECT * FROM x
WITH x AS (INSERT INTO sale VALUES (9) RETURNING *) FROM x
WITH x AS (SELECT 1) DELETE FROM sale
COPY (SELECT 1) TO '/tmp/x.parquet'
ATTACH '/tmp/x.db'
ATTACH ':memory:' AS m
ATTACH IF NOT EXISTS 'x' AS y (TYPE postgres)
FORCE INSTALL x
SET GLOBAL threads = 100
RESET memory_limit
RESET VARIABLE x
PRAGMA threads = 1
PRAGMA table_info('sale')
CALL duckdb_settings()
BEGIN TRANSACTION
PREPARE p AS SELECT 1
DEALLOCATE p
EXPLAIN ANALYZE DELETE FROM sale
EXPLAIN (ANALYZE) SELECT 1
SELECT * FROM 'x.csv'
SELECT * FROM "x.parquet"
FROM '/tmp/x.json'
FROM 'https://example.com/x.csv'
SELECT * FROM read_csv_auto('x')
FROM read_text('/etc/passwd')
SELECT * FROM read_blob('*')
SELECT * FROM read_parquet(['a', 'b'])
SELECT * FROM parquet_schema('x')
SELECT * FROM read_json('x')
SELECT * FROM read_json_objects('x')
SELECT * FROM read_xlsx('x')
SELECT * FROM sniff_csv('x')
SELECT * FROM sqlite_scan('x', 'y')
SELECT * FROM postgres_scan('x', 'y', 'z')
SELECT * FROM postgres_query('x', 'DELETE')
SELECT * FROM mysql_query('x', 'y')
SELECT * FROM iceberg_scan('x')
SELECT * FROM delta_scan('x')
SELECT * FROM st_read('x')
SELECT * FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(1)
SELECT * FROM python_map_function()
SELECT * FROM query('SELECT 1')
FROM query_table('sale')
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_columns
SELECT * FROM duckdb_tables
SELECT * FROM duckdb_temporary_files()
SELECT * FROM duckdb_memory()
SELECT * FROM duckdb_logs
SELECT * FROM duckdb_variables()
SELECT * FROM which_secret('x', 'y')
SELECT * FROM pragma_database_size()
SELECT * FROM pragma_show('vault_keys')
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM pg_class
SELECT * FROM system.information_schema.tables
SELECT * FROM temp.x
TABLE vault_keys
SELECT * FROM main.vault_keys
SELECT * FROM shop.main.vault_keys
SHOW SCHEMAS
SHOW VARIABLES
SHOW TABLES FROM x
SUMMARIZE 'x.csv'
DESCRIBE 'x.csv'
DESCRIBE SELECT * FROM 'x.csv'
FROM (SUMMARIZE vault_keys)
FROM (DESCRIBE vault_keys)
FROM (SHOW DATABASES)
FROM (SHOW ALL TABLES)
FROM (DESCRIBE 'x.csv')
UNPIVOT vault_keys ON secret INTO NAME n VALUE v
SELECT current_setting('memory_limit')
SELECT current_setting('home_directory')
SELECT getenv('HOME')
SELECT error('x')
FROM app⟦200B⟧
SELECT read_text⟦200B⟧('x')
SELECT 'memory_limit'.current_setting()
SELECT 'ticket_seq'.nextval()
SELECT read_text('/etc/passwd')
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
SELECT json_serialize_plan('SELECT 1')
SELECT json_deserialize_sql('x')
SELECT in_search_path('a', 'b')
SELECT current_schemas(true)
SELECT pg_get_viewdef(1), pg_get_constraintdef(1)
SELECT has_table_privilege('a', 'b')
SELECT obj_description(1), col_description(1, 2)
SELECT 1;;DROP TABLE sale
SELECT $1
SELECT $x
SELECT 1 INTO x
SELECT * FROM sale FOR UPDATE
.shell id
garbage
SELECT $$unclosed
SELECT /* unclosed
SELECT * FROM sale AT (VERSION => 1)
SELECT * FROM (COPY sale TO 'x')
FROM (CALL duckdb_settings())
FROM (PRAGMA database_list)
FROM (INSERT INTO sale VALUES (1) RETURNING *)
SELECT * FROM unnest([read_text('x')])
SELECT * FROM test_all_types()
SELECT * FROM checkpoint()
SELECT * FROM force_checkpoint('x')
SELECT * FROM sql_auto_complete('x')
SELECT * FROM seq_scan(1)
SELECT * FROM index_scan('x')
SELECT * FROM summary((SELECT 1))
SELECT * FROM duckdb_approx_database_count()
SELECT add_parquet_key('a', 'b')
SELECT create_sort_key(1, 'ASC')
SELECT vector_type(1), stats(1)
SELECT pg_collation_is_visible(1)
SELECT shobj_description(1, 'x')
SELECT is_histogram_other_bin(1), nextval('x')
-- class: heavy
SELECT sleep_ms(1000)
SELECT sleep_ms⟦FEFF⟧(1000)
SELECT sleep_ms⟦200B⟧(1000)
SELECT sleep_ms⟦00A0⟧(1000)
SELECT "sleep_ms"(1)
SELECT main.sleep_ms(1)
SELECT system.main.sleep_ms(1)
SELECT 1000.sleep_ms()
SELECT (1000).sleep_ms()
SELECT id.sleep_ms() FROM sale
SELECT list_transform([1], x -> sleep_ms(x))
SELECT list_transform([1], lambda x: sleep_ms(x))
SELECT [sleep_ms(x) FOR x IN [1]]
SELECT list_aggregate([1], 'sleep_ms')
SELECT lpad('x', 1000000000, 'y')
SELECT list_resize([1], 1000000000)
SELECT count(*) FROM range(10000000000)
SELECT count(*) FROM range(100000) a, range(100000) b, range(100000) c
SELECT list(x) FROM range(3000000000) t(x)
SELECT [x FOR x IN range(1000000000)]
SELECT list_reduce(range(1000000000), (a, b) -> a + b)
SELECT generate_series(1, 4000000000)
SELECT bitstring('1', 1000000000)
SELECT string_agg(repeat('x', 1000000), ',') FROM range(100000)
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t WHERE n > 0) SELECT count(*) FROM t
WITH RECURSIVE t AS (SELECT [1] l UNION ALL SELECT l || l FROM t WHERE len(l) < 1000000000) SELECT 1 FROM t
LOCK TABLE sale
SELECT * FROM (VALUES (sleep_ms(1)))
SELECT COLUMNS(c -> sleep_ms(1)) FROM sale
SELECT * REPLACE (sleep_ms(1) AS fee) FROM sale
SELECT * FROM sale QUALIFY sleep_ms(1)
SELECT * FROM sale USING SAMPLE reservoir(sleep_ms(1) ROWS)
SELECT * FROM sale ORDER BY ALL, sleep_ms(1)
SELECT {'a': sleep_ms(1)}
SELECT map {'a': sleep_ms(1)}
SELECT CASE WHEN true THEN sleep_ms(1) END
SELECT 1 WHERE sleep_ms(1)
SELECT a.b.sleep_ms(1)
SELECT try(sleep_ms(1))
SELECT struct_pack(a := sleep_ms(1))
SELECT * FROM repeat('x', 1000000000)
SELECT current_role, current_user, sleep_ms(1)
