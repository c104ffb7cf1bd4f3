"""Typed tables in DuckDB, and what is seen of them from one day, under filters, in groups.

Amounts are in cents; an empty cell is NULL. Every view has k (the row), g (its group) and the columns of its table.
"""

from generate import AS_OF

SCHEMA = """
create table people (name varchar, team varchar, region varchar);
create table accounts (account varchar, industry varchar, "created date" varchar, segment varchar);
create table products (product varchar, "list price" varchar);
"""

DAY = lambda column: f"try_cast(left(nullif({column}, ''), 10) as date)"
CENTS = lambda column: f"cast(round(cast(nullif({column}, '') as decimal(18,2)) * 100) as bigint)"

TYPED = """
create table t_deals as select row_number() over () as k, "opportunity id" as id, stage, {created} as created, {closed} as closed, {amount} as amount,
  nullif(d.account, '') as customer, nullif(d.owner, '') as person, nullif(d.product, '') as product, nullif("lead source", '') as source,
  nullif("loss reason", '') as reason, nullif(competitor, '') as competitor, {probability} as probability,
  case stage when 'Closed Won' then 'won' when 'Closed Lost' then 'lost' else 'open' end as outcome, {expected} as expected, nullif("opportunity type", '') as category
  from opportunities d;
update t_deals set closed = expected where closed is null and outcome = 'open';
create table t_moves as select row_number() over () as k, "opportunity id" as id, stage, {changed} as day, {worth} as amount, {promised} as expected from stage_history;
create table t_sold as select row_number() over () as k, "order id" as id, {ordered} as day, nullif(customer, '') as customer, nullif(owner, '') as person,
  nullif(product, '') as product, {amount} as amount, {cost} as cost, try_cast(nullif(quantity, '') as decimal(18,6)) as quantity, {ends} as ends, {churn} as reason, {due} as due, {paid_on} as paid_on, {amount_paid} as amount_paid from orders;
alter table t_sold add column sold_on date;
update t_sold set sold_on = case when amount < 0 then coalesce((select min(s.day) from t_sold s where s.id = t_sold.id and s.amount > 0), day) else day end;
alter table t_sold add column first_customer date;
alter table t_sold add column first_product date;
-- Of the first 365 days nothing says what was new.
update t_sold set first_customer = (select min(s.day) from t_sold s where s.customer = t_sold.customer and s.amount > 0), first_product = (select min(s.day) from t_sold s where s.product = t_sold.product and s.amount > 0)
  where day >= (select min(day) from t_sold) + 365;
create table t_acts as select row_number() over () as k, {acted} as day, nullif(type, '') as type, nullif(a.owner, '') as person, nullif(a.account, '') as customer,
  nullif(attended, '') as attended, nullif("opportunity id", '') as id, try_cast(nullif(duration, '') as bigint) as minutes, {activity_cost} as cost, d.product, d.source
  from activities a left join t_deals d on d.id = "opportunity id";
create table t_leads as select row_number() over () as k, nullif("lead source", '') as source, {created} as created, nullif(converted, '') as converted, nullif(company, '') as customer, {contacted} as replied, {given_to} as person from leads;
-- Where nothing but yes is written, nothing is no.
update t_leads set converted = 'no' where converted is null and exists (select 1 from t_leads where converted = 'yes') and not exists (select 1 from t_leads where converted = 'no');
update t_leads set replied = (select min(a.day) from t_acts a where a.customer = t_leads.customer and a.day >= t_leads.created) where {is_contact_derived};
alter table t_leads add column bought date;
update t_leads set bought = (select min(day) from t_sold o where o.customer = t_leads.customer and o.amount > 0);
create table t_answers as select row_number() over () as k, {answered} as day, nullif(customer, '') as customer,
  try_cast(nullif(satisfaction, '') as int) as sat, case when recommend not like '%.%' then try_cast(nullif(recommend, '') as int) end as rec,
  nullif(satisfaction, '') is not null as has_sat, try_cast(recommend as decimal(9,2)) = round(try_cast(recommend as decimal(9,2))) as has_rec, {first_reply} as replied, {resolved} as resolved, nullif("issue type", '') as category from survey;
alter table t_answers add column is_answer boolean;
update t_answers set is_answer = coalesce(has_sat, false) or coalesce(has_rec, false) or category is not null or replied is not null or resolved is not null;
-- Only a file with rows of both kinds lists who did not answer.
alter table t_answers add column is_listed boolean;
update t_answers set is_listed = (select count(distinct a.is_answer) from t_answers a) = 2;
update t_answers set is_answer = true where not is_listed;
create table t_paid as select row_number() over () as k, p."opportunity id" as id, nullif(p.customer, '') as customer, {paid} as day, {received} as amount,
  d.person, d.product, d.source, case when d.outcome = 'won' then d.closed end as closed, {planned_on} as due, {planned} as planned from payments p left join t_deals d on d.id = p."opportunity id";
create table t_spent as select row_number() over () as k, {spent_on} as day, nullif(channel, '') as source, {spend} as amount, nullif("expense type", '') as category, nullif(employee, '') as person from spend;
create table t_goals as select row_number() over () as k, cast(month || '-01' as date) as month, owner as person, {target} as amount from targets;
create table t_listed as select row_number() over () as k, account as customer, {listed} as created,
  (select min(day) from t_sold o where o.customer = a.account and o.amount > 0) as bought from accounts a;
create table staff as select name as person, nullif(team, '') as team, nullif(region, '') as region, {hired} as hired from people;
alter table t_sold add column margin bigint;
-- Of the whole order, where the cost of all of it is known and it brought something.
update t_sold set margin = m.margin from (select id, case when sum(amount) > 0 and count(*) filter (where amount is not null and cost is null) = 0
  then sum(amount - cost) end as margin from t_sold group by id) m where m.id = t_sold.id;
create table t_forecasts as select row_number() over () as k, {made} as day, cast(f."forecast month" || '-01' as date) as month, last_day(cast(f."forecast month" || '-01' as date)) as ends,
  nullif(f.owner, '') as person, {forecast} as amount from forecasts f;
alter table t_forecasts add column actual bigint;
-- Who is not in the opportunities has no actual; where nothing was won it is 0, and unknown where no amount of what was is known.
update t_forecasts f set actual = (select case when count(*) filter (where outcome = 'won' and closed between f.month and f.ends) = 0 then 0
    else sum(amount) filter (where outcome = 'won' and closed between f.month and f.ends) end from t_deals d where f.person is null or d.person = f.person)
  where (day is null or day <= ends) and (person is null or person in (select d.person from t_deals d where d.person is not null));
create table t_splits as select row_number() over () as k, s."opportunity id" as id, nullif("split owner", '') as person,
  cast(nullif(replace("split percentage", '%', ''), '') as decimal(9, 4)) as weight from splits s;
-- Criteria of a stage are columns that begin with its name; a stage that nothing was ever in asks for nothing.
create table t_met as select * from (select "opportunity id" as id, 'Qualification' as stage, cast(coalesce({budget}, '') not in ('', 'no') as int) as met from opportunities where {asks}
  union all select "opportunity id", 'Proposal', cast(coalesce({decider}, '') not in ('', 'no') and coalesce({need}, '') not in ('', 'no') as int) from opportunities where {asks})
  where stage in (select stage from opportunities union all select m.stage from t_moves m join t_deals d on d.id = m.id);
create table beginning as select least((select min(created) from t_deals), (select min(closed) from t_deals where outcome <> 'open')) as day;
create table extent as select min(day) as day, max(day) as last from (select created as day from t_deals union all select closed from t_deals where outcome <> 'open'
  union all select day from t_moves union all select day from t_sold union all select paid_on from t_sold union all select day from t_acts union all select created from t_leads
  union all select day from t_answers union all select replied from t_answers union all select resolved from t_answers union all select day from t_paid union all select day from t_spent
  union all select day from t_forecasts);
create table firms as select account as customer, nullif(industry, '') as industry, nullif(segment, '') as segment from accounts;
create table wares as select product, {price} as list_price from products;
-- Most opportunities cost more than one and a half times the list price, and nothing says how many pieces they are: the list says nothing of them.
create table list_of_pieces as select 2 * count(*) filter (where d.amount > w.list_price * 3 // 2) > count(*) as is_so
  from t_deals d join wares w using (product) where d.amount > 0 and w.list_price is not null;
update wares set list_price = null where (select is_so from list_of_pieces);
"""

CRITERIA = {"budget": "Qualification: budget", "decider": "Proposal: decision maker", "need": "Proposal: need"}

# The dimensions of each table, and where they come from: the row itself, its person (team, region) or its customer (industry).
BY_PERSON = {"person": "x.person", "team": "s.team", "region": "s.region"}
BY_CUSTOMER = {"customer": "x.customer", "industry": "f.industry"}
DEALS = {**BY_PERSON, **BY_CUSTOMER, "product": "x.product", "source": "x.source", "stage": "x.stage", "lossReason": "x.reason", "competitor": "x.competitor", "category": "x.category"}
DIMENSIONS = {
    "deals": DEALS,
    "stays": DEALS,
    "sold": {**BY_PERSON, **BY_CUSTOMER, "product": "x.product", "lossReason": "x.reason"},
    "acts": {**BY_PERSON, **BY_CUSTOMER, "activityType": "x.type", "product": "x.product", "source": "x.source"},
    "leads": {**BY_PERSON, **BY_CUSTOMER, "source": "x.source"},
    "answers": {**BY_CUSTOMER, "category": "x.category"},
    "paid": {**BY_PERSON, **BY_CUSTOMER, "product": "x.product", "source": "x.source"},
    "spent": {**BY_PERSON, "source": "x.source", "category": "x.category"},
    "goals": BY_PERSON,
    "credits": DEALS,
    "forecasts": BY_PERSON,
    "starters": BY_PERSON,
    "firsts": DEALS,
    "buys": BY_CUSTOMER,
    "listed": BY_CUSTOMER,
    "contracts": {**BY_PERSON, **BY_CUSTOMER, "product": "x.product", "lossReason": "x.reason"},
    "paths": DEALS,
    "receivables": {**BY_PERSON, **BY_CUSTOMER, "product": "x.product"},
    "parts": {**DEALS, "activityType": "x.type"},
    # All opportunities beside a breakdown by kind of activity, which does not divide them.
    "whole": {**DEALS, "activityType": "''"},
    "changes": {**BY_PERSON, **BY_CUSTOMER, **{d: DEALS[d] for d in ("product", "source", "competitor", "category")}},
}

# Dimensions that the words leave open: whose purchase is a day with orders of two people?
OPEN_DIMENSIONS = {"receivables": {"lossReason", "source"}, "buys": {"person", "team", "region", "product", "source", "lossReason"}}

# Seen from a day: what came later has not happened, what closed later is open. What is open today or closed later was
# closed then if the last stage entered by that day says so; of stages entered on one day an end comes last.
SEEN = {
    "deals": """select k, id, stage, created, case when now.outcome = 'open' and was.ended is not null then was.day else closed end as closed,
      amount, customer, person, product, source, reason, competitor, category, probability, list_price, expected,
      case when now.outcome = 'open' then coalesce(was.ended, 'open') else now.outcome end as outcome
      from (select * replace (case when closed > {as_of} then 'open' else outcome end as outcome) from t_deals) now
      left join wares using (product)
      left join (select id, day, case stage when 'Closed Won' then 'won' when 'Closed Lost' then 'lost' end as ended from t_moves
        where day <= {as_of} and {is_past} qualify row_number() over (partition by id order by day desc, stage like 'Closed%' desc, k desc) = 1) was using (id)
      where created is null or created <= {as_of}""",
    "sold": "select * from t_sold where day is null or day <= {as_of}",
    "acts": "select * from t_acts where day is null or day <= {as_of}",
    "leads": "select * from t_leads where created is null or created <= {as_of}",
    "answers": "select * from t_answers where day is null or day <= {as_of}",
    "paid": "select * from t_paid where day is null or day <= {as_of}",
    "spent": "select * from t_spent where day is null or day <= {as_of}",
    "goals": "select * from t_goals",
    "forecasts": "select * from t_forecasts where day is null or day <= {as_of}",
    # The parts of an opportunity are its amount: what is left over goes to those who lost most by rounding down, then by name.
    "credits": """with w as (select d.* exclude (person, k), s.k as part, s.person as credited, s.weight, sum(s.weight) over (partition by d.id) as whole, d.person as owner
        from seen_deals d left join (select * from t_splits where person is not null and weight > 0) s using (id)),
      shares as (select *, cast(floor(cast(amount as decimal(30, 4)) * weight / whole) as bigint) as low, (cast(amount as decimal(30, 4)) * weight) % whole as lost from w),
      placed as (select *, amount - sum(low) over (partition by id) as missing, row_number() over (partition by id order by lost desc, credited, part) as place from shares)
      select row_number() over () as k, * exclude (amount, credited, weight, whole, owner, low, lost, missing, place, part),
        case when part is null then owner else credited end as person, case when part is null then amount else low + case when place <= missing then 1 else 0 end end as amount from placed""",
    "starters": """select row_number() over () as k, s.person, s.hired as created, w.closed, case when w.closed <= {as_of} then 'won' else 'open' end as outcome
      from staff s left join (select person, hired, min(closed) as closed from staff join t_deals using (person) where outcome = 'won' and closed >= hired group by all) w using (person, hired)
      where s.hired <= {as_of} and s.hired >= (select day from beginning)""",
    # The first win ever, not the first that passes the filters.
    "firsts": """select * from (select *, row_number() over (partition by customer order by closed, id) as place from seen_deals
      where outcome = 'won' and customer is not null and closed is not null) where place = 1""",
    # One purchase of a customer a day; the next is awaited for as long as four in five of the intervals are, of its segment where that has 30.
    "buys": """with gaps as (select segment, day - lag(day) over (partition by customer order by day) as gap
        from (select distinct customer, day from t_sold where amount > 0 and id not in (select id from t_sold group by id having sum(amount) <= 0) and customer is not null and day is not null) left join firms using (customer)),
      waits as (select segment, cast(ceil(quantile_cont(gap, 0.8)) as int) as wait from gaps where gap is not null and segment is not null group by segment having count(*) >= 30)
      select row_number() over () as k, customer, day, day - lag(day) over (partition by customer order by day) as gap, lead(day) over (partition by customer order by day) as next,
        day + coalesce(w.wait, (select cast(ceil(quantile_cont(gap, 0.8)) as int) from gaps)) as awaited
      from (select * from (select customer, segment from firms) right join (select distinct customer, day from seen_sold where amount > 0 and id not in (select id from t_sold group by id having sum(amount) <= 0) and customer is not null and day is not null) using (customer)) left join waits w using (segment)""",
    # Orders with a last day, their amount for a year of 365 days, and whether another of the customer follows within 30 days.
    "contracts": """with k as (select k, customer, person, product, reason, day as starts, ends, amount from t_sold where day is not null and ends >= day and (amount is null or amount >= 0))
      select k.*, cast(round_even(cast(amount as decimal(38, 12)) * 365 / (ends - starts + 1), 0) as bigint) as yearly,
        exists (select 1 from k o where o.customer = k.customer and o.starts <= k.ends + 31 and o.ends > k.ends) as renewed from k where starts <= {as_of}""",
    # Invoices with a due date, and planned payments: what was to be paid by when, what was, and when.
    "receivables": """select row_number() over () as k, * from (
      select customer, person, product, day as billed, due, paid_on, amount, case when {has_amount_paid} then coalesce(amount_paid, 0) when paid_on is null then 0 else amount end as paid from t_sold
      union all select customer, person, product, null, due, day, coalesce(planned, amount), coalesce(amount, 0) from t_paid)
      where due <= {as_of} and amount > 0""",
    "paths": "select d.*, p.skipped, a.met from seen_deals d left join t_paths p using (id) left join t_asked a using (id)",
    "stays": "select t.*, m.met from t_stays t left join t_met m using (id, stage)",
    "listed": "select * from t_listed where created is null or created <= {as_of}",
    # One row for each opportunity and kind of activity it had by its end.
    "parts": """select row_number() over () as k, d.* exclude k, a.type from seen_deals d join (select distinct t.id, type from t_acts t join t_deals e on e.id = t.id
      where type is not null and t.day is not null and (e.outcome = 'open' or e.closed is null or t.day <= e.closed)) a using (id)""",
    "whole": "select * from seen_deals",
    "changes": "select d.* exclude (k, amount), t.* exclude id from t_changes t join t_deals d using (id) where t.day <= {as_of}",
}

# Stages are ordered by how many others they are entered before in more opportunities; won stages come last, lost ones are an
# exit. Closed on no known day and in a stage later: not closed then. Rows of one day follow that order; rows of one stage in a row are one stay; the opportunity itself ends the last one.
STAYS = """
create or replace table moves as select k, id, stage, day from t_moves where day <= {as_of};
create or replace table firsts_in as select id, stage, min(day) as day from {ranked_from} group by all;
create or replace table pairs as select a.stage as a, b.stage as b, count(*) as n from firsts_in a join firsts_in b on a.id = b.id and a.day < b.day group by all;
create or replace table ranked as with names as (select distinct stage from {ranked_from}),
  sides as (select x.stage, coalesce(f.n, 0) as before, coalesce(g.n, 0) as after from names x cross join names y
    left join pairs f on f.a = x.stage and f.b = y.stage left join pairs g on g.a = y.stage and g.b = x.stage)
  select stage, row_number() over (order by count(*) filter (where before > after) - count(*) filter (where after > before) desc, stage) as rank from sides where stage not like 'Closed%' group by stage
  union all select stage, case stage when 'Closed Won' then 1000 else 2000 end from names where stage like 'Closed%';
create or replace table turns as select * from (select m.*, r.rank, lag(m.stage) over (partition by m.id order by m.day, r.rank, m.k) as former
  from moves m join ranked r using (stage)) where former is distinct from stage;
create or replace table t_stays as select d.* exclude (stage, created, closed), t.stage, t.day as created, t.visit, t.rank, t.furthest,
  case when following is null then case d.outcome when 'won' then 'advanced' when 'lost' then 'lost' else 'still_there' end
    when following = 'Closed Lost' then 'lost' when following = 'Closed Won' or next_rank > rank then 'advanced' else 'regressed' end as ended,
  case when following is not null then greatest(next_day, day) when d.outcome <> 'open' and d.closed is not null then greatest(d.closed, day) end as closed
  from (select *, lead(stage) over w as following, lead(day) over w as next_day, lead(rank) over w as next_rank,
    row_number() over (partition by id, stage order by day, rank) as visit,
    max(rank) filter (where stage <> 'Closed Lost') over (partition by id) as furthest from turns window w as (partition by id order by day, rank)) t
  join (select * replace (case when closed is null and id in (select id from t_moves where day > {as_of}) then 'open' else outcome end as outcome)
    from seen_deals) d using (id) where t.stage not like 'Closed%';
-- A step is a stage that at least half of the won with a history were in; left out are those before the furthest stage, of a won one all.
create or replace table t_paths as with won as (select distinct id, stage, rank from t_stays where outcome = 'won'),
  steps as (select stage, rank from won group by all having count(*) * 2 >= (select count(distinct id) from won)),
  far as (select id, max(rank) as furthest, bool_or(outcome = 'won') as is_won from t_stays group by id)
  select id, case when (select count(*) from won) > 0 then (select count(*) from steps s where (f.is_won or s.rank < f.furthest)
    and not exists (select 1 from t_stays t where t.id = f.id and t.stage = s.stage)) end as skipped from far f;
-- Asked for what the stages it went on from ask for; of what was won without any history, for all there is.
create or replace table t_asked as select id, min(met) as met from (select id, m.met from t_stays t join t_met m using (id, stage) where t.ended = 'advanced'
  union all select id, m.met from t_met m join t_deals d using (id) where d.outcome = 'won' and (select count(*) from t_moves) = 0) group by id;
"""


def load(db, tables):
    """The files as they are, then typed."""
    for name, (header, rows) in tables.items():
        columns = ", ".join(f'"{column}" varchar' for column in header)
        db.execute(f"create table {name[:-4]} ({columns})")
        if rows:
            db.executemany(f"insert into {name[:-4]} values ({', '.join('?' * len(header))})", [[str(cell) for cell in row] for row in rows])
    if "stage_history.csv" not in tables:
        db.execute('create table stage_history ("opportunity id" varchar, stage varchar, "change date" varchar)')
        tables = {**tables, "stage_history.csv": ([], [])}
    if "forecasts.csv" not in tables:
        db.execute('create table forecasts ("forecast date" varchar, "forecast month" varchar, owner varchar, "forecast amount" varchar)')
    if "splits.csv" not in tables:
        db.execute('create table splits ("opportunity id" varchar, "split owner" varchar, "split percentage" varchar)')
    has = lambda name, column: column in tables[name][0]
    optional = lambda name, column, typed, kind="date": typed(f'"{column}"') if has(name, column) else f"cast(null as {kind})"
    has_probability = "probability" in tables["opportunities.csv"][0]
    db.execute(TYPED.format(
        created=DAY("created"), closed=DAY('"close date"'), amount=CENTS("amount"), cost=CENTS("cost"), changed=DAY('"change date"'), ordered=DAY('"order date"'),
        expected=optional("opportunities.csv", "expected close date", DAY), ends=optional("orders.csv", "contract end date", DAY),
        due=optional("orders.csv", "payment due date", DAY), paid_on=optional("orders.csv", "paid date", DAY), amount_paid=optional("orders.csv", "amount paid", CENTS, "bigint"),
        planned_on=optional("payments.csv", "planned payment date", DAY), planned=optional("payments.csv", "planned amount", CENTS, "bigint"),
        churn="nullif(\"churn reason\", '')" if has("orders.csv", "churn reason") else "cast(null as varchar)", activity_cost=CENTS("cost"),
        given_to=optional("leads.csv", "lead owner", lambda c: f"nullif({c}, '')", "varchar"), contacted=optional("leads.csv", "first contact date", DAY), is_contact_derived=not has("leads.csv", "first contact date"),
        worth=optional("stage_history.csv", "amount", CENTS, "bigint"), promised=optional("stage_history.csv", "close date", DAY),
        **{name: optional("opportunities.csv", column, lambda c: c, "varchar") for name, column in CRITERIA.items()}, asks=str(has("opportunities.csv", CRITERIA["need"])).lower(),
        first_reply=DAY('"first response date"'), resolved=DAY('"resolved date"'),
        acted=DAY('"activity date"'), answered=DAY('"response date"'),
        paid=DAY('"payment date"'), received=CENTS('"amount received"'), spent_on=DAY("date"), spend=CENTS("spend"), target=CENTS("target"), made=DAY('"forecast date"'), forecast=CENTS('"forecast amount"'), price=CENTS('"list price"'), listed=DAY('"created date"'), hired=optional("people.csv", "hire date", DAY),
        probability="cast(nullif(replace(probability, '%', ''), '') as int)" if has_probability else "cast(null as int)"))


def group_of(source, by):
    """The group of a row as one text; what is not filled in is a letter of its own."""
    parts = [f"coalesce({DIMENSIONS[source][dimension]}, '␀')" for dimension in by]
    return " || '␟' || ".join(parts) if parts else "''"


def seen(db, lens):
    """Makes the views deals, sold, … as the lens sees them."""
    as_of = f"date '{lens['asOf']}'"
    # On the last day the file itself says how things stand.
    is_past = "true" if lens["asOf"] < str(AS_OF) else "false"
    for table in ("deals", "sold"):
        db.execute(f"create or replace table seen_{table} as {SEEN[table].format(as_of=as_of, is_past=is_past)}")
    db.execute(STAYS.format(as_of=as_of, ranked_from="t_moves"))
    has_amount_paid = "true" if db.execute("select count(*) from t_sold where amount_paid is not null").fetchone()[0] else "false"
    for source, dimensions in DIMENSIONS.items():
        if not set(lens["by"]) | {f["dimension"] for f in lens["filters"]} <= set(dimensions):
            continue
        tests = ["true"]
        # What opportunities had is no property of all of them.
        for each in [f for f in lens["filters"] if (source, f["dimension"]) != ("whole", "activityType")]:
            values = ", ".join("'" + (value or "␀") + "'" for value in each["values"])
            tests.append(f"coalesce({dimensions[each['dimension']]}, '␀') in ({values})")
        inner = f"select * from seen_{source}" if source in ("deals", "sold") else SEEN[source].format(as_of=as_of, has_amount_paid=has_amount_paid)
        joins = ("left join staff s on s.person = x.person " if "person" in dimensions else "") + ("left join firms f on f.customer = x.customer" if "customer" in dimensions else "")
        extra = ", ".join(f"{dimensions[d]} as d_{d}" for d in ("team", "region", "industry") if d in dimensions)
        db.execute(f"create or replace table {source} as select x.*{', ' + extra if extra else ''}, {group_of(source, lens['by'])} as g from ({inner}) x {joins} where {' and '.join(tests)}")


def has_tied_firsts(db):
    """Two first wins of a customer on one day: the words do not say whose new customer it is."""
    return db.execute("""select count(*) from (select customer from (select *, min(closed) over (partition by customer) as first
        from seen_deals where outcome = 'won' and customer is not null) where closed = first group by customer having count(*) > 1)""").fetchone()[0] > 0
