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
