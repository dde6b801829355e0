-- class: plain
SELECT 1
SELECT 1;
SELECT 1 ; -- done
FROM sale
FROM sale SELECT id, state WHERE fee > 1 LIMIT 3
SELECT * FROM sale
SELECT * EXCLUDE (note) FROM sale
SELECT * EXCLUDE note REPLACE (fee * 2 AS fee) FROM sale
SELECT COLUMNS('.*id') FROM sale
SELECT min(COLUMNS(* EXCLUDE (note, state))) FROM sale
SELECT * LIKE '%id' FROM sale
SELECT main.sale.id FROM main.sale LIMIT 1
SELECT s.id AS "Sale No" FROM sale AS s WHERE s.note IS NOT NULL ORDER BY ALL LIMIT 5 OFFSET 1
SELECT state, client_id, sum(fee) FROM sale GROUP BY ALL ORDER BY ALL DESC
SELECT id, fee * 2 AS twice, twice + 1 AS more FROM sale WHERE twice > 2
SELECT 10 % 3, 7 // 2, 7 / 2, 2 ** 8, 2 ^ 3, 5 & 3, 5 | 3, xor(5, 3), ~5, 1 << 3, 16 >> 2, @ -3, factorial(5)
SELECT abs(-3), sign(-2), ceil(1.2), floor(1.8), round(2.345, 2), trunc(1.9), mod(9, 4), gcd(12, 18), lcm(4, 6), exp(1), ln(10), log(100), log2(8), pow(2, 10), sqrt(2), cbrt(27), pi(), degrees(1), sin(1), atan2(1, 2), even(2.2), factorial(5), greatest(1, 2), least(1, 2), random() < 2, isnan(1.0), bit_count(7)
SELECT coalesce(note, 'none'), ifnull(note, 'none'), nullif(state, 'open'), if(fee > 5, 'high', 'low'), CASE WHEN fee > 10 THEN 'high' ELSE 'low' END, CASE state WHEN 'paid' THEN 1 END FROM sale
SELECT id FROM sale WHERE fee BETWEEN 1 AND 10 AND note IS DISTINCT FROM 'x' AND state IN ('paid', 'open') AND (id, client_id) IN ((1, 1), (2, 2)) OR state SIMILAR TO '(p|o).*'
SELECT '7'::INTEGER, CAST('7.5' AS DECIMAL(8, 2)), TRY_CAST('x' AS INT), '2024-01-05'::DATE, [1, 2]::VARCHAR[], TRUE::INT, 'x'::VARCHAR(3), '{"a":1}'::JSON
SELECT note COLLATE NOCASE FROM sale ORDER BY note COLLATE NOCASE DESC NULLS LAST
VALUES (1, 'one'), (2, 'two')
SELECT v.n, v.word FROM (VALUES (1, 'one'), (2, 'two')) AS v(n, word)
SELECT version(), current_date, current_timestamp, now() IS NOT NULL, today()
SELECT count(*), count(DISTINCT client_id), sum(fee), avg(fee), min(sold_at), max(sold_at), count_if(fee > 5), countif(fee > 5) FROM sale
SELECT state, count(*) FILTER (fee > 5), sum(fee) FILTER (WHERE fee > 5) FROM sale GROUP BY state HAVING count(*) > 0
SELECT * FROM sale USING SAMPLE 3
SELECT * FROM sale USING SAMPLE 50% (bernoulli)
SELECT * FROM sale USING SAMPLE reservoir(3 ROWS) REPEATABLE (42)
SELECT * FROM sale TABLESAMPLE 50%
SELECT s FROM sale s LIMIT 1
SELECT #1, #2 FROM sale ORDER BY 1
SELECT 1_000_000 AS million, 0x1F, 1e3, .5, E'tab\tnew', $$it's$$, $q$x$q$
-- class: joins
SELECT c.full_name, sum(l.qty * l.price * (1 - l.rebate)) AS revenue FROM client c JOIN sale s ON s.client_id = c.id JOIN sale_line l ON l.sale_id = s.id GROUP BY ALL ORDER BY revenue DESC LIMIT 10
SELECT * FROM client c LEFT JOIN sale s ON s.client_id = c.id AND s.state = 'paid' WHERE s.id IS NULL
SELECT * FROM sale FULL JOIN client ON client.id = sale.client_id
SELECT * FROM client SEMI JOIN sale ON sale.client_id = client.id
SELECT * FROM client ANTI JOIN sale ON sale.client_id = client.id
SELECT s.id, v.kind FROM sale s ASOF JOIN visit v ON s.client_id = v.client_id AND s.sold_at >= v.happened_at
SELECT * FROM sale ASOF LEFT JOIN visit ON sale.client_id = visit.client_id AND sale.sold_at >= visit.happened_at
SELECT * FROM (SELECT id FROM sale) a POSITIONAL JOIN (SELECT id AS other FROM client) b
SELECT c.full_name FROM client c, city t WHERE c.city_id = t.id AND t.country = 'DE'
SELECT count(*) FROM client CROSS JOIN city
SELECT c.id, t.oid FROM client c, LATERAL (SELECT s.id AS oid FROM sale s WHERE s.client_id = c.id ORDER BY s.sold_at DESC LIMIT 2) t
SELECT * FROM sale NATURAL JOIN (SELECT id, 1 AS one FROM client) t
SELECT * FROM sale JOIN client USING (id)
SELECT a.name, b.name AS boss FROM staff a LEFT JOIN staff b ON b.id = a.boss_id
SELECT x.n, y.n, z.n FROM (SELECT count(*) n FROM sale) x, (SELECT count(*) n FROM client) y, (SELECT count(*) n FROM item) z
SELECT i.title, u.tag FROM item i, unnest(i.tags) AS u(tag)
-- class: subqueries
SELECT full_name FROM client c WHERE EXISTS (FROM sale s WHERE s.client_id = c.id AND s.fee > (SELECT avg(fee) FROM sale))
SELECT full_name FROM client WHERE id NOT IN (SELECT client_id FROM sale WHERE client_id IS NOT NULL)
SELECT full_name, (SELECT max(s.sold_at) FROM sale s WHERE s.client_id = c.id) AS last_sale FROM client c
SELECT ARRAY(SELECT id FROM item ORDER BY id), id = ANY(SELECT id FROM sale) FROM client
-- class: with
WITH monthly AS (SELECT date_trunc('month', sold_at) AS m, sum(fee) AS fee FROM sale GROUP BY 1) SELECT m, fee, fee - lag(fee) OVER (ORDER BY m) AS diff FROM monthly
WITH a AS MATERIALIZED (FROM sale), b AS (FROM a WHERE fee > 1) SELECT count(*) FROM b
WITH "delete" AS (SELECT 1 AS x) SELECT x FROM "delete"
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 12) SELECT sum(n) FROM t
WITH RECURSIVE tree AS (SELECT id, name, [id] AS path FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, list_append(t.path, s.id) FROM staff s JOIN tree t ON s.boss_id = t.id) SELECT * FROM tree ORDER BY path
-- class: windows
SELECT name, unit, pay, rank() OVER (PARTITION BY unit ORDER BY pay DESC), dense_rank() OVER w, row_number() OVER w, ntile(4) OVER w, percent_rank() OVER w, cume_dist() OVER w FROM staff WINDOW w AS (PARTITION BY unit ORDER BY pay DESC)
SELECT sold_at, sum(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), first_value(fee IGNORE NULLS) OVER (ORDER BY sold_at), lead(fee, 1, 0) OVER (ORDER BY id), nth_value(fee, 2) OVER (ORDER BY id) FROM sale
SELECT sold_at, avg(fee) OVER (ORDER BY sold_at RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW) FROM sale
SELECT *, row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) AS rn FROM sale QUALIFY rn = 1
SELECT id, fee FROM sale QUALIFY row_number() OVER (ORDER BY fee DESC) <= 3
SELECT DISTINCT ON (client_id) client_id, id, sold_at FROM sale ORDER BY client_id, sold_at DESC
-- class: aggregates
SELECT state, client_id, sum(fee), grouping(state) FROM sale GROUP BY GROUPING SETS ((state), (client_id), ())
SELECT state, client_id, sum(fee) FROM sale GROUP BY ROLLUP (state, client_id)
SELECT state, client_id, sum(fee), grouping_id(state, client_id) FROM sale GROUP BY CUBE (state, client_id)
SELECT median(fee), quantile_cont(fee, 0.9), quantile_disc(fee, [0.25, 0.75]), mode(state), mad(fee), stddev(fee), var_pop(fee), skewness(fee), kurtosis(fee), entropy(state), approx_count_distinct(id), approx_quantile(fee, 0.5), percentile_cont(0.5) WITHIN GROUP (ORDER BY fee) FROM sale
SELECT string_agg(state, ', ' ORDER BY state), group_concat(state), list(id ORDER BY id), array_agg(DISTINCT state), arg_max(id, fee), max_by(id, fee), min_by(id, fee), first(id), any_value(state), histogram(state), bool_and(fee > 0), product(id), fsum(fee), max(fee, 2) FROM sale
SELECT corr(qty, price), covar_samp(qty, price), regr_slope(price, qty), regr_r2(price, qty), weighted_avg(price, qty) FROM sale_line
-- class: sets
SELECT state FROM sale UNION SELECT tier FROM client UNION ALL SELECT 'x' ORDER BY 1
SELECT id FROM sale UNION ALL BY NAME SELECT id, full_name FROM client
SELECT id FROM sale INTERSECT SELECT id FROM client EXCEPT SELECT 3
-- class: pivots
PIVOT sale ON state USING sum(fee)
PIVOT sale ON state USING sum(fee) AS total, count(*) AS n GROUP BY client_id ORDER BY client_id LIMIT 5
PIVOT (SELECT state, client_id, fee FROM sale) ON state IN ('paid', 'open') USING sum(fee) GROUP BY client_id
SELECT * FROM sale PIVOT (sum(fee) FOR state IN ('paid', 'open') GROUP BY client_id)
SELECT * FROM (PIVOT sale ON state USING count(*) GROUP BY client_id)
WITH p AS (PIVOT sale ON state USING sum(fee) GROUP BY client_id) SELECT * FROM p
UNPIVOT (SELECT id, qty, 1 AS other FROM (SELECT sale_id AS id, qty FROM sale_line)) ON qty, other INTO NAME what VALUE amount
SELECT * FROM (SELECT sale_id, qty, line_no FROM sale_line) UNPIVOT (amount FOR what IN (qty, line_no))
SUMMARIZE sale
SUMMARIZE SELECT fee FROM sale
-- class: dates
SELECT date_trunc('week', sold_at), extract(dow FROM sold_at), date_part('hour', sold_at), year(sold_at), month(sold_at), dayname(sold_at), monthname(sold_at), quarter(sold_at), week(sold_at), strftime(sold_at, '%Y-%m'), epoch(sold_at), last_day(sold_at), date_diff('day', sold_at, TIMESTAMP '2025-01-01'), datediff('hour', sold_at, now()::TIMESTAMP), time_bucket(INTERVAL '15 minutes', sold_at), isodow(sold_at) FROM sale
SELECT now() - INTERVAL 30 DAY, current_date - 7, current_date + INTERVAL '1 month', age(TIMESTAMP '2024-01-01', sold_at), date_add(sold_at, INTERVAL 1 DAY), make_date(2024, 2, 29), make_timestamp(2024, 1, 1, 0, 0, 0.0), strptime('05.01.2024', '%d.%m.%Y'), try_strptime('x', '%d'), to_timestamp(1700000000), DATE '2024-01-01' + 5, to_days(3), INTERVAL '1 year 2 months' FROM sale
SELECT d::DATE AS day, count(s.id) FROM generate_series(TIMESTAMP '2024-01-01', TIMESTAMP '2024-03-01', INTERVAL 1 DAY) AS t(d) LEFT JOIN sale s ON s.sold_at::DATE = d::DATE GROUP BY 1 ORDER BY 1
SELECT unnest(generate_series(DATE '2024-01-01', DATE '2024-01-05', INTERVAL 1 DAY))
SELECT * FROM range(10)
SELECT range AS n, n * n AS square FROM range(1, 10, 2)
SELECT sold_at AT TIME ZONE 'UTC', timezone('Europe/Berlin', sold_at) FROM sale
-- class: text
SELECT upper(full_name), lower(email), length(full_name), left(full_name, 3), right(full_name, 2), substring(full_name, 2, 3), full_name[1:3], position('@' IN email), strpos(email, '@'), split_part(email, '@', 2), contains(email, '@'), starts_with(email, 'a'), ends_with(email, 'e'), prefix(email, 'a'), instr(email, '@') FROM client
SELECT trim('  x '), ltrim('xxa', 'x'), lpad('7', 3, '0'), rpad('7', 3, '.'), repeat('*', 5), reverse('abc'), replace('abc', 'b', 'B'), translate('abc', 'ab', 'xy'), concat('a', 1, NULL), concat_ws('-', 'a', 'b'), format('{} has {:,}', 'x', 3), printf('%05.2f', 3.14), md5('x'), sha256('x'), ascii('a'), chr(65), unicode('a'), hex('a'), bar(5, 0, 10, 10), strip_accents('é'), levenshtein('a', 'b'), jaccard('ab', 'bc'), string_split('a,b', ','), format_bytes(16384), hash('x') IS NOT NULL
SELECT full_name FROM client WHERE full_name LIKE 'A%' OR full_name ILIKE '%berg' OR full_name GLOB 'A*' OR full_name ~ '[A-Z].*' OR full_name !~~ 'x%' OR regexp_matches(full_name, '^[A-Z]') OR email NOT LIKE '%\_%' ESCAPE '\'
SELECT regexp_replace(email, '@.*$', '', 'g'), regexp_extract(email, '(\w+)@(\w+)', 2), regexp_extract_all(email, '\w+'), regexp_full_match(email, '.*@.*'), string_split_regex('a1b', '[0-9]') FROM client
SELECT 'hello'.upper(), full_name.lower().replace('a', 'b') FROM client
-- class: nested
SELECT [1, 2, 3], [1, 2, 3][2], [1, 2, 3][1:2], list_value(1, 2), len([1, 2]), list_contains([1], 1), list_sort([3, 1]), list_distinct([1, 1]), list_sum([1, 2]), list_avg([1, 2]), list_aggregate([1, 2], 'max'), flatten([[1], [2]]), list_concat([1], [2]), array_to_string(['a', 'b'], '/'), [1] || [2], list_zip([1], ['a']), list_slice([1, 2, 3], 1, 2)
SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1], list_transform([1, 2], lambda x: x + 1), list_filter([1, 2], lambda x: x > 1), list_reduce([1, 2, 3], lambda a, b: a + b)
SELECT {'a': 1, 'b': 'x'}, {'a': 1}.a, struct_pack(a := 1, b := 2), struct_extract({'a': 1}, 'a'), {'a': {'b': 2}}.a.b, row(1, 2), MAP {'k': 1}, MAP {'k': 1}['k'], map_keys(MAP {'k': 1}), map([1], ['a']), element_at(MAP {'k': 1}, 'k')
SELECT payload->'items'->0->>'sku', payload->>'$.page', json_extract(payload, '$.ms'), json_extract_string(payload, '$.page'), json_array_length(payload, '$.items'), json_keys(payload), json_type(payload), json_valid(payload::VARCHAR), from_json(payload, '{"page":"VARCHAR"}').page, json_structure(payload), to_json({'a': 1}), json_object('a', 1), json_group_array(id) OVER () FROM visit
SELECT v.id, j.value FROM visit v, json_each(v.payload, '$.items') j
SELECT id, unnest(json_transform(payload->'items', '[{"sku":"VARCHAR","n":"INTEGER"}]'), recursive := true) FROM visit
SELECT unnest(tags) AS tag, count(*) FROM item GROUP BY 1
SELECT title, tags[1], len(tags), list_has(tags, 'new'), 'new' IN tags, array_position(tags, 'new') FROM item
SELECT unnest({'a': 1, 'b': 2}), unnest([{'a': 1}], max_depth := 2)
-- class: tricky words
SELECT "delete", "update", "sleep", "drop" FROM words WHERE NOT "delete" AND "sleep" > 0
SELECT 'DROP TABLE sale; --' AS "drop", 'COPY x TO ''y''' AS "insert", 'read_csv(''/etc/passwd'')' AS "read_csv"
SELECT id /* DELETE FROM sale; */ FROM sale -- UPDATE sale SET fee = 0
SELECT "Quarter", "Größe", "Net ($)" FROM "Year Plan" WHERE "Quarter" = 'Q1'
SELECT '100%' AS pct, '%s' AS fmt, ':name' AS bind, '?' AS q, '$1' AS dollar, '{}' AS braces
SELECT 'naïve café – 東京 🚀' AS words
-- class: telling
EXPLAIN SELECT * FROM sale WHERE id = 1
DESCRIBE sale
DESCRIBE SELECT id, fee FROM sale
SHOW TABLES
-- class: analyses
WITH first AS (SELECT client_id, min(date_trunc('month', sold_at)) AS cohort FROM sale GROUP BY 1) SELECT f.cohort, date_diff('month', f.cohort, s.sold_at) AS months, count(DISTINCT s.client_id) FROM sale s JOIN first f USING (client_id) GROUP BY ALL
SELECT client_id, max(sold_at)::DATE AS recency, count(*) AS frequency, sum(fee) AS money, ntile(5) OVER (ORDER BY sum(fee)) FROM sale GROUP BY client_id
SELECT id, fee, (fee - avg(fee) OVER ()) / nullif(stddev(fee) OVER (), 0) AS z FROM sale QUALIFY abs(z) > 0.1
SELECT * FROM sale_totals ORDER BY total DESC LIMIT 3
SELECT state, count(*) AS n, bar(n, 0, 10, 20) FROM sale GROUP BY state
SELECT CASE GROUPING(state) WHEN 1 THEN 'total' ELSE state END AS s, sum(fee) FROM sale GROUP BY ROLLUP (state)
SELECT equi_width_bins(min(fee), max(fee), 4, true) FROM sale
-- class: further styles
SELECT a: 42, b: 'x'
SELECT * RENAME (fee AS cost) FROM sale
SELECT sale.* EXCLUDE (note) FROM sale
SELECT COLUMNS(lambda c: c LIKE '%id') FROM sale
SELECT sum(COLUMNS('fee|id')) FROM sale
SELECT count() FROM sale
SELECT count(*), count_star() FROM sale
FROM sale WHERE fee > 1 ORDER BY id LIMIT 10%
FROM (FROM sale SELECT id) SELECT id
FROM sale s JOIN client c ON s.client_id = c.id SELECT c.full_name, s.fee
TABLE sale
SELECT * FROM (VALUES (1, 2)) t(a, b)
FROM (VALUES (1), (2)) t(a) SELECT sum(a)
SELECT full_name[1], full_name[-1], full_name[2:], full_name[:-2], 'abcdef'[2:4] FROM client
SELECT [1,2,3][-1], [1,2,3][2:], [1,2,3,4,5][1:5:2], len([1,2]), list_slice([1,2,3], 1, 2), [1,2] || [3], list_concat([1], [2]), [[1,2],[3]][1][2]
SELECT [lower(x) for x in ['A','B'] if x <> 'A'], [i.title for i in [{'title': 'x'}]]
SELECT {'x': 1, 'y': {'z': [1,2]}}.y.z[1], struct_pack(a := 1, b := 'x').b, row(1, 'a'), struct_insert({'a': 1}, b := 2), (SELECT {'a': id} FROM sale LIMIT 1).a
SELECT s.*, unnest({'a': 1, 'b': 2}) FROM sale s
SELECT s.info.a FROM (SELECT {'a': 1} AS info) s
SELECT struct_extract({'a': 1}, 'a'), {'a': 1}['a'], MAP {'a': 1, 'b': 2}['a'], MAP(['a'], [1]), map_entries(MAP {'a': 1}), cardinality(MAP {'a': 1}), map_from_entries([('k', 1)])
SELECT date_trunc('month', sold_at)::DATE AS m, count(*) FROM sale GROUP BY m ORDER BY m
SELECT INTERVAL 1 MONTH, INTERVAL '2 days 3 hours', INTERVAL (id) DAY, to_days(id), INTERVAL 1 DAY * id, sold_at + INTERVAL (id) HOURS FROM sale
SELECT DATE '2024-01-31' + INTERVAL 1 MONTH, DATE '2024-01-01' - DATE '2023-12-01', TIMESTAMP '2024-01-01 10:00:00' - INTERVAL 5 MINUTES, TIME '10:00', TIMESTAMPTZ '2024-01-01 00:00:00+00' IS NOT NULL
SELECT extract('month' FROM sold_at), extract(week FROM sold_at), date_part('dow', sold_at), date_part(['year', 'month'], sold_at), year(sold_at) * 100 + month(sold_at), dayofweek(sold_at), weekofyear(sold_at), epoch_ms(sold_at), date_sub('month', sold_at, now()::TIMESTAMP), yearweek(sold_at) FROM sale
SELECT strftime(sold_at, '%B %d, %Y'), strftime('%Y', sold_at), strptime('2024-01-01', '%Y-%m-%d')::DATE, strptime('01/02/24', ['%d/%m/%y', '%Y']), sold_at::VARCHAR, monthname(sold_at) FROM sale
SELECT range(5), range(1, 10, 3), generate_series(1, 3), unnest(range(3)), list_sum(range(101))
SELECT range::DATE AS d FROM range(DATE '2024-01-01', DATE '2024-01-10', INTERVAL 1 DAY)
SELECT d.range, count(s.id) FROM range(TIMESTAMP '2024-01-01', TIMESTAMP '2024-02-01', INTERVAL '1' DAY) d LEFT JOIN sale s ON s.sold_at::DATE = d.range::DATE GROUP BY ALL
SELECT generate_series AS n FROM generate_series(1, 10)
SELECT * FROM generate_series(1, 3) t(i), range(2) u(j)
SELECT unnest([1,2,3]) AS x, unnest(['a','b']) AS y
SELECT * FROM unnest([1,2,3]) t(x)
SELECT i.id, t.unnest FROM item i, unnest(i.tags) t
SELECT i.id, tag FROM item i CROSS JOIN unnest(i.tags) AS t(tag)
SELECT id FROM item WHERE list_contains(tags, 'new') OR 'new' = ANY(tags) OR len(tags) > 1 OR tags && ['old'] OR tags @> ['new']
PIVOT sale ON state USING sum(fee) GROUP BY client_id
PIVOT sale ON year(sold_at), state USING count(*)
PIVOT sale ON year(sold_at) || '_' || state USING sum(fee) AS s
PIVOT sale ON state USING first(fee)
FROM sale PIVOT (sum(fee), count(*) FOR state IN ('paid', 'open') GROUP BY client_id)
UNPIVOT (SELECT id, fee::DOUBLE AS fee, client_id::DOUBLE AS c FROM sale) ON fee, c INTO NAME k VALUE v
UNPIVOT (SELECT id, fee::DOUBLE AS fee, client_id::DOUBLE AS c FROM sale) ON COLUMNS(* EXCLUDE (id))
UNPIVOT (SELECT id, fee::DOUBLE AS fee FROM sale) ON fee
SELECT * FROM (UNPIVOT (SELECT id, qty FROM (SELECT sale_id AS id, qty FROM sale_line)) ON qty)
SELECT id FROM sale QUALIFY rank() OVER (PARTITION BY client_id ORDER BY fee DESC) = 1 ORDER BY id
SELECT client_id, fee, sum(fee) OVER w AS run FROM sale WINDOW w AS (PARTITION BY client_id ORDER BY sold_at) QUALIFY run > 1
SELECT lag(fee) OVER (ORDER BY id), fee - lag(fee, 1, 0) OVER (ORDER BY id), sum(fee) FILTER (state = 'paid') OVER (), last_value(fee IGNORE NULLS) OVER (ORDER BY id), fee / sum(fee) OVER () FROM sale
SELECT max(fee) OVER (ORDER BY sold_at RANGE BETWEEN INTERVAL 10 DAYS PRECEDING AND INTERVAL 10 DAYS FOLLOWING), count(*) OVER (ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM sale
SELECT arg_max(id, fee), arg_max(id, fee, 2), max_by(state, fee), first(state ORDER BY fee), list(fee ORDER BY fee DESC), string_agg(state, ',' ORDER BY id DESC), quantile_cont(fee, [0.1, 0.9]), approx_quantile(fee, [0.5]), histogram(fee), mode(state), median(fee), mad(fee), sem(fee) FROM sale
SELECT state, count(*) FILTER (WHERE fee > 5), avg(fee) FILTER (fee > 0), bool_or(fee > 5), any_value(note), approx_top_k(id, 2), geomean(fee + 1), sum(DISTINCT fee), listagg(state, ';') FROM sale GROUP BY state
SELECT state, client_id, sum(fee) FROM sale GROUP BY GROUPING SETS ((state, client_id), (state), ())
SELECT coalesce(state, 'all'), sum(fee) FROM sale GROUP BY ROLLUP (state) ORDER BY ALL
SELECT * FROM sale s ASOF JOIN visit v ON s.sold_at >= v.happened_at
SELECT * FROM sale s ASOF JOIN visit v USING (client_id, id) WHERE false
SELECT s.id FROM sale s SEMI JOIN client c ON s.client_id = c.id
SELECT s.id FROM sale s ANTI JOIN client USING (id)
SELECT s.id, l.q FROM sale s, LATERAL (SELECT sum(qty) q FROM sale_line WHERE sale_id = s.id) l
SELECT TRY_CAST('abc' AS INTEGER), CAST('1' AS HUGEINT), '1'::UBIGINT, 1::TINYINT, 1.5::FLOAT, '2024-01-01'::TIMESTAMP_S, 'x'::BLOB, [1]::DOUBLE[], {'a': 1}::STRUCT(a BIGINT), '[1,2]'::INT[], 1::BOOLEAN, 'a'::ENUM('a', 'b'), '5'::DECIMAL(5,1), TRY(1 / 0), [1,2]::INT[2]
SELECT payload.page, payload->'$.items[0].sku', payload->>'$.items[*].sku', payload['page'], json_extract_string(payload, ['$.page', '$.ms']), (payload->>'ms')::INT + 1 FROM visit
SELECT json_group_object(id, state), json_array(1, 'a'), json_object('k', [1,2]), json_merge_patch('{"a":1}', '{"b":2}'), '{"a":[1,2]}'::JSON->'a'->0, json_array_length('[1,2]'), to_json([1,2]), json_contains('{"a":1}', '{"a":1}') FROM sale
SELECT unnest(from_json(payload->'items', '[{"sku":"VARCHAR","n":"INT"}]'), recursive := true) FROM visit
SELECT e.key, e.value FROM visit v, json_each(v.payload) e
SELECT 'a' LIKE 'A', 'a' ILIKE 'A', 'abc' SIMILAR TO 'a.*', 'abc' ~ 'b', regexp_matches('abc', 'b', 'i'), 'abc' GLOB 'a*', starts_with('abc', 'a'), 'abc' ^@ 'a', contains('abc', 'b'), 'a' NOT ILIKE 'b', 'x' !~~* 'y'
SELECT string_split(full_name, ' ')[1] AS first, full_name.split(' ')[2] AS second, full_name.upper().left(3), length(full_name) FROM client
SELECT if(fee > 5, 'a', 'b'), CASE WHEN fee > 5 THEN 1 END, ifnull(note, ''), coalesce(note, 'x'), nullif(fee, 0), greatest(fee, 1), least(fee, 1), fee IS NOT DISTINCT FROM 1 FROM sale
SELECT 7 // 2, 7 % 2, -7 // 2, 2 ** 3, 2 ^ 3, 5 / 2, 5 & 3, 1 << 2, xor(1, 2), @(-5), 1e3::INT, 5::BIT, round(2.567, 1), ceil(1.2), isnan('nan'::FLOAT), 'inf'::DOUBLE, 1/0, divide(7, 2), fmod(7, 3), log(100), trunc(-1.5)
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 5) FROM t
WITH RECURSIVE t(d) AS (SELECT DATE '2024-01-01' UNION ALL SELECT (d + INTERVAL 1 DAY)::DATE FROM t WHERE d < DATE '2024-01-10') SELECT * FROM t
WITH RECURSIVE t(n) USING KEY (n) AS (SELECT 1 UNION SELECT n + 1 FROM t WHERE n < 5) SELECT * FROM t
WITH a AS (SELECT 1 AS x), b AS NOT MATERIALIZED (SELECT x + 1 AS x FROM a) SELECT * FROM a UNION ALL BY NAME SELECT * FROM b
SELECT 1 AS a UNION BY NAME SELECT 2 AS b
(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1 DESC LIMIT 1
SELECT id FROM sale EXCEPT ALL SELECT 1
SELECT * FROM sale USING SAMPLE 10%
SELECT * FROM sale USING SAMPLE 2 ROWS
SELECT * FROM sale TABLESAMPLE reservoir(20%)
SELECT DISTINCT ON (state) * FROM sale ORDER BY state, fee DESC
SELECT state, fee FROM sale ORDER BY fee DESC NULLS LAST, state COLLATE NOCASE LIMIT 3 OFFSET 1
SELECT "id", "sale"."fee" AS "the fee" FROM "sale"
SELECT main.sale.fee FROM main.sale
SELECT count(*) AS c FROM sale WHERE sold_at BETWEEN '2024-01-01' AND '2024-12-31' AND dayname(sold_at) NOT IN ('Sunday')
SELECT current_date, today(), now()::DATE, current_localtimestamp(), get_current_timestamp() IS NOT NULL, current_timestamp::DATE, date_trunc('day', now())::DATE
SELECT typeof(fee), typeof([1]), pg_typeof(1), hash(1) IS NOT NULL, md5('a'), uuid() IS NOT NULL, version() IS NOT NULL, alias(fee), md5_number('a') IS NOT NULL, sha1('x') FROM sale
SELECT 'caf' || 'é' AS "naïve", '🦆' AS duck, unicode('🦆'), chr(129414), strip_accents('é'), nfc_normalize('é')
SELECT bar(fee, 0, 15, 20), format_bytes(1234567), formatReadableSize(1234), 'x'.repeat(3), to_base(10, 2), bin(5), hex(255), ascii('a') FROM sale
SELECT avg(fee) BETWEEN 1 AND 10, sum(fee)::INT, round(avg(fee), 2), stddev_samp(fee), corr(id, fee), regr_intercept(fee, id), covar_pop(id, fee) FROM sale
SUMMARIZE SELECT * FROM sale
SUMMARIZE FROM sale
DESCRIBE SELECT 1
DESCRIBE TABLE sale
EXPLAIN FROM sale
SELECT x.a, x.b FROM (SELECT unnest([{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]) AS x)
SELECT unnest([{'a': 1, 'b': 2}], recursive := true)
SELECT week, sum(fee) FROM (SELECT date_trunc('week', sold_at) AS week, fee FROM sale) GROUP BY week HAVING sum(fee) > 0
SELECT sum(fee) AS total, total / 2 AS half FROM sale
SELECT id, fee, fee > avg(fee) OVER () AS above FROM sale WHERE id NOT IN (SELECT sale_id FROM sale_line WHERE qty > 100)
SELECT time_bucket(INTERVAL '1 hour', happened_at) AS h, kind, count(*) FROM visit GROUP BY ALL ORDER BY h
SELECT date_diff('day', min(sold_at), max(sold_at)), age(max(sold_at), min(sold_at)), datediff('week', DATE '2024-01-01', DATE '2024-02-01') FROM sale
SELECT enum_range(NULL::ENUM('a', 'b')), list_zip([1], ['a']), list_distinct([1, 1]), list_aggregate([1, 2], 'sum'), array_agg(id) FROM sale
SELECT * FROM sale WHERE id = ALL (SELECT id FROM sale WHERE id = 1) OR id = ANY ([1, 2]) OR id IN [1, 2] OR id IN (1, 2)
SELECT rowid, id FROM sale
SELECT s FROM sale s WHERE s.id = 1
SELECT count(DISTINCT (state, client_id)), count(DISTINCT state || '-' || client_id) FROM sale
SELECT CASE state WHEN 'paid' THEN 'P' WHEN 'open' THEN 'O' ELSE '?' END AS st, * EXCLUDE (state) FROM sale
SELECT reduce([1, 2], lambda a, b: a + b), filter([1, 2], lambda x: x > 1)
SELECT * FROM sale USING SAMPLE 50 PERCENT (system, 377)
SELECT s.id, (SELECT sum(x) FROM range(10) t(x) WHERE x < s.id) FROM sale s
SELECT s.id, n FROM sale s, range(3) t(n)
-- class: friendly
FROM sale SELECT state, count(*) GROUP BY ALL ORDER BY ALL
SELECT * REPLACE (fee * 2 AS fee) FROM sale
SELECT * RENAME (fee AS charge) FROM sale
SELECT COLUMNS('f.*') FROM sale
SELECT min(COLUMNS(*)), max(COLUMNS(* EXCLUDE (note))) FROM sale
SELECT s.* EXCLUDE (note, state) FROM sale s
SELECT id + 1 AS nxt, nxt * 2 AS twice FROM sale WHERE nxt > 1
SELECT fee AS f, count() FROM sale GROUP BY f HAVING f > 1
SELECT 'a' AS x, x || 'b'
SELECT * FROM sale USING SAMPLE 50%
SELECT * FROM sale USING SAMPLE reservoir(2 ROWS) REPEATABLE (42)
SELECT * FROM sale TABLESAMPLE 10%
SELECT * FROM sale TABLESAMPLE bernoulli(50%)
SELECT * FROM sale LIMIT 50%
SELECT DISTINCT ON (client_id) client_id, id FROM sale ORDER BY client_id, sold_at DESC
SELECT x: 1, y: 'a'
SELECT * FROM sale WHERE state = 'paid' QUALIFY row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) = 1
SELECT *, rank() OVER w AS r FROM sale WINDOW w AS (ORDER BY fee) QUALIFY r <= 3
SELECT 1 AS a, 2 AS b, UNION ALL SELECT 3, 4
SELECT id, fee, FROM sale
SELECT 1_000_000, 0x1F, 1e3, 10::hugeint, 1::utinyint
SELECT id FROM sale UNION BY NAME SELECT id, full_name FROM client
SELECT * FROM client POSITIONAL JOIN sale
SELECT s.id, v.id FROM sale s ASOF JOIN visit v ON s.client_id = v.client_id AND s.sold_at >= v.happened_at
SELECT s.id, v.id FROM sale s ASOF LEFT JOIN visit v USING (client_id, id) WHERE 1 = 0
-- class: pivot
PIVOT (SELECT state, client_id, fee FROM sale) ON state IN ('paid', 'open') USING sum(fee)
SELECT * FROM (PIVOT sale ON year(sold_at) USING count(*) GROUP BY client_id)
FROM sale PIVOT (count(*) FOR state IN ('paid', 'open') GROUP BY client_id)
UNPIVOT (SELECT id, qty, price FROM (SELECT sale_id AS id, qty::double AS qty, price::double AS price FROM sale_line)) ON qty, price INTO NAME metric VALUE val
UNPIVOT sale_line ON COLUMNS(* EXCLUDE (sale_id, line_no, item_id, qty, rebate)) INTO NAME k VALUE v
SELECT * FROM (SELECT sale_id, price::double AS price, rebate FROM sale_line) UNPIVOT (v FOR k IN (price, rebate))
SELECT * FROM (SELECT sale_id, price::double AS price, rebate FROM sale_line) UNPIVOT INCLUDE NULLS (v FOR k IN (price, rebate))
-- class: lists
SELECT [1, 2, 3], [1, 2, 3][1], [1, 2, 3][1:2], [1, 2, 3][-1], list_value(1, 2), len([1]), ['a', 'b'] || ['c']
SELECT list_transform([1, 2, 3], lambda x: x + 1), list_filter([1, 2, 3], lambda x, i: i > 1)
SELECT [x * 2 FOR x IN [1, 2, 3]], [x FOR x IN [1, 2, 3] IF x > 1]
SELECT list_sum([1, 2]), list_avg([1, 2]), list_sort([2, 1], 'DESC'), list_distinct([1, 1]), list_contains([1], 1), list_position([1], 1), list_aggregate([1, 2], 'sum'), array_to_string(['a', 'b'], '-'), list_zip([1], [2]), flatten([[1], [2]]), list_unique([1, 1]), list_slice([1, 2], 1, 1), list_has_any([1], [1]), list_has_all([1], [1])
SELECT unnest(tags), id FROM item
SELECT i.id, t.tag FROM item i, unnest(i.tags) AS t(tag)
SELECT i.id, t.tag FROM item i CROSS JOIN LATERAL unnest(i.tags) AS t(tag)
SELECT unnest({'a': 1, 'b': 2}), unnest([{'a': 1}], recursive := true)
SELECT list(id ORDER BY fee DESC), array_agg(DISTINCT state), list(fee) FILTER (WHERE fee > 1) FROM sale
SELECT 'red' IN tags, list_contains(tags, 'red'), tags[1] FROM item
SELECT {'a': 1, 'b': {'c': 2}}.b.c, struct_pack(a := 1, b := 'x'), row(1, 'a'), struct_extract({'a': 1}, 'a'), {'a': 1}['a']
SELECT s.x.y FROM (SELECT {'y': 1} AS x) s
SELECT map {'a': 1}['a'], map([1, 2], ['a', 'b']), map_keys(map {'a': 1}), map_values(map {'a': 1}), map_entries(map {'a': 1}), element_at(map {'a': 1}, 'a'), cardinality(map {'a': 1}), map_from_entries([('a', 1)])
SELECT range(5), range(1, 10, 2), generate_series(1, 5), range(DATE '2024-01-01', DATE '2024-02-01', INTERVAL 7 DAY)
SELECT * FROM range(10) t(i)
SELECT * FROM generate_series(1, 10) AS t(i)
SELECT d::date FROM range(DATE '2024-01-01', DATE '2024-03-01', INTERVAL 1 MONTH) AS r(d)
SELECT unnest(generate_series(DATE '2024-01-01', DATE '2024-01-05', INTERVAL 1 DAY)) AS day
SELECT unnest(range(3)), unnest(['a', 'b', 'c'])
SELECT [1, 2]::int[], [1, 2]::int[2], 'a'::varchar[] IS NULL WHERE false
-- class: dates
SELECT current_date, now(), today(), current_timestamp, date_trunc('month', sold_at), date_part('year', sold_at), extract(dow FROM sold_at), year(sold_at), month(sold_at), day(sold_at), hour(sold_at), minute(sold_at), second(sold_at), quarter(sold_at), week(sold_at), weekofyear(sold_at), dayofweek(sold_at), isodow(sold_at), dayofyear(sold_at), yearweek(sold_at), monthname(sold_at), dayname(sold_at), last_day(sold_at), epoch(sold_at), epoch_ms(sold_at) FROM sale
SELECT date_diff('day', sold_at, now()::timestamp), datediff('month', sold_at, TIMESTAMP '2025-01-01'), date_sub('day', sold_at, TIMESTAMP '2025-01-01'), age(sold_at, TIMESTAMP '2020-01-01'), date_add(sold_at, INTERVAL 1 DAY), sold_at + INTERVAL 1 MONTH, sold_at - INTERVAL '2 hours', sold_at::date + 7 FROM sale
SELECT strftime(sold_at, '%Y-%m'), strptime('2024-01-01', '%Y-%m-%d'), try_strptime('x', '%Y'), make_date(2024, 1, 1), make_timestamp(2024, 1, 1, 0, 0, 0.0), time_bucket(INTERVAL '1 week', sold_at), to_timestamp(0), to_days(3), to_months(2), epoch_ms(1700000000000), date '2024-01-01', timestamp '2024-01-01 10:00:00', TIMESTAMPTZ '2024-01-01 00:00:00+00', INTERVAL (id) DAY FROM sale
SELECT sold_at AT TIME ZONE 'Europe/Berlin', timezone('UTC', sold_at) FROM sale
SELECT * FROM sale WHERE sold_at BETWEEN '2024-01-01' AND '2024-12-31' AND sold_at::date = DATE '2024-01-03'
SELECT date_trunc('quarter', sold_at) AS q, count(*) FROM sale GROUP BY q ORDER BY q
SELECT century(DATE '2024-01-01'), decade(DATE '2024-01-01'), isoyear(DATE '2024-01-01'), datepart('week', DATE '2024-01-01'), datetrunc('year', DATE '2024-01-01')
SELECT greatest(DATE '2024-01-01', DATE '2023-01-01'), DATE '2024-01-31' + INTERVAL 1 MONTH
-- class: text
SELECT upper(name), lower(name), length(name), name[1], name[1:3], left(name, 2), right(name, 2), substring(name, 1, 2), substr(name, 2), replace(name, 'e', 'E'), reverse(name), repeat('a', 3), lpad(name, 8, '.'), trim(name), split_part('a-b', '-', 1), string_split('a b', ' '), concat(name, country), concat_ws('-', name, country), name || '!', format('{} is {}', name, country), printf('%s %d', name, id), instr(name, 'e'), contains(name, 'e'), starts_with(name, 'B'), ends_with(name, 'n'), ascii(name), chr(65), md5(name), sha256(name), strip_accents('é') FROM city
SELECT regexp_matches(name, '^B'), regexp_replace(name, '[aeiou]', '', 'g'), regexp_extract(name, '(.)(.)', 1), regexp_extract(name, '(.)(.)', ['a', 'b']), regexp_extract_all(name, '.'), regexp_split_to_array(name, 'e'), name SIMILAR TO 'B.*', name ~ 'B.*', name GLOB 'B*', name LIKE '%e%', name ILIKE 'b%', name NOT LIKE 'x', levenshtein(name, 'x'), jaccard(name, 'x'), jaro_winkler_similarity(name, 'x'), hamming('ab', 'ac') FROM city
SELECT string_agg(name, ', ' ORDER BY name), group_concat(name), listagg(name, '|') FROM city
SELECT 'it''s', E'tab\t', $$dollar 'x' -- y$$, 'ä' AS "schön", "Größe", "Net ($)" FROM "Year Plan"
SELECT 'DROP TABLE x; -- y' AS t /* DELETE */ -- tail
SELECT "delete", "update", "sleep", "drop" FROM words WHERE "delete"
SELECT name COLLATE NOCASE FROM city ORDER BY name COLLATE NOCASE
SELECT encode('a'), decode('a'::blob), base64('a'::blob), from_base64('YQ=='), hex('a'), unhex('41'), url_encode('a b'), to_hex(255), bin(5), bar(5, 0, 10, 10), format_bytes(1000), unicode('a'), ord('a'), translate('abc', 'a', 'x')
-- class: json
SELECT payload->'page', payload->>'$.page', payload->>'page', payload.page, json_extract(payload, '$.page'), json_extract_string(payload, '$.page'), json_array_length(payload, '$.items'), json_type(payload), json_keys(payload), json_valid('{}'), json_structure(payload), json_contains(payload, '{}') FROM visit
SELECT v.id, e.value->>'sku' FROM visit v, json_each(v.payload, '$.items') e
SELECT unnest(from_json(payload->'items', '["JSON"]')) FROM visit
SELECT unnest(json_extract(payload, '$.items[*].sku')) FROM visit
SELECT json_object('a', 1), json_array(1), to_json({'a': 1}), json_group_array(id), json_group_object(id, page) FROM (SELECT id, payload->>'page' AS page FROM visit)
SELECT payload::json, CAST(payload->>'ms' AS int), TRY_CAST(payload->>'page' AS int) FROM visit
SELECT (payload->>'ms')::int > 5, json_value(payload, '$.ms'), json_exists(payload, '$.ms'), json_merge_patch('{}', '{"a":1}') FROM visit
SELECT json_transform(payload, '{"page": "VARCHAR"}'), from_json_strict('[1]', '["INT"]') FROM visit
-- class: aggregates
SELECT median(fee), mode(state), quantile_cont(fee, 0.5), quantile_cont(fee, [0.25, 0.75]), quantile_disc(fee, 0.5), approx_quantile(fee, 0.5), approx_count_distinct(state), arg_max(id, fee), arg_min(id, fee), max_by(id, fee), min_by(id, fee), stddev(fee), stddev_pop(fee), var_samp(fee), variance(fee), skewness(fee), kurtosis(fee), mad(fee), entropy(state), first(id), last(id), any_value(id), arbitrary(id), bool_and(fee > 0), bool_or(fee > 0), bit_or(id), product(id), geomean(id), histogram(state), count_if(fee > 1), countif(fee > 1), favg(fee), fsum(fee), sem(fee) FROM sale
SELECT corr(qty, rebate), covar_pop(qty, rebate), covar_samp(qty, rebate), regr_slope(qty, rebate), regr_intercept(qty, rebate), regr_r2(qty, rebate) FROM sale_line
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY fee), percentile_disc(0.9) WITHIN GROUP (ORDER BY fee DESC), mode() WITHIN GROUP (ORDER BY state) FROM sale
SELECT max(fee, 2), min(fee, 2), arg_max(id, fee, 2) FROM sale
SELECT state, client_id, count(*), grouping(state), grouping_id(state, client_id) FROM sale GROUP BY ROLLUP (state, client_id)
SELECT state, client_id, count(*) FROM sale GROUP BY CUBE (state, client_id)
SELECT state, client_id, count(*) FROM sale GROUP BY GROUPING SETS ((state), (client_id), ())
SELECT sum(fee) FILTER (state = 'paid'), count(*) FILTER (WHERE state = 'open') FROM sale
SELECT count(DISTINCT state), sum(DISTINCT fee) FROM sale
-- class: window
SELECT id, sum(fee) OVER (PARTITION BY client_id ORDER BY sold_at RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW) FROM sale
SELECT id, avg(fee) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM sale
SELECT id, count(DISTINCT state) OVER (ORDER BY id), quantile_cont(fee, 0.5) OVER (ORDER BY id), row_number() OVER (), percent_rank() OVER (ORDER BY fee), cume_dist() OVER (ORDER BY fee), ntile(2) OVER (ORDER BY fee), nth_value(fee, 2) OVER (ORDER BY id), rank_dense() OVER (ORDER BY fee), fill(fee) OVER (ORDER BY id) FROM sale
SELECT id, sum(fee ORDER BY id) OVER (PARTITION BY state), rank(ORDER BY fee) OVER () FROM sale
-- class: cte and set
WITH RECURSIVE t AS (SELECT id, name, boss_id, 1 AS depth FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, s.boss_id, t.depth + 1 FROM staff s JOIN t ON s.boss_id = t.id) SELECT * FROM t
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n
WITH RECURSIVE t(id, path) AS (SELECT id, [id] FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, list_append(t.path, s.id) FROM staff s JOIN t ON s.boss_id = t.id WHERE NOT list_contains(t.path, s.id)) SELECT * FROM t
WITH RECURSIVE u(k, v) USING KEY (k) AS (SELECT 1, 1 UNION SELECT k, v + 1 FROM u WHERE v < 5) SELECT * FROM u
WITH a AS MATERIALIZED (SELECT 1 AS x) SELECT * FROM a
SELECT id FROM client UNION ALL SELECT id FROM staff EXCEPT SELECT 1 INTERSECT SELECT 2
VALUES (1, 'a'), (2, 'b')
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t(n, s)
SELECT id FROM client ORDER BY id LIMIT 2 OFFSET 1
SELECT * FROM client c, LATERAL (SELECT count(*) AS n FROM sale s WHERE s.client_id = c.id) t
SELECT c.id, t.n FROM client c LEFT JOIN LATERAL (SELECT count(*) AS n FROM sale s WHERE s.client_id = c.id) t ON true
SELECT * FROM client WHERE EXISTS (FROM sale WHERE client_id = client.id)
SELECT * FROM sale WHERE (client_id, state) IN (SELECT client_id, state FROM sale)
SELECT * FROM sale WHERE fee > ALL (SELECT 1) AND fee >= ANY (SELECT 0)
SELECT main.sale.id FROM main.sale
SELECT rowid, * FROM sale
SELECT id, fee::varchar, CAST(fee AS double), TRY_CAST('x' AS int), fee::decimal(18, 4), '2024-01-01'::date, 'a'::blob, 1::bool, '1 day'::interval, 'b4a1'::uuid IS NULL FROM sale WHERE false
SELECT ifnull(note, 'x'), coalesce(note, 'y'), nullif(fee, 0), if(fee > 1, 1, 2), CASE WHEN fee > 1 THEN 1 END, greatest(1, 2), least(1, 2) FROM sale
SELECT round(fee, 1), ceil(fee), floor(fee), abs(fee), sqrt(fee), pow(fee, 2), ln(2), log10(10), log2(2), exp(1), pi(), random() < 1, trunc(1.5), sign(-1), gcd(4, 6), lcm(4, 6), factorial(5), degrees(1), radians(1), isnan(1.0), isinf(1.0), isfinite(1.0), bit_count(7), even(3), cbrt(8) FROM sale
SELECT note IS DISTINCT FROM 'x', note IS NOT NULL, note ISNULL, note NOTNULL, NOT true, fee BETWEEN 1 AND 2 FROM sale
SELECT typeof(fee), pg_typeof(fee), version(), current_database(), current_schema(), uuid() IS NULL FROM sale
SELECT enum_range(NULL::ENUM('a', 'b')) WHERE false
SELECT try(1 / 0), error IS NULL FROM (SELECT 1 AS error)
SELECT hash(1), constant_or_null(1, 2), equi_width_bins(0, 10, 2, true), alias(id) FROM sale
SELECT union_value(k := 1), union_tag(union_value(k := 1))
-- class: telling
EXPLAIN SELECT * FROM sale
EXPLAIN (FORMAT JSON) SELECT 1
DESCRIBE SELECT * FROM sale
DESC sale
SHOW sale
FROM (SUMMARIZE sale)
FROM (DESCRIBE sale)
SELECT column_name, column_type FROM (DESCRIBE sale)
SELECT 1; -- done
SELECT i.brand, round(sum(l.qty * l.price * (1 - l.rebate)), 2) AS revenue FROM sale_line l JOIN item i ON i.id = l.item_id GROUP BY i.brand ORDER BY revenue DESC
WITH m AS (SELECT date_trunc('month', sold_at) AS m, sum(fee) AS r FROM sale GROUP BY 1) SELECT m, r, r - lag(r) OVER (ORDER BY m) AS diff, r / nullif(lag(r) OVER (ORDER BY m), 0) - 1 AS growth FROM m
SELECT * FROM sale ORDER BY fee DESC NULLS LAST, id ASC NULLS FIRST
SELECT 'hello'.upper().lower()
SELECT (tags).len() FROM item WHERE false
SELECT ascii(upper(s.state)) FROM sale s GROUP BY 1
SELECT sum(fee)::decimal(10,2), avg(fee)::float FROM sale
SELECT array_value(1, 2), array_distance([1.0, 2.0]::float[2], [2.0, 3.0]::float[2]), list_cosine_similarity([1.0], [1.0])
SELECT * FROM (SELECT unnest(tags) AS tag FROM item) GROUP BY ALL
SELECT * FROM client c JOIN sale s USING (id)
SELECT strftime(DATE '2024-01-01', '%d %b %Y'), strftime('%Y', DATE '2024-01-01')
SELECT date_trunc('day', sold_at)::date AS d, count(*) AS n, sum(n) OVER (ORDER BY d) FROM sale GROUP BY d
SELECT COLUMNS(['id', 'fee']) FROM sale
SELECT COLUMNS(*)::varchar FROM sale
SELECT coalesce(*COLUMNS(['note', 'state'])) AS known FROM sale
SELECT * LIKE 'f%' FROM sale
SELECT s FROM sale s
SELECT list_has(tags, 'red'), array_length(tags), list_indexof(tags, 'red'), list_prepend('x', tags), list_concat(tags, ['z']) FROM item
