-- class: plain
SELECT 1
SELECT 1;
SELECT 1 ; -- done
SELECT * FROM sale
SELECT rowid, _rowid_, oid, id FROM sale
SELECT id, state FROM sale WHERE state IN ('paid', 'open') ORDER BY id DESC LIMIT 5 OFFSET 1
SELECT id FROM sale LIMIT 2, 3
SELECT s.id AS "Sale No", s.note AS [the note], s.fee AS `fee` FROM sale AS s WHERE s.note NOTNULL OR s.note ISNULL
SELECT main.sale.id FROM main.sale LIMIT 1
SELECT [id], "state" FROM [sale] WHERE "state" = 'paid'
SELECT * FROM sale_line INDEXED BY sqlite_autoindex_sale_line_1 WHERE sale_id = 1 UNION SELECT * FROM sale_line NOT INDEXED
SELECT 10 % 3, 7 / 2, 7 / 2.0, 5 & 3, 5 | 3, ~5, 1 << 3, 16 >> 2, 'a' || 'b', 1 == 1, 1 <> 2, 1 != 2, NOT 1, +3, - -3
SELECT abs(-3), round(2.345, 2), max(1, 2, 3), min(3, 2, 1), sign(-2), ceil(1.2), ceiling(1.2), floor(1.8), trunc(1.9), mod(9, 4), pow(2, 8), power(2, 3), sqrt(2), exp(1), ln(10), log(100), log10(100), log2(8), log(2, 8), pi(), sin(1), atan2(1, 2), degrees(1), radians(180), random() IS NOT NULL
SELECT coalesce(note, 'none'), ifnull(note, 'none'), nullif(state, 'open'), iif(fee > 5, 'high', 'low'), CASE WHEN fee > 10 THEN 'high' ELSE 'low' END, CASE state WHEN 'paid' THEN 1 ELSE 0 END, typeof(fee) FROM sale
SELECT id FROM sale WHERE fee BETWEEN 1 AND 10 AND note IS NULL AND state IS NOT 'x' AND state IS 'paid' AND fee NOT BETWEEN 90 AND 99
SELECT id FROM sale WHERE note IS DISTINCT FROM 'x' AND state IS NOT DISTINCT FROM 'paid'
SELECT id FROM sale WHERE (id, client_id) IN ((1, 1), (2, 2)) OR (id, client_id) = (SELECT 3, 3) OR (id, client_id) IN (VALUES (1, 2))
SELECT CAST('42' AS INTEGER), CAST(3.7 AS INT), CAST(x'6162' AS TEXT), CAST(fee AS REAL), CAST(id AS VARCHAR(10)), x'0102', 0x1F, 1e3, .5, 5., TRUE, FALSE, NULL FROM sale
SELECT full_name FROM client ORDER BY full_name COLLATE NOCASE DESC NULLS LAST
SELECT DISTINCT state FROM sale ORDER BY 1
VALUES (1, 'one'), (2, 'two')
SELECT column1, column2 FROM (VALUES (1, 'one'), (2, 'two'))
SELECT count(*), count(note), count(DISTINCT client_id), sum(fee), total(fee), avg(fee), min(sold_at), max(sold_at), group_concat(state), group_concat(state, '; '), group_concat(DISTINCT state) FROM sale
SELECT state, count(*) FILTER (WHERE fee > 5), sum(fee > 5) FROM sale GROUP BY state HAVING count(*) > 0 ORDER BY count(*) DESC
SELECT id, state, max(fee) FROM sale
SELECT likely(fee > 5), unlikely(fee > 5), likelihood(fee > 5, 0.5), sqlite_version() FROM sale
SELECT CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP
-- class: joins
SELECT c.full_name, sum(l.qty * l.price * (1 - l.rebate)) AS revenue FROM client c JOIN sale s ON s.client_id = c.id JOIN sale_line l ON l.sale_id = s.id GROUP BY c.id ORDER BY revenue DESC LIMIT 10
SELECT * FROM client c LEFT OUTER JOIN sale s ON s.client_id = c.id AND s.state = 'paid' WHERE s.id IS NULL
SELECT * FROM sale FULL OUTER JOIN client ON client.id = sale.client_id
SELECT * FROM sale RIGHT JOIN client ON client.id = sale.client_id
SELECT c.full_name FROM client c, city t WHERE c.city_id = t.id AND t.country = 'DE'
SELECT count(*) FROM client CROSS JOIN city
SELECT * FROM sale NATURAL JOIN (SELECT id, 1 AS one FROM client)
SELECT * FROM sale JOIN client USING (id)
SELECT a.name, b.name AS boss FROM staff a LEFT JOIN staff b ON b.id = a.boss_id
SELECT a.item_id, b.item_id, count(*) FROM sale_line a JOIN sale_line b ON a.sale_id = b.sale_id AND a.item_id < b.item_id GROUP BY 1, 2
SELECT x.n, y.n, z.n FROM (SELECT count(*) n FROM sale) x, (SELECT count(*) n FROM client) y, (SELECT count(*) n FROM item) z
-- class: subqueries
SELECT full_name FROM client c WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id AND s.fee > (SELECT avg(fee) FROM sale))
SELECT full_name FROM client WHERE id NOT IN (SELECT client_id FROM sale WHERE client_id NOTNULL)
SELECT full_name, (SELECT max(s.sold_at) FROM sale s WHERE s.client_id = c.id) AS last_sale FROM client c
SELECT NOT EXISTS (SELECT 1 FROM sale WHERE id < 0), (SELECT 1) + (SELECT 2)
SELECT * FROM (SELECT state, count(*) n FROM sale GROUP BY state) WHERE n > 0
-- class: with
WITH monthly AS (SELECT strftime('%Y-%m', sold_at) AS m, sum(fee) AS fee FROM sale GROUP BY m) SELECT m, fee, fee - lag(fee) OVER (ORDER BY m) AS diff FROM monthly
WITH a AS MATERIALIZED (SELECT * FROM sale), b AS NOT MATERIALIZED (SELECT * FROM a) SELECT count(*) FROM b
WITH "delete" AS (SELECT 1 AS x) SELECT x FROM "delete"
WITH updates(n) AS (SELECT count(*) FROM words) SELECT n FROM updates
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 12) SELECT sum(n) FROM t
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t LIMIT 12) SELECT n FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 10
WITH t(n) AS (SELECT 10 UNION ALL SELECT n - 1 FROM t WHERE n > 1) SELECT * FROM t
WITH RECURSIVE d(day) AS (SELECT '2024-01-01' UNION ALL SELECT date(day, '+1 day') FROM d WHERE day < '2024-01-31') SELECT d.day, count(s.id) FROM d LEFT JOIN sale s ON date(s.sold_at) = d.day GROUP BY d.day
WITH RECURSIVE tree(id, name, depth) AS (SELECT id, name, 0 FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, t.depth + 1 FROM staff s JOIN tree t ON s.boss_id = t.id ORDER BY 3) SELECT substr('..........', 1, depth * 2) || name FROM tree
WITH RECURSIVE split(word, rest) AS (SELECT '', 'red,green,blue' || ',' UNION ALL SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM split WHERE rest <> '') SELECT word FROM split WHERE word <> ''
WITH RECURSIVE up(id) AS (SELECT boss_id FROM staff WHERE id = 4 UNION SELECT s.boss_id FROM staff s, up WHERE s.id = up.id) SELECT * FROM up
-- class: windows
SELECT name, unit, pay, rank() OVER (PARTITION BY unit ORDER BY pay DESC), dense_rank() OVER w, row_number() OVER w, ntile(4) OVER w, percent_rank() OVER w, cume_dist() OVER w FROM staff WINDOW w AS (PARTITION BY unit ORDER BY pay DESC)
SELECT sold_at, sum(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), avg(fee) OVER (ORDER BY sold_at ROWS 2 PRECEDING), first_value(fee) OVER (ORDER BY sold_at), last_value(fee) OVER (ORDER BY sold_at RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), nth_value(fee, 2) OVER (ORDER BY sold_at), lead(fee, 1, 0) OVER (ORDER BY id) FROM sale
SELECT id, count(*) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE TIES), sum(fee) FILTER (WHERE fee > 2) OVER (ORDER BY id) FROM sale
SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) AS rn FROM sale s) WHERE rn = 1
SELECT state, sum(fee), 100.0 * sum(fee) / sum(sum(fee)) OVER () AS share FROM sale GROUP BY state
-- class: sets
SELECT state FROM sale UNION SELECT tier FROM client UNION ALL SELECT 'x' ORDER BY 1
SELECT id FROM sale INTERSECT SELECT id FROM client
SELECT id FROM sale EXCEPT SELECT id FROM client
SELECT 'all' AS k, count(*) FROM sale UNION ALL SELECT state, count(*) FROM sale GROUP BY state ORDER BY k LIMIT 3
-- class: dates
SELECT date('now'), datetime('now', '-30 days'), time('10:30'), date(sold_at, 'start of month', '+1 month', '-1 day'), strftime('%Y-%m-%d %H:%M', sold_at), strftime('%w', sold_at), strftime('%s', sold_at), julianday('now') - julianday(sold_at), unixepoch(sold_at), date(1700000000, 'unixepoch'), datetime(sold_at, 'localtime') FROM sale
SELECT CAST(strftime('%Y', sold_at) AS INTEGER) AS y, (strftime('%m', sold_at) + 2) / 3 AS q, count(*) FROM sale GROUP BY y, q
SELECT (strftime('%Y', 'now') - strftime('%Y', birth)) - (strftime('%m-%d', 'now') < strftime('%m-%d', birth)) AS years FROM client
-- class: text
SELECT upper(full_name), lower(email), length(full_name), substr(full_name, 2, 3), substring(email, 2), instr(email, '@'), trim('  x '), ltrim('xxa', 'x'), rtrim('axx', 'x'), replace('abc', 'b', 'B'), printf('%05.2f|%s|%d', 3.14159, 'x', 7), format('%s', 'x'), hex('a'), quote('it''s'), char(65, 66), unicode('a') FROM client
SELECT full_name FROM client WHERE full_name LIKE 'A%' OR full_name NOT LIKE '%\_%' ESCAPE '\' OR full_name GLOB 'A*[a-z]' OR full_name NOT GLOB '*x*'
SELECT 'it''s', "full_name", 'back\slash', '' FROM client
SELECT substr(email, instr(email, '@') + 1) AS host, count(*) FROM client GROUP BY host
SELECT state, printf('%.1f%%', 100.0 * count(*) / (SELECT count(*) FROM sale)) FROM sale GROUP BY 1
-- class: json
SELECT json_extract(payload, '$.page'), payload -> '$.items', payload ->> '$.page', payload ->> 'page', json_type(payload, '$.items'), json_valid(payload), json_array_length(payload, '$.items'), json_object('a', 1, 'b', json_array(1, 2)), json_quote('x'), json_set(payload, '$.z', 1), json_remove(payload, '$.ms'), json_patch(payload, '{"z":1}'), json_insert(payload, '$.q', 2), json_replace(payload, '$.ms', 3), json(payload) FROM visit
SELECT v.id, j.value, j.key, j.type FROM visit v, json_each(v.payload, '$.items') j
SELECT v.id, json_extract(j.value, '$.sku') AS sku FROM visit v JOIN json_each(v.payload, '$.items') AS j
SELECT fullkey, atom FROM visit, json_tree(visit.payload) WHERE atom IS NOT NULL
SELECT json_group_array(id), json_group_object(id, state) FROM sale
-- class: tricky words
SELECT "delete", "update", "sleep", "drop" FROM words WHERE "delete" = 0 AND "sleep" > 0
SELECT 'DROP TABLE sale; --' AS "drop", 'ATTACH DATABASE' AS "insert", 'load_extension(1)' AS "sleep"
SELECT id /* DELETE FROM sale; */ FROM sale -- UPDATE sale SET fee = 0
SELECT "Quarter", "Größe", "Net ($)" FROM "Year Plan" WHERE "Quarter" = 'Q1'
SELECT '100%' AS pct, '%s' AS fmt, ':name' AS bind, '?' AS q, '$1' AS dollar, '@x' AS at
SELECT 'naïve café – 東京 🚀' AS words, 'PRAGMA writable_schema=1' AS p
SELECT id, replace(note, 'a', 'b') FROM sale WHERE note LIKE '%insert into%'
-- class: telling
EXPLAIN SELECT * FROM sale WHERE id = 1
EXPLAIN QUERY PLAN SELECT state, count(*) FROM sale GROUP BY 1
-- class: analyses
WITH first AS (SELECT client_id, min(strftime('%Y-%m', sold_at)) AS cohort FROM sale GROUP BY 1) SELECT f.cohort, strftime('%Y-%m', s.sold_at) AS m, count(DISTINCT s.client_id) FROM sale s JOIN first f USING (client_id) GROUP BY 1, 2
SELECT client_id, julianday('now') - julianday(max(sold_at)) AS recency, count(*) AS frequency, sum(fee) AS money, ntile(5) OVER (ORDER BY sum(fee)) FROM sale GROUP BY client_id
SELECT avg(fee) FROM (SELECT fee FROM sale ORDER BY fee LIMIT 2 - (SELECT count(*) FROM sale) % 2 OFFSET (SELECT (count(*) - 1) / 2 FROM sale))
SELECT sqrt(avg(fee * fee) - avg(fee) * avg(fee)) AS spread FROM sale
SELECT * FROM sale_totals ORDER BY total DESC LIMIT 3
SELECT strftime('%H', happened_at) AS h, sum(CASE WHEN kind = 'view' THEN 1 ELSE 0 END), round(100.0 * sum(kind = 'buy') / count(*), 1) FROM visit GROUP BY h
