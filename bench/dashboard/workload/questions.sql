-- The questions, in portable SQL (standard apart from year and month by extract()).
--
-- "-- @question NAME keys=K": the first K columns are the key of a row, the rest are numbers.
-- {opps} {orders} {orders_t} {acts} {stages} {surveys} {accounts} {targets} {reps} stand for the bare
-- table or, under a filter, for the filtered set of filter.sql.
-- Months are whole numbers, yyyymm. The reporting day is 2025-12-31.

-- @question new_customers keys=2
SELECT extract(year FROM f.d) * 100 + extract(month FROM f.d) AS ym, a.channel, count(*) AS n
FROM (SELECT account_id, min(date) AS d FROM {orders} o WHERE date IS NOT NULL GROUP BY account_id) f
JOIN accounts a ON a.id = f.account_id
GROUP BY 1, 2;

-- @question acquisition_rate keys=2
SELECT extract(year FROM a.created_at) AS y, a.channel, count(*) AS accounts, count(f.account_id) AS customers,
       count(f.account_id) * 1.0 / count(*) AS rate
FROM {accounts} a LEFT JOIN (SELECT DISTINCT account_id FROM {orders} o) f ON f.account_id = a.id
GROUP BY 1, 2;

-- @question cohort_retention keys=2
WITH m AS (
  SELECT DISTINCT account_id, extract(year FROM date) * 12 + extract(month FROM date) - 1 AS mi
  FROM {orders} o WHERE date IS NOT NULL
), f AS (SELECT account_id, min(mi) AS c FROM m GROUP BY account_id)
SELECT f.c AS cohort, m.mi - f.c AS age, count(*) AS n
FROM m JOIN f ON f.account_id = m.account_id
GROUP BY 1, 2;

-- @question repeat_rate keys=2
SELECT c.y, a.segment, count(*) AS customers, count(*) FILTER (WHERE c.n >= 2) AS repeaters,
       count(*) FILTER (WHERE c.n >= 2) * 1.0 / count(*) AS rate
FROM (SELECT account_id, extract(year FROM date) AS y, count(*) AS n FROM {orders} o WHERE date IS NOT NULL GROUP BY 1, 2) c
JOIN accounts a ON a.id = c.account_id
GROUP BY 1, 2;

-- @question nps_csat keys=2
SELECT extract(year FROM s.at) * 100 + extract(month FROM s.at) AS ym, a.region, count(s.nps) AS n,
       100.0 * (count(*) FILTER (WHERE s.nps >= 9) - count(*) FILTER (WHERE s.nps <= 6)) / count(s.nps) AS nps,
       avg(s.csat) AS csat, count(*) FILTER (WHERE s.csat >= 4) * 1.0 / count(s.csat) AS top2
FROM {surveys} s JOIN accounts a ON a.id = s.account_id
GROUP BY 1, 2;

-- @question win_rate_month keys=1
SELECT extract(year FROM close_date) * 100 + extract(month FROM close_date) AS ym,
       count(*) AS closed, count(*) FILTER (WHERE status = 'won') AS won,
       count(*) FILTER (WHERE status = 'won') * 1.0 / count(*) AS rate_n,
       sum(CASE WHEN status = 'won' THEN amount_cny ELSE 0 END) AS won_value,
       sum(CASE WHEN status = 'won' THEN amount_cny ELSE 0 END) / sum(amount_cny) AS rate_value
FROM {opps} o WHERE status <> 'open' AND close_date IS NOT NULL
GROUP BY 1;

-- @question win_rate_rep keys=1
SELECT owner_id, count(*) AS closed, count(*) FILTER (WHERE status = 'won') AS won,
       count(*) FILTER (WHERE status = 'won') * 1.0 / count(*) AS rate_n,
       sum(CASE WHEN status = 'won' THEN amount_cny ELSE 0 END) AS won_value,
       sum(CASE WHEN status = 'won' THEN amount_cny ELSE 0 END) / sum(amount_cny) AS rate_value
FROM {opps} o WHERE status <> 'open'
GROUP BY 1;

-- @question win_rate_product keys=1
SELECT product, count(*) AS closed, count(*) FILTER (WHERE status = 'won') AS won,
       count(*) FILTER (WHERE status = 'won') * 1.0 / count(*) AS rate_n,
       sum(CASE WHEN status = 'won' THEN amount_cny ELSE 0 END) AS won_value,
       sum(CASE WHEN status = 'won' THEN amount_cny ELSE 0 END) / sum(amount_cny) AS rate_value
FROM {opps} o WHERE status <> 'open'
GROUP BY 1;

-- @question funnel keys=2
SELECT product, ord, reached, reached * 1.0 / lag(reached) OVER (PARTITION BY product ORDER BY ord) AS conversion
FROM (
  SELECT o.product,
         CASE s.stage WHEN 'Lead' THEN 1 WHEN 'Qualified' THEN 2 WHEN 'Discovery' THEN 3
                      WHEN 'Proposal' THEN 4 WHEN 'Negotiation' THEN 5 WHEN 'Closed Won' THEN 6 END AS ord,
         count(DISTINCT s.opp_id) AS reached
  FROM {stages} s JOIN opportunities o ON o.id = s.opp_id
  WHERE s.stage <> 'Closed Lost'
  GROUP BY 1, 2
) t;

-- @question time_in_stage keys=1
SELECT stage, count(*) AS n,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p90
FROM (
  SELECT stage, (extract(epoch FROM lead(entered_at) OVER (PARTITION BY opp_id ORDER BY entered_at))
                 - extract(epoch FROM entered_at)) / 86400.0 AS days
  FROM {stages} s
) t WHERE days IS NOT NULL
GROUP BY 1;

-- @question sales_cycle keys=1
SELECT product, count(*) AS n, avg(days) AS mean,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p90
FROM (SELECT product, CAST(close_date - created_at AS DOUBLE) AS days FROM {opps} o
      WHERE status = 'won' AND close_date IS NOT NULL AND created_at IS NOT NULL) t
GROUP BY 1;

-- @question activity_participation keys=2
SELECT owner_id, type, count(*) AS n, count(DISTINCT account_id) AS accounts, count(DISTINCT opp_id) AS opps, sum(duration) AS minutes
FROM {acts} x
GROUP BY 1, 2;

-- @question exhibition_effect keys=2
SELECT o.product, CASE WHEN e.opp_id IS NULL THEN 0 ELSE 1 END AS exhibition, count(*) AS closed,
       count(*) FILTER (WHERE o.status = 'won') * 1.0 / count(*) AS rate_n,
       sum(CASE WHEN o.status = 'won' THEN o.amount_cny ELSE 0 END) / sum(o.amount_cny) AS rate_value
FROM {opps} o
LEFT JOIN (SELECT DISTINCT opp_id FROM activities WHERE type = 'exhibition' AND opp_id IS NOT NULL) e ON e.opp_id = o.id
WHERE o.status <> 'open'
GROUP BY 1, 2;

-- @question revenue_margin keys=2
SELECT extract(year FROM date) * 100 + extract(month FROM date) AS ym, product, count(*) AS orders, sum(qty) AS qty,
       sum(amount) AS revenue, sum(cost) AS cost, (sum(amount) - sum(cost)) / sum(amount) AS margin
FROM {orders} o WHERE date IS NOT NULL AND amount IS NOT NULL
GROUP BY 1, 2;

-- @question revenue_rep_month keys=2
SELECT owner_id, extract(year FROM date) * 100 + extract(month FROM date) AS ym, count(*) AS orders, sum(amount) AS revenue
FROM {orders} o WHERE date IS NOT NULL
GROUP BY 1, 2;

-- @question growth keys=1
SELECT ym, revenue, revenue / lag(revenue, 1) OVER (ORDER BY ym) - 1 AS mom, revenue / lag(revenue, 12) OVER (ORDER BY ym) - 1 AS yoy
FROM (SELECT extract(year FROM date) * 100 + extract(month FROM date) AS ym, sum(amount) AS revenue
      FROM {orders_t} o WHERE date IS NOT NULL GROUP BY 1) t;

-- @question target_attainment keys=2
SELECT t.rep_id, t.ym, t.target, coalesce(r.revenue, 0) AS revenue, coalesce(r.revenue, 0) / t.target AS attainment
FROM (SELECT rep_id, extract(year FROM month) * 100 + extract(month FROM month) AS ym, target FROM {targets} g) t
LEFT JOIN (SELECT owner_id, extract(year FROM date) * 100 + extract(month FROM date) AS ym, sum(amount) AS revenue
           FROM {orders} o WHERE date IS NOT NULL GROUP BY 1, 2) r
  ON r.owner_id = t.rep_id AND r.ym = t.ym;

-- @question pareto keys=1
SELECT CAST(floor((rn - 1) * 10.0 / cnt) AS INTEGER) AS decile, count(*) AS accounts, sum(revenue) AS revenue,
       sum(revenue) / max(total) AS share, count(*) FILTER (WHERE cum <= 0.8 * total) AS n80
FROM (
  SELECT revenue, row_number() OVER (ORDER BY revenue DESC, account_id) AS rn, count(*) OVER () AS cnt, sum(revenue) OVER () AS total,
         sum(revenue) OVER (ORDER BY revenue DESC, account_id ROWS UNBOUNDED PRECEDING) AS cum
  FROM (SELECT account_id, sum(amount) AS revenue FROM {orders} o WHERE amount IS NOT NULL GROUP BY 1) a
) t
GROUP BY 1;

-- @question avg_deal_size keys=2
SELECT extract(year FROM o.close_date) AS y, a.segment, count(o.amount_cny) AS n, avg(o.amount_cny) AS mean,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY o.amount_cny) AS median
FROM {opps} o JOIN accounts a ON a.id = o.account_id
WHERE o.status = 'won' AND o.close_date IS NOT NULL
GROUP BY 1, 2;

-- @question pipeline_stage_age keys=2
SELECT stage, CASE WHEN age <= 30 THEN 0 WHEN age <= 60 THEN 1 WHEN age <= 90 THEN 2 WHEN age <= 180 THEN 3 ELSE 4 END AS band,
       count(*) AS n, sum(amount_cny) AS value
FROM (SELECT stage, amount_cny, DATE '2025-12-31' - created_at AS age FROM {opps} o WHERE status = 'open' AND created_at IS NOT NULL) t
GROUP BY 1, 2;

-- @question weighted_pipeline keys=2
SELECT r.team, extract(year FROM o.expected_close) * 100 + extract(month FROM o.expected_close) AS ym, count(*) AS n, sum(o.amount_cny) AS value,
       sum(o.amount_cny * CASE o.stage WHEN 'Lead' THEN 0.05 WHEN 'Qualified' THEN 0.15 WHEN 'Discovery' THEN 0.3 WHEN 'Proposal' THEN 0.5 ELSE 0.75 END) AS weighted
FROM {opps} o JOIN reps r ON r.id = o.owner_id
WHERE o.status = 'open'
GROUP BY 1, 2;

-- @question price_volume_mix keys=1
WITH p AS (
  SELECT product,
         sum(CASE WHEN date < DATE '2025-01-01' THEN qty ELSE 0 END) AS q0, sum(CASE WHEN date < DATE '2025-01-01' THEN amount ELSE 0 END) AS r0,
         sum(CASE WHEN date >= DATE '2025-01-01' THEN qty ELSE 0 END) AS q1, sum(CASE WHEN date >= DATE '2025-01-01' THEN amount ELSE 0 END) AS r1
  FROM {orders_t} o WHERE date >= DATE '2024-01-01' AND date <= DATE '2025-12-31' AND amount IS NOT NULL
  GROUP BY product
), t AS (SELECT sum(q0) * 1.0 AS tq0, sum(q1) * 1.0 AS tq1 FROM p)
SELECT p.product, p.r0, p.r1, (p.r1 / p.q1 - p.r0 / p.q0) * p.q1 AS price, (t.tq1 - t.tq0) * p.r0 / t.tq0 AS volume,
       (p.q1 - t.tq1 * p.q0 / t.tq0) * p.r0 / p.q0 AS mix
FROM p CROSS JOIN t;

-- @question top10_accounts keys=2
SELECT t.account_id, a.name, t.revenue, t.orders
FROM (SELECT account_id, sum(amount) AS revenue, count(*) AS orders FROM {orders} o WHERE amount IS NOT NULL
      GROUP BY 1 ORDER BY revenue DESC, account_id LIMIT 10) t
JOIN accounts a ON a.id = t.account_id;

-- @question discount_bands keys=1
SELECT d.band, count(*) AS closed, count(*) FILTER (WHERE o.status = 'won') AS won, count(*) FILTER (WHERE o.status = 'won') * 1.0 / count(*) AS rate_n
FROM (SELECT account_id, CAST(floor(sum(discount) * 20 / count(*) + 0.000001) AS INTEGER) AS band FROM {orders} r GROUP BY 1) d
JOIN {opps} o ON o.account_id = d.account_id
WHERE o.status <> 'open'
GROUP BY 1;
