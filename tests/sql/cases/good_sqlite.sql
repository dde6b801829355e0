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
-- class: further styles
SELECT COUNT(*) cnt FROM sale WHERE sold_at >= date('now', 'start of month', '-1 month') AND sold_at < date('now', 'start of month')
SELECT strftime('%Y', sold_at) || '-Q' || ((CAST(strftime('%m', sold_at) AS INTEGER) + 2) / 3) AS q, SUM(fee) FROM sale GROUP BY q
SELECT date(sold_at, 'weekday 0', '-6 days') AS week, COUNT(*) FROM sale GROUP BY week
SELECT CASE CAST(strftime('%w', sold_at) AS INT) WHEN 0 THEN 'Sun' ELSE 'Other' END FROM sale
SELECT julianday(sold_at) - julianday(LAG(sold_at) OVER (PARTITION BY client_id ORDER BY sold_at)) FROM sale
SELECT (julianday('now') - julianday(birth)) / 365.25 AS age FROM client
SELECT sum(fee) / count(*) * 1.0, round(1.0 * sum(fee) / count(*), 2), cast(sum(fee) as real) / count(*) FROM sale
SELECT state, COUNT(*) AS n FROM sale GROUP BY state HAVING n >= 1 ORDER BY n DESC, state LIMIT 3 OFFSET 0
SELECT state, COUNT(*) FROM sale GROUP BY 1 ORDER BY 2 DESC
SELECT * FROM sale WHERE note IS NULL OR note = "" OR note == 'x'
SELECT * FROM sale WHERE state = "paid"
SELECT * FROM sale WHERE note LIKE '%late%' AND note NOT LIKE 'x%' AND state GLOB 'p*'
SELECT * FROM sale WHERE fee BETWEEN 1 AND (SELECT avg(fee) FROM sale) ORDER BY fee DESC NULLS FIRST
SELECT id, CASE WHEN fee > (SELECT avg(fee) FROM sale) THEN 'above' ELSE 'below' END FROM sale
SELECT c.full_name, IFNULL(SUM(s.fee), 0) FROM client c LEFT JOIN sale s ON s.client_id = c.id GROUP BY c.id HAVING COUNT(s.id) >= 0
SELECT * FROM client, sale WHERE client.id = sale.client_id
SELECT * FROM client NATURAL LEFT JOIN city
SELECT * FROM (client c JOIN sale s ON s.client_id = c.id)
SELECT t1.id FROM sale t1 JOIN sale t2 ON t1.client_id = t2.client_id AND t1.id <> t2.id
SELECT full_name FROM client EXCEPT SELECT full_name FROM client WHERE tier = 'gold'
SELECT id FROM sale WHERE id IN (1, 2, 3) INTERSECT SELECT sale_id FROM sale_line
SELECT * FROM (SELECT id, fee, ROW_NUMBER() OVER (PARTITION BY state ORDER BY fee DESC, id) AS r FROM sale) t WHERE t.r = 1
SELECT id, SUM(fee) OVER (PARTITION BY client_id ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM sale
SELECT id, AVG(fee) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), SUM(fee) OVER (ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM sale
SELECT NTILE(4) OVER (ORDER BY fee), PERCENT_RANK() OVER (ORDER BY fee), FIRST_VALUE(id) OVER (PARTITION BY state ORDER BY fee) FROM sale
WITH RECURSIVE cnt(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM cnt WHERE x<10) SELECT x FROM cnt
WITH RECURSIVE cnt(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM cnt LIMIT 10) SELECT x FROM cnt
WITH RECURSIVE dates(d) AS (SELECT date((SELECT min(sold_at) FROM sale)) UNION ALL SELECT date(d, '+1 day') FROM dates WHERE d < (SELECT date(max(sold_at)) FROM sale)) SELECT d, (SELECT count(*) FROM sale WHERE date(sold_at) = d) FROM dates
WITH RECURSIVE under(id, level) AS (VALUES(1, 0) UNION ALL SELECT staff.id, under.level + 1 FROM staff JOIN under ON staff.boss_id = under.id ORDER BY 2 DESC) SELECT * FROM under
WITH RECURSIVE fact(n, f) AS (SELECT 0, 1 UNION ALL SELECT n + 1, f * (n + 1) FROM fact WHERE n < 10) SELECT * FROM fact
WITH RECURSIVE s(rest, ch) AS (SELECT full_name, '' FROM client UNION ALL SELECT substr(rest, 2), substr(rest, 1, 1) FROM s WHERE length(rest) > 0) SELECT ch, count(*) FROM s GROUP BY ch
WITH RECURSIVE nodes(x) AS (SELECT 1 UNION SELECT boss_id FROM staff JOIN nodes ON staff.id = x WHERE boss_id IS NOT NULL) SELECT * FROM nodes
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS x FROM a) SELECT * FROM a, b
SELECT json_extract(payload, '$.items[0].sku'), json_extract(payload, '$.page', '$.ms'), payload ->> '$.items[#-1].sku', json_array_length(payload, '$.items') FROM visit
SELECT json_each.value FROM visit, json_each(visit.payload, '$.items') WHERE json_each.type = 'object'
SELECT value ->> 'sku' AS sku, SUM(value ->> 'n') FROM visit, json_each(payload, '$.items') GROUP BY sku
SELECT t.title, j.value FROM item t, json_each(t.tags) j
SELECT EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'new') FROM item
SELECT max(fee, 5), min(fee, 5), max(fee), abs(fee), fee % 2, -fee, fee || '' FROM sale GROUP BY id
SELECT printf('%,d', 1234567), printf('%.2f', 3.14159), printf('%5s|%-5s|', 'a', 'b'), printf('%02d:%02d', 5, 7), substr('hello', -3), substr('hello', 2), replace('a-b', '-', '_'), trim('xxaxx', 'x'), upper(substr('abc', 1, 1)) || substr('abc', 2), instr('hello', 'l'), hex('abc'), length('é'), char(9731), quote(x'00'), zeroblob(3), randomblob(4) IS NOT NULL
SELECT group_concat(full_name, ', '), group_concat(tier || ':' || id) FROM (SELECT * FROM client ORDER BY full_name)
SELECT total(fee), sum(fee IS NULL), sum(state = 'paid'), avg(state = 'paid'), count(CASE WHEN fee > 5 THEN 1 END), sum(CASE WHEN fee > 5 THEN fee END) FROM sale
SELECT id FROM sale ORDER BY random() LIMIT 2
SELECT id FROM sale ORDER BY state COLLATE NOCASE, id DESC
SELECT id FROM sale LIMIT (SELECT count(*) / 2 FROM sale)
SELECT avg(fee) FROM (SELECT fee, row_number() OVER (ORDER BY fee) r, count(*) OVER () n FROM sale) WHERE r IN ((n + 1) / 2, (n + 2) / 2)
SELECT fee FROM sale ORDER BY fee LIMIT 1 OFFSET (SELECT COUNT(*) FROM sale) / 2
SELECT 1 AS a, 'x' b, NULL c, 2.5e3, 0x10, 1 IS 1, 1 IS NOT NULL, NOT 0, 5 / 2, 5 % 2, 5 << 1, 'a' < 'b', (1, 2) = (1, 2), 1 IN (1, 2), 1 NOT IN (2), 'abc' LIKE 'A%', TRUE AND FALSE OR 1
SELECT CAST(fee AS TEXT), CAST('12abc' AS INTEGER), CAST(fee AS NUMERIC), CAST(id AS BLOB), CAST(fee AS DECIMAL(10, 2)), CAST(id AS BIGINT) FROM sale
SELECT typeof(1), typeof(1.0), typeof('a'), typeof(NULL), typeof(x'00'), coalesce(NULL, 1), nullif(1, 1), iif(1 > 0, 'y', 'n')
SELECT sqrt(16), power(2, 10), ln(10), log(100), ceil(1.1), floor(1.9), round(2.5), mod(10, 3), pi(), exp(1), sign(-3), trunc(2.9)
SELECT date('2024-01-31', '+1 month'), date('now', '-7 days') < date('now'), time('12:00', '+90 minutes'), datetime('2024-01-01', 'utc'), strftime('%j', '2024-03-01'), strftime('%W', '2024-03-01'), strftime('%d/%m/%Y', '2024-03-01'), unixepoch('2024-01-01'), strftime('%s', 'now') - strftime('%s', '2024-01-01') > 0
SELECT s.id, s.fee, (SELECT COUNT(*) + 1 FROM sale s2 WHERE s2.fee > s.fee) AS rnk FROM sale s
SELECT SUM(CASE WHEN strftime('%m', sold_at) = '01' THEN fee ELSE 0 END) AS jan, SUM(CASE WHEN strftime('%m', sold_at) = '02' THEN fee ELSE 0 END) AS feb FROM sale
SELECT [id] AS [sale id], `fee` AS `the fee`, "state" AS "the state" FROM [sale] AS [s]
SELECT sale.*, client.full_name AS name FROM sale, client WHERE sale.client_id == client.id
SELECT DISTINCT substr(sold_at, 1, 7) AS ym FROM sale ORDER BY ym
SELECT count(DISTINCT substr(sold_at, 1, 7)) FROM sale
SELECT id FROM sale WHERE sold_at LIKE '2024-02%'
SELECT id FROM sale WHERE date(sold_at) = date('2024-01-03')
SELECT id FROM sale WHERE (state, fee) = ('paid', 4.5)
SELECT id FROM sale WHERE NOT EXISTS (SELECT 1 FROM sale_line WHERE sale_id = sale.id)
SELECT 'a' || 'b' || 1, 'it''s', '%d', x'41', 'a;b', 'c--d', '/* e */'
SELECT "id" FROM "main"."sale"
SELECT * FROM main.sale AS m, main.client AS c WHERE m.client_id = c.id
VALUES (1, 2), (3, 4) UNION ALL SELECT 5, 6 ORDER BY 1
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t
WITH t(a, b) AS (VALUES (1, 2), (3, 4)) SELECT a + b FROM t
SELECT name, pay - avg(pay) OVER (PARTITION BY unit) FROM staff
SELECT lag(pay, 1, 0) OVER (ORDER BY pay) FROM staff
SELECT unit, group_concat(name) FILTER (WHERE pay > 400) FROM staff GROUP BY unit
SELECT current_timestamp, current_date, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') IS NOT NULL
SELECT id FROM sale WHERE fee > ALL_FEES.m AND 0 UNION SELECT m FROM (SELECT 1 AS m) ALL_FEES
SELECT likely(1), unlikely(0), soundex('a') WHERE 0
SELECT id FROM sale WHERE id IN (VALUES (1), (2))
SELECT 1 WHERE 1 ISNULL OR 1 NOTNULL OR 1 NOT NULL
SELECT max(id) FROM sale WHERE state REGEXP 'x' AND 0
SELECT CASE WHEN 1 THEN 2 END AS "select", 3 AS "from"
SELECT s.state, (SELECT group_concat(x) FROM (SELECT DISTINCT note AS x FROM sale WHERE state = s.state)) FROM sale s GROUP BY s.state
WITH RECURSIVE months(m) AS (SELECT '2024-01' UNION ALL SELECT strftime('%Y-%m', m || '-01', '+1 month') FROM months WHERE m < '2024-12') SELECT m FROM months
SELECT s.id, (SELECT count(*) FROM sale t WHERE t.id <= s.id) FROM sale s
-- class: window
SELECT id, fee, sum(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM sale
SELECT id, avg(fee) OVER (PARTITION BY client_id ORDER BY id RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM sale
SELECT id, rank() OVER w, dense_rank() OVER w, percent_rank() OVER w, cume_dist() OVER w, ntile(3) OVER w FROM sale WINDOW w AS (ORDER BY fee)
SELECT id, lag(fee, 1, 0) OVER (ORDER BY id), lead(fee) OVER (ORDER BY id), first_value(fee) OVER (ORDER BY id), last_value(fee) OVER (ORDER BY id), nth_value(fee, 2) OVER (ORDER BY id) FROM sale
SELECT id, group_concat(state, ',') OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM sale
SELECT id, count(*) FILTER (WHERE state = 'paid') OVER (PARTITION BY client_id) FROM sale
SELECT id, sum(fee) OVER (ORDER BY id GROUPS 1 PRECEDING) FROM sale
SELECT state, 100.0 * count(*) / sum(count(*)) OVER () FROM sale GROUP BY state
-- class: grouping
SELECT strftime('%Y-%m', sold_at) AS m, count(*), total(fee) FROM sale GROUP BY m ORDER BY m
SELECT state, group_concat(DISTINCT client_id), group_concat(note, '; ') FROM sale GROUP BY state
SELECT client_id, count(*) FILTER (WHERE state = 'paid') AS paid FROM sale GROUP BY client_id HAVING paid > 0
SELECT max(fee, 3), min(fee, 3), max(fee) FROM sale GROUP BY id
SELECT client_id, max(fee), note FROM sale GROUP BY client_id
SELECT sum(state = 'paid') * 1.0 / count(*) FROM sale
SELECT json_group_array(name), json_group_object(name, country) FROM city
SELECT count(DISTINCT client_id) FROM sale
SELECT avg(fee), sum(fee), total(fee), count(fee) FROM sale
-- class: dates
SELECT date('now'), datetime('now', 'localtime'), time('now'), julianday('now'), unixepoch('now'), strftime('%s', 'now'), date('now', 'start of month', '+1 month', '-1 day'), date('2024-01-31', '+1 month'), date('now', 'weekday 0')
SELECT strftime('%Y', sold_at), strftime('%m', sold_at), strftime('%w', sold_at), strftime('%H:%M', sold_at), strftime('%W', sold_at), CAST(strftime('%j', sold_at) AS INTEGER) FROM sale
SELECT julianday(sold_at) - julianday('2024-01-01') AS days, (strftime('%m', sold_at) + 2) / 3 AS quarter FROM sale
SELECT * FROM sale WHERE date(sold_at) >= date('now', '-5 years') AND sold_at BETWEEN '2024-01-01' AND '2024-12-31'
SELECT datetime(1092941466, 'unixepoch'), datetime(1092941466, 'auto'), strftime('%Y-%m-%dT%H:%M:%f', 'now', 'subsec') WHERE 1
SELECT cast((julianday('now') - julianday(birth)) / 365.25 AS INTEGER) AS age FROM client
-- class: text
SELECT upper(substr(name, 1, 1)) || lower(substr(name, 2)), length(name), trim(name), ltrim(name, 'B'), rtrim(name), replace(name, 'e', 'E'), instr(name, 'e'), hex(name), quote(name), unicode(name), char(65, 66), substring(name, 1, 2), soundex(name) FROM city WHERE 1
SELECT printf('%05d|%.2f|%s|%,d', id, 1.5, name, 12345), format('%s', name) FROM city
SELECT * FROM client WHERE full_name LIKE '%a%' AND email LIKE 'x!_y' ESCAPE '!' OR full_name GLOB '*[A-C]*' OR full_name NOT GLOB 'z*'
SELECT * FROM client WHERE full_name COLLATE NOCASE = 'ana berg' ORDER BY full_name COLLATE NOCASE DESC
SELECT 'it''s', "full_name", [email], `tier` FROM client
SELECT x'53514C697465', typeof(x'00'), typeof(1.5), zeroblob(3), randomblob(2) IS NULL
SELECT like('%a%', full_name), glob('A*', full_name), like('a!%', 'a%', '!') FROM client
SELECT iif(fee > 5, 'hi', 'lo'), ifnull(note, 'x'), nullif(fee, 0), coalesce(note, fee, 1), CASE state WHEN 'paid' THEN 1 ELSE 0 END FROM sale
SELECT substr(email, instr(email, '@') + 1) AS domain, count(*) FROM client GROUP BY domain
SELECT 'DROP TABLE sale; -- x' AS t /* DELETE */ -- tail
SELECT "delete", "update", "sleep", "drop" FROM words WHERE "delete" = 1
SELECT "Quarter", "Größe", "Net ($)" FROM "Year Plan" ORDER BY 3 DESC
SELECT [Net ($)] FROM [Year Plan]
SELECT likely(fee > 1), unlikely(fee > 1), likelihood(fee > 1, 0.5) FROM sale
-- class: json
SELECT json_extract(payload, '$.page'), payload ->> '$.page', payload -> 'items', payload ->> 'ms', json_array_length(payload, '$.items'), json_type(payload, '$.ms'), json_valid(payload) FROM visit
SELECT v.id, e.value ->> 'sku' AS sku FROM visit v, json_each(v.payload, '$.items') e
SELECT v.id, json_extract(e.value, '$.n') FROM visit v JOIN json_each(v.payload, '$.items') AS e ON 1
SELECT fullkey, type, atom FROM visit, json_tree(payload) WHERE atom IS NOT NULL
SELECT i.title, t.value FROM item i, json_each(i.tags) t
SELECT json('{"a":1}'), json_array(1, 2), json_object('a', 1), json_set('{}', '$.a', 1), json_insert('{}', '$.a', 1), json_replace('{"a":1}', '$.a', 2), json_remove('{"a":1}', '$.a'), json_patch('{}', '{"b":2}'), json_quote('a')
SELECT * FROM json_each('[1,2,3]')
SELECT json_each.value FROM visit, json_each(visit.payload)
SELECT id FROM item WHERE EXISTS (SELECT 1 FROM json_each(item.tags) WHERE value = 'red')
-- class: math
SELECT round(avg(fee), 2), abs(-3), sign(-2), ceil(1.2), ceiling(1.2), floor(1.8), trunc(1.5), mod(7, 3), 7 % 3, pow(2, 3), power(2, 3), sqrt(16), exp(1), ln(2), log(10), log(2, 8), log2(8), log10(100), pi(), degrees(1), radians(180), sin(1), cos(1), tan(1), acos(1), asin(1), atan(1), atan2(1, 2), sinh(1), cosh(1), tanh(1), random() IS NULL FROM sale
SELECT 5 & 3, 5 | 3, ~5, 1 << 3, 16 >> 2, 5 / 2, 5 / 2.0, -5, +5, 1 == 1, 1 <> 2, 1 != 2, NOT 0, 1 IS 1, 1 IS NOT 2, 1 IS NOT DISTINCT FROM 1, 0x1F, 1e3, .5
SELECT CAST('1' AS INTEGER), CAST(fee AS REAL), CAST(fee AS TEXT), CAST('1.5' AS NUMERIC), CAST('a' AS BLOB) FROM sale
SELECT fee ISNULL, fee NOTNULL, note IS NULL, fee BETWEEN 1 AND 5, state IN ('paid', 'open'), (fee, id) > (1, 1) FROM sale
SELECT total(fee) / count(*), min(sold_at), max(sold_at) FROM sale WHERE state NOT IN ('void')
SELECT abs(random() % 10) < 10
-- class: cte and set
WITH RECURSIVE t(id, name, depth) AS (SELECT id, name, 1 FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, t.depth + 1 FROM staff s JOIN t ON s.boss_id = t.id) SELECT * FROM t
WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n
WITH RECURSIVE d(day) AS (SELECT date('2024-01-01') UNION ALL SELECT date(day, '+1 day') FROM d WHERE day < '2024-01-31') SELECT d.day, count(s.id) FROM d LEFT JOIN sale s ON date(s.sold_at) = d.day GROUP BY d.day
WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10) SELECT x FROM c
WITH RECURSIVE up(id, boss_id) AS (SELECT id, boss_id FROM staff WHERE id = 4 UNION SELECT s.id, s.boss_id FROM staff s, up WHERE s.id = up.boss_id) SELECT * FROM up
WITH RECURSIVE split(word, rest) AS (SELECT '', 'a,b,c' || ',' UNION ALL SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM split WHERE rest <> '') SELECT word FROM split WHERE word <> ''
WITH a AS MATERIALIZED (SELECT * FROM sale), b AS NOT MATERIALIZED (SELECT * FROM client) SELECT * FROM a JOIN b ON a.client_id = b.id
WITH a(x) AS (SELECT 1) SELECT x FROM a
SELECT id FROM client UNION SELECT id FROM staff UNION ALL SELECT 9 ORDER BY 1 LIMIT 2 OFFSET 1
SELECT id FROM client INTERSECT SELECT id FROM staff EXCEPT SELECT 1
VALUES (1, 'a'), (2, 'b')
SELECT * FROM (VALUES (1, 'a'), (2, 'b'))
SELECT column1 FROM (VALUES (1), (2))
SELECT * FROM sale LIMIT 2, 3
SELECT ALL id FROM sale
SELECT DISTINCT state FROM sale ORDER BY state DESC NULLS LAST
-- class: joins
SELECT c.full_name, s.id FROM client c LEFT JOIN sale s ON s.client_id = c.id AND s.state = 'paid' JOIN city ON city.id = c.city_id
SELECT * FROM client INNER JOIN sale USING (id)
SELECT * FROM client NATURAL JOIN city
SELECT * FROM client c FULL OUTER JOIN sale s ON s.client_id = c.id
SELECT * FROM client c RIGHT JOIN sale s ON s.client_id = c.id
SELECT * FROM city CROSS JOIN item
SELECT c.full_name FROM client c WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id) AND c.id NOT IN (SELECT id FROM staff WHERE id > 2)
SELECT * FROM sale WHERE (client_id, state) IN (SELECT client_id, state FROM sale)
SELECT main.sale.id FROM main.sale
SELECT s.rowid, s.* FROM sale s WHERE rowid > 1
SELECT _rowid_, oid FROM sale
SELECT * FROM sale NOT INDEXED WHERE id = 1
SELECT id, (SELECT count(*) FROM sale_line l WHERE l.sale_id = sale.id) FROM sale
SELECT NOT EXISTS (SELECT 1 FROM sale WHERE id = 99)
SELECT count(*) FROM sale_totals
SELECT s.id FROM (client c JOIN sale s ON s.client_id = c.id)
SELECT 1; -- done
EXPLAIN QUERY PLAN SELECT * FROM sale
EXPLAIN SELECT * FROM sale
SELECT sqlite_version()
SELECT typeof(fee), fee IS 4.5 FROM sale
SELECT sum(CASE WHEN state = 'paid' THEN fee ELSE 0 END) AS paid, sum(fee) - sum(CASE WHEN state = 'paid' THEN fee END) AS rest FROM sale
SELECT strftime('%Y', sold_at) AS y, sum(CASE strftime('%m', sold_at) WHEN '01' THEN fee END) AS jan FROM sale GROUP BY 1
SELECT sum(l.qty * l.price * (1 - l.rebate)) FROM sale_line l JOIN item i ON i.id = l.item_id WHERE i.brand = 'Lux'
SELECT id FROM sale WHERE note LIKE '%' || 'parcel' || '%'
SELECT ifnull(sum(fee), 0) FROM sale WHERE 0
SELECT round(100.0 * sum(state = 'paid') / count(*), 1) || '%' FROM sale
SELECT client_id, date(sold_at), row_number() OVER (PARTITION BY client_id ORDER BY sold_at) AS rn FROM sale
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) AS rn FROM sale) WHERE rn = 1
SELECT last_value(fee) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM sale
SELECT group_concat(id, '') FROM (SELECT id FROM sale ORDER BY id)
SELECT count(*) c, state FROM sale GROUP BY state HAVING c > 1 OR state = 'void' ORDER BY c DESC, state
SELECT avg(fee * fee) - avg(fee) * avg(fee) AS variance FROM sale
SELECT id FROM sale WHERE fee = (SELECT max(fee) FROM sale)
SELECT '2024' + 1, 'a' || NULL, NULL IS NULL
