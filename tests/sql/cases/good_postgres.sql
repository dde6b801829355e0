-- class: plain
SELECT 1
SELECT 1;
SELECT 1 ; -- done
SELECT * FROM sale
select id, state from sale where state in ('paid','open') order by id desc limit 5
SELECT s.id AS "Sale No", s.note AS "the note" FROM sale AS s WHERE s.note IS NOT NULL OFFSET 2 ROWS FETCH FIRST 3 ROWS ONLY
SELECT DISTINCT state FROM public.sale ORDER BY 1 NULLS LAST
SELECT public.sale.id FROM public.sale LIMIT 1
(SELECT id FROM sale ORDER BY id LIMIT 2)
SELECT state, count(*) FILTER (WHERE fee > 5) AS costly, count(*) AS n FROM sale GROUP BY state HAVING count(*) > 0 ORDER BY n DESC
SELECT 10 % 3, 7 / 2.0, 2 ^ 8, |/ 49, ||/ 27, 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 16 >> 2
SELECT @ -3.5 AS magnitude, abs(-3), sign(-2), ceil(1.2), floor(1.8), round(2.345, 2), trunc(9.99, 1), mod(9, 4), div(9, 4), gcd(12, 18), lcm(4, 6)
SELECT exp(1), ln(10), log(100), log(2, 8), power(2, 10), sqrt(2), cbrt(27), pi(), degrees(pi()), radians(180), sin(1), cos(1), tan(1), atan2(1, 2), width_bucket(5.3, 0, 10, 5)
SELECT coalesce(note, 'none'), nullif(state, 'open'), greatest(1, 2, 3), least(3, 2, 1) FROM sale
SELECT CASE WHEN fee > 10 THEN 'high' WHEN fee > 5 THEN 'mid' ELSE 'low' END AS band, CASE state WHEN 'paid' THEN 1 ELSE 0 END FROM sale
SELECT id FROM sale WHERE fee BETWEEN 1 AND 10 AND sold_at BETWEEN SYMMETRIC '2024-12-31' AND '2024-01-01'
SELECT id FROM sale WHERE note IS DISTINCT FROM 'x' AND state IS NOT DISTINCT FROM 'paid' AND (fee > 3) IS TRUE AND (fee > 3) IS NOT UNKNOWN
SELECT id FROM sale WHERE (id, client_id) IN ((1, 1), (2, 2)) OR ROW(id, client_id) = ROW(3, 3)
SELECT id FROM sale WHERE id = ANY(ARRAY[1, 2, 3]) AND fee >= ALL (SELECT fee FROM sale WHERE fee < 0) AND id = SOME (SELECT 1)
VALUES (1, 'one'), (2, 'two')
SELECT v.n, v.word FROM (VALUES (1, 'one'), (2, 'two')) AS v(n, word)
TABLE item
SELECT count(*) FROM ONLY sale
SELECT * FROM sale TABLESAMPLE SYSTEM (50) REPEATABLE (7)
SELECT id::text || '-' || client_id::varchar(10), fee::numeric(8,1), '2024-01-05'::date, CAST('7' AS integer), '{1,2}'::int[], 'true'::boolean FROM sale
SELECT note COLLATE "C" FROM sale ORDER BY note COLLATE "C" DESC NULLS LAST
SELECT version(), current_database(), current_schema(), current_date, current_timestamp, localtime, localtimestamp(0)
SELECT count(DISTINCT client_id), count(DISTINCT (client_id, state)), sum(DISTINCT fee), avg(fee)::float8, min(sold_at), max(sold_at) FROM sale
SELECT (SELECT max(price) FROM item) - (SELECT min(price) FROM item) AS spread
SELECT NOT true AND false OR true, 1 <> 2, 1 != 2, 'a' < 'b'
SELECT s FROM sale s LIMIT 1
SELECT (s).id, (s).state FROM sale s LIMIT 1
SELECT row_to_json(s), to_jsonb(s) - 'note' FROM sale s LIMIT 2
SELECT pg_typeof(fee), pg_size_pretty(123456::bigint), pg_column_size(note) FROM sale LIMIT 1
SELECT current_setting('TimeZone')
SHOW timezone
-- class: joins
SELECT c.full_name, sum(l.qty * l.price * (1 - l.rebate)) AS revenue FROM client c JOIN sale s ON s.client_id = c.id JOIN sale_line l ON l.sale_id = s.id GROUP BY c.id, c.full_name ORDER BY revenue DESC LIMIT 10
SELECT * FROM client c LEFT JOIN sale s ON s.client_id = c.id AND s.state = 'paid' WHERE s.id IS NULL
SELECT * FROM sale FULL OUTER JOIN client ON client.id = sale.client_id
SELECT count(*) FROM client CROSS JOIN city
SELECT l.sale_id, i.title FROM sale_line l JOIN item i ON i.id = l.item_id RIGHT JOIN sale s USING (id)
SELECT * FROM sale NATURAL JOIN (SELECT id, 1 AS one FROM client) t
SELECT a.name, b.name AS boss FROM staff a LEFT JOIN staff b ON b.id = a.boss_id
SELECT a.item_id, b.item_id, count(*) FROM sale_line a JOIN sale_line b ON a.sale_id = b.sale_id AND a.item_id < b.item_id GROUP BY 1, 2 ORDER BY 3 DESC
SELECT c.full_name, t.id FROM client c CROSS JOIN LATERAL (SELECT s.id FROM sale s WHERE s.client_id = c.id ORDER BY s.sold_at DESC LIMIT 2) t
SELECT c.id, x.n FROM client c LEFT JOIN LATERAL (SELECT count(*) AS n FROM sale s WHERE s.client_id = c.id) x ON true
SELECT c.full_name FROM client c, city t WHERE c.city_id = t.id AND t.country = 'DE'
SELECT a.n, b.n, c.n FROM (SELECT count(*) AS n FROM sale) a, (SELECT count(*) AS n FROM client) b, (SELECT count(*) AS n FROM item) c
WITH a AS (SELECT sum(fee) AS x FROM sale), b AS (SELECT avg(price) AS y FROM item), c AS (SELECT count(*) AS z FROM client) SELECT x, y, z FROM a, b, c
SELECT i.title, u.tag FROM item i, unnest(i.tags) AS u(tag)
SELECT i.title, u.tag, u.ord FROM item i CROSS JOIN LATERAL unnest(i.tags) WITH ORDINALITY AS u(tag, ord)
-- class: subqueries
SELECT full_name FROM client c WHERE EXISTS (SELECT 1 FROM sale s WHERE s.client_id = c.id AND s.fee > (SELECT avg(fee) FROM sale))
SELECT full_name FROM client WHERE id NOT IN (SELECT client_id FROM sale WHERE client_id IS NOT NULL)
SELECT full_name, (SELECT max(s.sold_at) FROM sale s WHERE s.client_id = c.id) AS last_sale FROM client c
SELECT ARRAY(SELECT id FROM item ORDER BY id) AS ids, ARRAY[1, 2] || 3, (ARRAY['a','b','c'])[2], (ARRAY[1,2,3,4])[2:3]
SELECT NOT EXISTS (SELECT FROM sale WHERE id < 0)
-- class: with
WITH monthly AS (SELECT date_trunc('month', sold_at) AS m, sum(fee) AS fee FROM sale GROUP BY 1) SELECT m, fee, fee - lag(fee) OVER (ORDER BY m) AS diff FROM monthly ORDER BY m
WITH a AS MATERIALIZED (SELECT * FROM sale), b AS NOT MATERIALIZED (SELECT * FROM a WHERE fee > 1) SELECT count(*) FROM b
WITH delete AS (SELECT 1 AS x) SELECT x FROM delete
WITH updates(n) AS (SELECT count(*) FROM words) SELECT n FROM updates
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 12) SELECT sum(n) FROM t
WITH RECURSIVE tree AS (SELECT id, name, boss_id, 1 AS depth, ARRAY[id] AS path FROM staff WHERE boss_id IS NULL UNION ALL SELECT s.id, s.name, s.boss_id, t.depth + 1, t.path || s.id FROM staff s JOIN tree t ON s.boss_id = t.id) SELECT * FROM tree ORDER BY path
WITH RECURSIVE d(day) AS (SELECT date '2024-01-01' UNION ALL SELECT day + 1 FROM d WHERE day < date '2024-01-31') SELECT d.day, count(s.id) FROM d LEFT JOIN sale s ON s.sold_at::date = d.day GROUP BY 1
WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib WHERE b < 1000) SELECT a FROM fib
WITH RECURSIVE up AS (SELECT id, boss_id FROM staff WHERE id = 4 UNION SELECT s.id, s.boss_id FROM staff s, up WHERE s.id = up.boss_id) SELECT * FROM up
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 10
-- class: windows
SELECT name, unit, pay, rank() OVER (PARTITION BY unit ORDER BY pay DESC), dense_rank() OVER w, row_number() OVER w, ntile(4) OVER w, percent_rank() OVER w, cume_dist() OVER w FROM staff WINDOW w AS (PARTITION BY unit ORDER BY pay DESC)
SELECT sold_at, fee, sum(fee) OVER (ORDER BY sold_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), avg(fee) OVER (ORDER BY sold_at ROWS 2 PRECEDING), first_value(fee) OVER (ORDER BY sold_at), last_value(fee) OVER (ORDER BY sold_at RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), nth_value(fee, 2) OVER (ORDER BY sold_at) FROM sale
SELECT id, count(*) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW), lead(fee, 1, 0) OVER (ORDER BY id) FROM sale
SELECT sold_at, sum(fee) OVER (ORDER BY sold_at RANGE BETWEEN INTERVAL '7 days' PRECEDING AND CURRENT ROW) FROM sale
SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY client_id ORDER BY sold_at DESC) AS rn FROM sale s) x WHERE rn = 1
SELECT DISTINCT ON (client_id) client_id, id, sold_at FROM sale ORDER BY client_id, sold_at DESC
SELECT state, sum(fee), 100.0 * sum(fee) / sum(sum(fee)) OVER () AS share FROM sale GROUP BY state
-- class: aggregates
SELECT state, client_id, sum(fee), grouping(state) FROM sale GROUP BY GROUPING SETS ((state), (client_id), ())
SELECT state, client_id, sum(fee), grouping(state, client_id) FROM sale GROUP BY ROLLUP (state, client_id)
SELECT state, client_id, sum(fee) FROM sale GROUP BY CUBE (state, client_id)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY fee), percentile_disc(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY fee), mode() WITHIN GROUP (ORDER BY state) FROM sale
SELECT string_agg(DISTINCT state, ', ' ORDER BY state), array_agg(id ORDER BY id DESC), json_agg(id), jsonb_object_agg(id, state), bool_and(fee > 0), bool_or(fee > 9), every(fee > 0) FROM sale
SELECT corr(qty, price), covar_pop(qty, price), regr_slope(price, qty), regr_r2(price, qty), stddev(price), stddev_pop(price), variance(price), var_samp(price), bit_and(qty), bit_or(qty) FROM sale_line
SELECT rank(5) WITHIN GROUP (ORDER BY fee) FROM sale
-- class: sets
SELECT state FROM sale UNION SELECT tier FROM client UNION ALL SELECT 'x' ORDER BY 1
SELECT id FROM sale INTERSECT SELECT id FROM client EXCEPT ALL SELECT 3
(SELECT id FROM sale LIMIT 1) UNION ALL (SELECT id FROM client LIMIT 1)
-- class: dates
SELECT date_trunc('week', sold_at), extract(dow FROM sold_at), extract(epoch FROM sold_at), date_part('hour', sold_at), to_char(sold_at, 'YYYY-MM-DD HH24:MI') FROM sale
SELECT now() - interval '30 days', current_date - 7, current_date + interval '1 month', age(now(), sold_at), age(sold_at) FROM sale
SELECT make_date(2024, 2, 29), make_interval(days => 3, hours => 4), make_timestamp(2024, 1, 1, 0, 0, 0), to_date('05.01.2024', 'DD.MM.YYYY'), to_timestamp(1700000000), date '2024-01-01' + time '10:30'
SELECT g::date AS day, count(s.id) FROM generate_series('2024-01-01'::timestamp, '2024-03-01', '1 day') AS g LEFT JOIN sale s ON s.sold_at::date = g::date GROUP BY 1 ORDER BY 1
SELECT d FROM generate_series((SELECT min(sold_at)::date FROM sale), (SELECT max(sold_at)::date FROM sale), interval '1 month') AS t(d)
SELECT count(*) FROM sale WHERE (sold_at, sold_at + interval '1 hour') OVERLAPS (timestamp '2024-01-01', timestamp '2024-12-31')
SELECT sold_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin', timezone('UTC', now()), date_bin('15 minutes', sold_at, timestamp '2001-01-01'), justify_hours(interval '30 hours'), isfinite(sold_at) FROM sale
SELECT extract(year FROM age(birth)) AS years, INTERVAL '1 year 2 months' * 2, interval '1' day, '5 minutes'::interval FROM client
SELECT n, chr(64 + n) FROM generate_series(1, 5) n
SELECT generate_series(1, 3), unnest(ARRAY['x','y','z'])
-- class: text
SELECT upper(full_name), lower(email), initcap(full_name), length(full_name), left(full_name, 3), right(full_name, 2), substring(full_name FROM 2 FOR 3), substring(email FROM '@(.*)$'), position('@' IN email), strpos(email, '@'), split_part(email, '@', 2) FROM client
SELECT trim(both ' ' from '  x '), ltrim('xxa', 'x'), btrim('xax', 'x'), lpad('7', 3, '0'), rpad('7', 3, '.'), repeat('*', 5), reverse('abc'), replace('abc', 'b', 'B'), translate('abc', 'ab', 'xy'), overlay('abcdef' placing 'XX' from 2 for 2), concat('a', 1, NULL), concat_ws('-', 'a', 'b'), format('%s has %s', 'x', 3), md5('x'), ascii('a'), chr(65), starts_with('abc', 'ab'), quote_literal('x')
SELECT full_name FROM client WHERE full_name LIKE 'A%' OR full_name ILIKE '%berg' OR full_name ~ '^[A-Z][a-z]+' OR full_name ~* 'son$' OR full_name !~ 'x' OR full_name SIMILAR TO '(A|B)%' OR email NOT LIKE '%\_%' ESCAPE '\'
SELECT regexp_replace(email, '@.*$', '', 'g'), regexp_match(email, '(\w+)@(\w+)'), (regexp_matches(email, '\w+', 'g'))[1], regexp_split_to_array('a,b', ','), string_to_array('a b', ' '), array_to_string(ARRAY['a','b'], '/'), encode('abc'::bytea, 'hex'), to_hex(255) FROM client
SELECT full_name ^@ 'A', 'a' || 'b' FROM client
SELECT E'tab\tnew\nline', $$it's; DROP TABLE sale$$, $q$nested $$ dollars$q$, B'101', X'1F', 'it''s'
-- class: json and arrays
SELECT payload->'items'->0->>'sku', payload #>> '{page,name}', payload @> '{"page": "/home"}', payload ? 'ms', payload ?| array['a','b'], payload ?& array['a'], jsonb_typeof(payload->'items'), jsonb_array_length(payload->'items') FROM visit
SELECT v.id, e.value FROM visit v, jsonb_array_elements(v.payload->'items') AS e(value)
SELECT k, count(*) FROM visit, jsonb_object_keys(payload) AS k GROUP BY k
SELECT key, value FROM visit, jsonb_each_text(payload) WHERE key <> 'ms'
SELECT r.sku, r.n FROM visit v, jsonb_to_recordset(v.payload->'items') AS r(sku text, n int)
SELECT jsonb_path_query_array(payload, '$.items[*].sku'), payload @? '$.items[*] ? (@.n > 1)', jsonb_build_object('a', 1, 'b', ARRAY[1,2]), json_build_array(1, 'x'), jsonb_set(payload, '{ms}', '5'), payload || '{"z": 1}', payload - 'ms', jsonb_pretty(payload), jsonb_strip_nulls(payload) FROM visit
SELECT title, tags[1], cardinality(tags), array_length(tags, 1), 'new' = ANY(tags), tags @> ARRAY['new'], tags && ARRAY['new','old'], array_position(tags, 'new'), array_remove(tags, 'x'), array_append(tags, 'y'), tags || 'z'::text FROM item
SELECT int4range(1, 10) @> 5, daterange('2024-01-01', '2024-02-01') && daterange('2024-01-15', '2024-03-01'), lower(int4range(1, 5)), upper(numrange(1, 5)), isempty(int4range(1, 1))
SELECT to_tsvector('english', note) @@ to_tsquery('english', 'late & parcel'), ts_rank(to_tsvector(note), plainto_tsquery('late')), websearch_to_tsquery('"late parcel" -lost') FROM sale
SELECT point(1, 2) <-> point(4, 6), box(point(0,0), point(1,1)), inet '10.0.0.1' << inet '10.0.0.0/8', host(inet '10.0.0.1/8'), gen_random_uuid() IS NOT NULL, random() < 2
-- class: tricky words
SELECT "delete", "update", "sleep", "drop" FROM words WHERE "delete" IS NOT TRUE AND "sleep" > 0
SELECT 'DROP TABLE sale; --' AS drop_text, 'INTO OUTFILE' AS "insert", 'pg_sleep(10)' AS "pg_sleep"
SELECT id /* DELETE FROM sale; */ FROM sale -- UPDATE sale SET fee = 0
SELECT "Quarter", "Größe", "Net ($)" FROM "Year Plan" WHERE "Quarter" = 'Q1'
SELECT s.id AS "select", s.fee AS "from", s.note AS "where" FROM sale "s"
SELECT '100%' AS pct, '%s' AS fmt, ':name' AS bind, '?' AS q, '$1' AS dollar, '{x}' AS brace, E'\\' AS backslash
SELECT /* outer /* inner */ still outer */ 1
SELECT 'naïve café – 東京 🚀' AS words, 'a b' AS nbsp
-- class: telling
EXPLAIN SELECT * FROM sale WHERE id = 1
EXPLAIN (FORMAT JSON, VERBOSE) SELECT state, count(*) FROM sale GROUP BY 1
EXPLAIN VERBOSE WITH a AS (SELECT 1) SELECT * FROM a
-- class: analyses
WITH first AS (SELECT client_id, min(date_trunc('month', sold_at)) AS cohort FROM sale GROUP BY 1) SELECT f.cohort, extract(month FROM age(date_trunc('month', s.sold_at), f.cohort)) AS months, count(DISTINCT s.client_id) FROM sale s JOIN first f USING (client_id) GROUP BY 1, 2
SELECT client_id, max(sold_at)::date AS recency, count(*) AS frequency, sum(fee) AS money, ntile(5) OVER (ORDER BY sum(fee)) FROM sale GROUP BY client_id
SELECT id, fee, (fee - avg(fee) OVER ()) / nullif(stddev(fee) OVER (), 0) AS z FROM sale
SELECT kind, count(*) FILTER (WHERE extract(hour FROM happened_at) BETWEEN 9 AND 17) AS day, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS pct FROM visit GROUP BY kind
SELECT *, sum(gap) OVER (PARTITION BY client_id ORDER BY happened_at) AS session FROM (SELECT v.*, CASE WHEN happened_at - lag(happened_at) OVER (PARTITION BY client_id ORDER BY happened_at) > interval '30 min' THEN 1 ELSE 0 END AS gap FROM visit v) t
SELECT state, percentile_cont(0.9) WITHIN GROUP (ORDER BY fee) AS p90, count(*)::numeric / (SELECT count(*) FROM sale) AS share FROM sale GROUP BY state ORDER BY p90 DESC NULLS LAST
SELECT total.state, total.n FROM (SELECT state, count(*) n FROM sale GROUP BY state) total ORDER BY n DESC
SELECT * FROM sale_totals ORDER BY total DESC LIMIT 3
SELECT width_bucket(fee, 0, 50, 5) AS bucket, count(*), repeat('#', count(*)::int) AS bar FROM sale GROUP BY 1 ORDER BY 1
SELECT pg_catalog.lower('ABC'), pg_catalog.count(*) FROM sale
SELECT xmlelement(name a, 'x'), xpath('/a/text()', '<a>1</a>'::xml)
SELECT lower(s.state) AS k, jsonb_agg(jsonb_build_object('id', s.id) ORDER BY s.id) FROM sale s GROUP BY lower(s.state)
