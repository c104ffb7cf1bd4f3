-- Loading into DuckDB: CSV bytes to typed, cleaned tables.
-- {csv:NAME} is replaced by read_csv('NAME.csv', <fixed options>, columns={...}).
-- The rules, for every peer:
--   * an empty field is NULL
--   * a date that is not a valid YYYY-MM-DD is NULL
--   * an amount may carry thousands separators; one that is not a number is NULL
--   * amount_cny = amount * (7.1 if currency is USD, else 1)

-- @load reps
CREATE TABLE reps AS SELECT * FROM {csv:reps|id VARCHAR, name VARCHAR, team VARCHAR, region VARCHAR, role VARCHAR, hired_at DATE};

-- @load accounts
CREATE TABLE accounts AS SELECT * FROM {csv:accounts|id VARCHAR, name VARCHAR, industry VARCHAR, region VARCHAR, country VARCHAR, segment VARCHAR, created_at DATE, channel VARCHAR, employees INTEGER};

-- @load opportunities
CREATE TABLE opportunities AS
SELECT *, amount * CASE WHEN currency = 'USD' THEN 7.1 ELSE 1 END AS amount_cny FROM (
  SELECT id, name, account_id, owner_id, product, source, stage, status,
         TRY_CAST(replace(amount, ',', '') AS DOUBLE) AS amount, currency, cost,
         TRY_CAST(created_at AS DATE) AS created_at, TRY_CAST(close_date AS DATE) AS close_date,
         expected_close, loss_reason, complexity, need_clarity
  FROM {csv:opportunities|id VARCHAR, name VARCHAR, account_id VARCHAR, owner_id VARCHAR, product VARCHAR, source VARCHAR, stage VARCHAR, status VARCHAR, amount VARCHAR, currency VARCHAR, cost DOUBLE, created_at VARCHAR, close_date VARCHAR, expected_close DATE, loss_reason VARCHAR, complexity INTEGER, need_clarity INTEGER}
) t;

-- @load stage_history
CREATE TABLE stage_history AS SELECT * FROM {csv:stage_history|opp_id VARCHAR, stage VARCHAR, entered_at TIMESTAMP};

-- @load activities
CREATE TABLE activities AS SELECT * FROM {csv:activities|id VARCHAR, type VARCHAR, account_id VARCHAR, opp_id VARCHAR, owner_id VARCHAR, at TIMESTAMP, duration INTEGER, outcome VARCHAR};

-- @load orders
CREATE TABLE orders AS
SELECT id, account_id, owner_id, TRY_CAST(date AS DATE) AS date, product, qty, unit_price, discount, cost,
       TRY_CAST(replace(amount, ',', '') AS DOUBLE) AS amount
FROM {csv:orders|id VARCHAR, account_id VARCHAR, owner_id VARCHAR, date VARCHAR, product VARCHAR, qty INTEGER, unit_price DOUBLE, discount DOUBLE, cost DOUBLE, amount VARCHAR};

-- @load surveys
CREATE TABLE surveys AS SELECT * FROM {csv:surveys|account_id VARCHAR, at DATE, nps INTEGER, csat INTEGER};

-- @load targets
CREATE TABLE targets AS SELECT * FROM {csv:targets|rep_id VARCHAR, month DATE, target DOUBLE};
