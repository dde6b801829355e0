-- class: dml
INSERT INTO city VALUES (9, 'x', 'y')
INSERT OR REPLACE INTO city VALUES (1, 'x', 'y')
INSERT INTO city DEFAULT VALUES
REPLACE INTO city VALUES (1, 'x', 'y')
UPDATE sale SET fee = 0
UPDATE OR IGNORE sale SET fee = 0 FROM client
DELETE FROM sale_line
DELETE FROM sale RETURNING *
-- class: ddl
CREATE TABLE x (a)
CREATE TABLE x AS SELECT * FROM client
CREATE TEMP TABLE x (a)
CREATE TEMP VIEW x AS SELECT 1
CREATE VIRTUAL TABLE x USING fts5(a)
CREATE TRIGGER t AFTER INSERT ON sale BEGIN DELETE FROM city; END
CREATE INDEX i ON sale (fee)
ALTER TABLE sale RENAME TO s2
ALTER TABLE sale DROP COLUMN note
DROP TABLE sale_line
DROP VIEW sale_totals
REINDEX
VACUUM
VACUUM INTO '/tmp/x.db'
ANALYZE
-- class: dml in with
WITH x AS (SELECT 1) DELETE FROM sale
WITH x AS (SELECT 1) INSERT INTO city SELECT 9, 'a', 'b'
WITH x AS (SELECT 1) UPDATE sale SET fee = 0
WITH x AS (DELETE FROM sale RETURNING id) SELECT * FROM x
-- class: stacked
SELECT 1; DELETE FROM sale
SELECT 1;;DROP TABLE sale
BEGIN; DELETE FROM sale; COMMIT
; DELETE FROM sale
-- class: attach and files
ATTACH DATABASE '/tmp/other.db' AS o
ATTACH '/tmp/x' || '.db' AS o
ATTACH ':memory:' AS m KEY 'x'
DETACH DATABASE main
SELECT * FROM o.payroll
SELECT readfile('/etc/passwd')
SELECT writefile('/tmp/x', 'y')
SELECT edit('x')
SELECT * FROM fsdir('/')
SELECT * FROM lsdir('/')
SELECT load_extension('/tmp/x.so')
SELECT "load_extension"('/tmp/x.so')
SELECT [load_extension]('/tmp/x.so')
SELECT load_extension /* x */ ('/tmp/x.so')
SELECT fts3_tokenizer('simple', x'00')
-- class: pragmas
PRAGMA writable_schema = 1
PRAGMA journal_mode = DELETE
PRAGMA query_only = 0
PRAGMA main.cache_size = -9999999
PRAGMA table_info(vault_keys)
PRAGMA database_list
SELECT * FROM pragma_table_info('vault_keys')
SELECT * FROM pragma_database_list
SELECT name FROM pragma_function_list()
EXPLAIN PRAGMA query_only = 0
-- class: secrets
SELECT * FROM vault_keys
SELECT * FROM VAULT_KEYS
SELECT * FROM "vault_keys"
SELECT * FROM [vault_keys]
SELECT * FROM `vault_keys`
SELECT * FROM main.vault_keys
SELECT * FROM sqlite_master
SELECT sql FROM sqlite_schema
SELECT * FROM main.sqlite_master
SELECT * FROM sqlite_temp_master
SELECT * FROM temp.sqlite_master
SELECT * FROM sqlite_sequence
SELECT * FROM sqlite_dbpage
SELECT * FROM dbstat
SELECT 'root' IN vault_keys
SELECT (1, 'root', 'x') IN vault_keys
SELECT 1 IN pragma_table_info('vault_keys')
WITH vault_keys AS (SELECT * FROM sale) SELECT * FROM main.vault_keys
WITH a AS (SELECT * FROM vault_keys) SELECT * FROM a
SELECT (SELECT secret FROM vault_keys)
SELECT 1 WHERE EXISTS (SELECT 1 FROM vault_keys WHERE secret LIKE 'a%')
SELECT sqlite_compileoption_get(1)
SELECT sqlite_source_id()
-- class: state
SELECT last_insert_rowid(), changes(), total_changes()
SELECT sqlite_log(1, 'x')
-- class: heavy
SELECT randomblob(900000000)
SELECT zeroblob(1000000000)
SELECT hex(zeroblob(500000000))
SELECT printf('%.*c', 1000000000, 'x')
SELECT printf('%1000000000d', 1)
SELECT format('%0900000000d', 1)
SELECT replace(hex(zeroblob(900000)), '0', hex(zeroblob(900000)))
SELECT group_concat(hex(zeroblob(1 << 30)))
SELECT count(*) FROM sale a, sale b, sale c, sale d, sale e
SELECT count(*) FROM sale a CROSS JOIN sale b CROSS JOIN sale c
SELECT count(*) FROM sale NATURAL JOIN sale a, client, city, item
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' LIKE '%a%a%a%a%a%a%a%a%a%a%a%b'
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' GLOB '*a*a*a*a*a*a*a*a*a*a*a*b'
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t
WITH t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT sum(n) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n <> -1) SELECT max(n) FROM t
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n FROM t) SELECT * FROM t LIMIT 100000000
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n * 1 FROM t WHERE n < 10) SELECT count(*) FROM t
WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t) SELECT max(length(s)) FROM t
-- class: explain
EXPLAIN DELETE FROM sale
EXPLAIN QUERY PLAN DELETE FROM sale
EXPLAIN QUERY PLAN INSERT INTO city VALUES (1, 2, 3)
EXPLAIN ATTACH 'x' AS y
EXPLAIN EXPLAIN SELECT 1
-- class: comments and quotes
SELECT 1 /* unclosed
SELECT 'unclosed
SELECT "unclosed
SELECT [unclosed
SELECT 1 -- x⏎; DELETE FROM sale
SELECT 1 /* a */ ; /* b */ DELETE FROM sale
SELECT 'a\'; DELETE FROM sale; --'
SELECT $$ ; DELETE FROM sale ; $$
SELECT E'\''; DELETE FROM sale
-- class: unicode
SELECT⟦A0⟧1; DELETE FROM sale
⟦FEFF⟧SELECT 1
SELECT load_exten⟦17F⟧ion('x')
SELECT load_extension⟦200B⟧('x')
SELECT 1⟦FF1B⟧DELETE FROM sale
SELECT⟦C⟧1
SELECT 1⟦0⟧
-- class: transactions
BEGIN
BEGIN IMMEDIATE
BEGIN EXCLUSIVE TRANSACTION
COMMIT
END
ROLLBACK
SAVEPOINT a
RELEASE a
-- class: garbage
.tables
.shell id
.open /tmp/x
hello
SELECT
SELECT * FROM
SELECT ?1
SELECT :a, @b, $c
-- class: heavy
SELECT count(*) FROM sale a, sale b
SELECT hex(randomblob(1000000)) FROM sale
SELECT like('%a%a%a%a%a%a%a%a%a%a%b', 'aaaaaaaaaaaaaaaaaaaaaaa')
SELECT glob('*a*a*a*a*a*a*a*a*a*b', 'aaaaaaaaaaaaaaaaaaaa')
-- class: further
INSERT INTO sale VALUES (9)
REPLACE INTO sale VALUES (9)
DELETE FROM sale
INSERT INTO sale DEFAULT VALUES RETURNING id
WITH x AS (SELECT 1) INSERT INTO sale SELECT 1, 2, 3, 4, 5, 6
CREATE TABLE x AS SELECT 1
CREATE VIEW v AS SELECT 1
CREATE TRIGGER t AFTER INSERT ON sale BEGIN SELECT 1; END
CREATE INDEX i ON sale(id)
DROP TABLE sale
ALTER TABLE sale RENAME TO x
ATTACH '/tmp/x.db' AS x
ATTACH DATABASE ':memory:' AS m
DETACH x
PRAGMA table_info(sale)
SELECT * FROM pragma_table_info('sale')
SELECT * FROM pragma_function_list
SELECT * FROM pragma_writable_schema(1)
SELECT name FROM pragma_table_list
SELECT * FROM "sqlite_master"
SELECT * FROM [sqlite_master]
SELECT * FROM `sqlite_schema`
SELECT * FROM sqlite_stat1
SELECT * FROM bytecode('SELECT 1')
SELECT * FROM tables_used('SELECT 1')
SELECT * FROM zipfile('x.zip')
SELECT * FROM temp.x
SELECT * FROM other.sale
SELECT load_extension('x')
SELECT load_extension('x', 'y')
SELECT lsmode(1)
SELECT fts3_tokenizer('x')
SELECT fts3_tokenizer('x', x'00')
SELECT sqlite_compileoption_used('x')
SELECT last_insert_rowid()
SELECT changes(), total_changes()
SELECT rtreecheck('x')
SELECT sqlite_offset(id) FROM sale
SELECT subtype('x')
SELECT eval('DELETE FROM sale')
SELECT sha3_query('SELECT 1')
SELECT replace(hex(zeroblob(100000)), '0', hex(zeroblob(100000)))
WITH t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaa' GLOB '*a*a*a*a*a*a*a*a*a*a*a*ab'
SELECT 1; DROP TABLE sale
SELECT 1;;; DELETE FROM sale
; DROP TABLE sale
SELECT 1 /* x */; DELETE FROM sale
END TRANSACTION
EXPLAIN PRAGMA writable_schema = 1
SELECT ⟦FF4C⟧oad_extension('x')
SELECT load_extension⟦FEFF⟧('x')
SELECT load_extension⟦00A0⟧('x')
SELECT 1⟦0000⟧; DROP TABLE sale
SELECT "load_extension"('x')
SELECT [load_extension]('x')
SELECT `load_extension`('x')
SELECT load_extension /* */ ('x')
SELECT ?
SELECT ?1, :a, @b, $c
.read /etc/passwd
SELECT 1 INTO x
SELECT /* unclosed
garbage
SELECT * FROM sale WHERE id = 1 OR load_extension('x')
SELECT CASE WHEN 1 THEN load_extension('x') END
SELECT 1 ORDER BY load_extension('x')
SELECT count(*) FILTER (WHERE load_extension('x')) FROM sale
VALUES (load_extension('x'))
SELECT * FROM (VALUES (readfile('x')))
SELECT 1 IN vault_keys
SELECT 1 IN main.vault_keys
SELECT 1 IN sqlite_master
SELECT * FROM sale NATURAL JOIN vault_keys
SELECT * FROM sale, vault_keys
SELECT sale.id FROM sale JOIN sqlite_master ON 1
SELECT raise(ABORT, 'x')
SELECT * FROM json_each(readfile('x'))
SELECT json_extract(readfile('x'), '$')
SELECT unistr('x') FROM sqlite_master
SELECT * FROM pragma_compile_options
SELECT * FROM carray(1, 2)
SELECT * FROM sqlite_stmt
SELECT * FROM sqlite_memstat
SELECT * FROM completion('x')
SELECT abs(-9223372036854775808), load_extension('a')
SELECT likelihood(load_extension('x'), 0.5)
UPDATE OR REPLACE sale SET id = 1
INSERT OR IGNORE INTO sale VALUES (1)
SELECT strftime('%s', 'now'), writefile('x', 'y')
SELECT matchinfo(sale) FROM sale
SELECT * FROM sale AS s, pragma_index_list('sale') AS p
-- class: heavy
SELECT randomblob(1000000000)
SELECT format('%.1000000000f', 1)
SELECT group_concat(a.note, b.note) FROM sale a, sale b, sale c, sale d
SELECT count(*) FROM sale CROSS JOIN client CROSS JOIN item CROSS JOIN staff
WITH RECURSIVE t(n) AS (VALUES(1) UNION ALL SELECT n + 1 FROM t WHERE n) SELECT count(*) FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 10000000000) SELECT count(*) FROM t
WITH RECURSIVE t(s) AS (SELECT 'a' UNION ALL SELECT s || s FROM t WHERE length(s) < 1000000000) SELECT max(length(s)) FROM t
SELECT * FROM generate_series(1, 10000000000)
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa' LIKE '%a%a%a%a%a%a%a%a%a%a%a%ab'
-- class: secrets
SELECT * FROM csv
SELECT * FROM wholenumber
