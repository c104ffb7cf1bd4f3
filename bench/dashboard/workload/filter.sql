-- What the {…} names of questions.sql stand for under a filter {team, from, to}
-- (one team, one year). Without a filter they are the bare tables.
-- @set opps
(SELECT * FROM opportunities WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}') AND created_at BETWEEN DATE '{from}' AND DATE '{to}')
-- @set orders
(SELECT * FROM orders WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}') AND date BETWEEN DATE '{from}' AND DATE '{to}')
-- @set orders_t
(SELECT * FROM orders WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}'))
-- @set acts
(SELECT * FROM activities WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}') AND "at" >= DATE '{from}' AND "at" < DATE '{to}' + INTERVAL 1 DAY)
-- @set stages
(SELECT * FROM stage_history WHERE opp_id IN (SELECT id FROM opportunities WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}') AND created_at BETWEEN DATE '{from}' AND DATE '{to}'))
-- @set surveys
(SELECT * FROM surveys WHERE "at" BETWEEN DATE '{from}' AND DATE '{to}' AND account_id IN (SELECT account_id FROM orders WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}') AND date BETWEEN DATE '{from}' AND DATE '{to}'))
-- @set accounts
(SELECT * FROM accounts WHERE id IN (SELECT account_id FROM opportunities WHERE owner_id IN (SELECT id FROM reps WHERE team = '{team}') AND created_at BETWEEN DATE '{from}' AND DATE '{to}'))
-- @set targets
(SELECT * FROM targets WHERE rep_id IN (SELECT id FROM reps WHERE team = '{team}') AND month BETWEEN DATE '{from}' AND DATE '{to}')
