"""KPIs against SQL in DuckDB, written from the definitions in words, on generated data sets.

python differential.py [data sets]     needs `pip install -r requirements.txt` and dist/npm (cargo xtask build)

Each data set is a small company with empty cells, ties, returns, orders of several lines, people who left, opportunities
that go back and forth between stages. Money and counts must be equal exactly, shares within 1e-12.
"""
import csv
import datetime
import io
import json
import pathlib
import random
import subprocess
import sys

import duckdb

HERE = pathlib.Path(__file__).parent
AS_OF = datetime.date(2025, 12, 31)
START = datetime.date(2025, 1, 1)
OPEN = ["Prospecting", "Qualification", "Proposal", "Negotiation"]


def company(seed):
    r = random.Random(seed)
    day = lambda low, high: START + datetime.timedelta(days=r.randint(low, high))
    maybe = lambda value, empty=0.1: "" if r.random() < empty else value
    people = [f"P{i}" for i in range(r.randint(1, 5))]
    accounts = [f"A{i}" for i in range(r.randint(1, 12))]
    cents = lambda low, high: f"{r.randint(low, high) / 100:.2f}"
    deals, history = [], []
    for i in range(r.randint(1, 60)):
        created = day(0, 330)
        kind = r.choice(["Won", "Lost", "Open", "Open"])
        days = [created]
        path = []
        for _ in range(r.randint(1, 6)):
            stage = r.choice(OPEN)
            path.append((stage, days[-1]))
            days.append(days[-1] + datetime.timedelta(days=r.randint(1, 12)))
        closed = min(days[-1] + datetime.timedelta(days=r.randint(0, 9)), AS_OF)
        stage = {"Won": "Closed Won", "Lost": "Closed Lost"}.get(kind, path[-1][0])
        due = maybe(day(100, 420), 0.3) if kind == "Open" else maybe(closed, 0.05)
        deals.append([f"D{i}", stage, created, due, maybe(cents(100, 90000)), maybe(r.choice(accounts)), maybe(r.choice(people)),
                      maybe(r.choice(["web", "fair"])), maybe(r.choice(["price", "timing"]), 0.4) if kind == "Lost" else "",
                      maybe(r.choice(["Acme", "Umbra"]), 0.5)])
        for at, (name, when) in enumerate(path):
            if when <= AS_OF:
                history.append([f"D{i}", name, when])
        if kind != "Open" and r.random() < 0.8 and path[-1][1] <= closed:
            history.append([f"D{i}", stage, closed])
    orders = []
    for i in range(r.randint(1, 60)):
        when, account, owner = day(0, 364), maybe(r.choice(accounts)), maybe(r.choice(people))
        for _ in range(r.randint(1, 3)):
            amount = cents(-9000, -100) if r.random() < 0.15 else cents(1, 50000)
            orders.append([f"O{i}", when, account, owner, maybe(amount, 0.05)])
    activities = [[f"V{i}", day(0, 364), "visit", maybe(r.choice(people)), maybe(r.choice(accounts)), maybe(r.choice(["yes", "no"]), 0.2)] for i in range(r.randint(1, 40))]
    leads = [[f"L{i}", r.choice(["web", "fair"]), day(0, 364), maybe(r.choice(["yes", "no", "no"]), 0.1)] for i in range(r.randint(1, 40))]
    survey = [[f"S{i}", day(0, 364), maybe(r.choice(accounts)), maybe(r.randint(1, 5)), maybe(r.randint(0, 10))] for i in range(r.randint(1, 40))]
    targets = [[f"2025-{m:02}", p, f"{r.randint(0, 500) * 100}"] for m in range(1, 13) for p in people if r.random() < 0.8]
    r.shuffle(deals), r.shuffle(history), r.shuffle(orders)
    return {
        "opportunities.csv": (["opportunity id", "stage", "created", "close date", "amount", "account", "owner", "lead source", "loss reason", "competitor"], deals),
        "stage_history.csv": (["opportunity id", "stage", "change date"], history),
        "orders.csv": (["order id", "order date", "customer", "owner", "amount"], orders),
        "activities.csv": (["activity id", "activity date", "type", "owner", "account", "attended"], activities),
        "leads.csv": (["lead id", "lead source", "created", "converted"], leads),
        "survey.csv": (["response id", "response date", "customer", "satisfaction", "recommend"], survey),
        "targets.csv": (["month", "owner", "target"], targets),
    }


def text(table):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table[0])
    writer.writerows(table[1])
    return out.getvalue()


# Typed views. Amounts in cents; an empty cell is NULL.
VIEWS = """
create or replace table deals as select "opportunity id" as id, stage, cast(created as date) as created, try_cast(nullif("close date",'') as date) as closed,
  cast(round(cast(nullif(amount,'') as decimal(18,2))*100) as bigint) as amount, nullif(account,'') as customer, nullif(owner,'') as person,
  nullif("lead source",'') as source, nullif("loss reason",'') as reason, nullif(competitor,'') as competitor,
  case stage when 'Closed Won' then 'won' when 'Closed Lost' then 'lost' else 'open' end as outcome from opportunities;
create or replace table sold as select "order id" as id, cast("order date" as date) as day, nullif(customer,'') as customer, nullif(owner,'') as person,
  cast(round(cast(nullif(amount,'') as decimal(18,2))*100) as bigint) as amount from orders;
create or replace table acts as select cast("activity date" as date) as day, nullif(owner,'') as person, nullif(account,'') as customer, nullif(attended,'') as attended from activities;
create or replace table lead as select "lead source" as source, cast(created as date) as created, nullif(converted,'') as converted from leads;
create or replace table answers as select cast("response date" as date) as day, nullif(customer,'') as customer, try_cast(nullif(satisfaction,'') as int) as sat, try_cast(nullif(recommend,'') as int) as rec from survey;
create or replace table goals as select cast(month || '-01' as date) as month, owner as person, cast(target as bigint)*100 as amount from targets;
"""

DAY = "x.day >= p.f and x.day < p.t"
CREATED = "x.created >= p.f and x.created < p.t"
CLOSED = "(x.closed >= p.f and x.closed < p.t or p.label = 'all')"
PRIOR = "x.day >= p.pf and x.day < p.pt"


def over(source, above, below, extra="true", when=DAY):
    """above ÷ below of the rows of a table in each period."""
    return f"select p.label, {above} as num, {below} as den from p left join {source} x on {when} and {extra} group by p.label"


def keyed(source, select, extra="true", when=DAY, key="x.customer", value="x.amount"):
    return f"with k as (select p.label, {key} as key, sum({value}) as s, count(distinct x.id) as ids from p join {source} x on {when} and {extra} and {key} is not null group by all) select p.label, {select} from p left join k on k.label = p.label group by p.label"


RETAINED = f"""with b as (select p.label, x.customer, sum(x.amount) as was from p join sold x on {PRIOR} and x.customer is not null {{positive}} group by all),
 n as (select p.label, x.customer, sum(x.amount) as now from p join sold x on {DAY} and x.customer is not null {{positive}} group by all)
 select p.label, {{select}} from p left join b on b.label = p.label left join n on n.label = p.label and n.customer = b.customer group by p.label"""

# Of rows none of which has the value the sum is unknown; of no rows it is 0.
SUM = lambda what: f"case when count(x.id) > 0 and count({what}) = 0 then null else coalesce(sum({what}), 0) end"
COUNT = lambda test: f"count(*) filter (where x.rowid is not null and {test})"
ROWS = lambda table: f"(select *, row_number() over () as rowid from {table})"
WON, LOST, SHUT = "x.outcome='won'", "x.outcome='lost'", "x.outcome<>'open'"

# kpi.variant: SQL that gives label, num, den; the value is num ÷ den, or num where there is no den.
QUESTIONS = {
    "purchase_interval.mean": f"with d as (select distinct customer, day from sold where amount > 0 and customer is not null), x as (select *, day - lag(day) over (partition by customer order by day) as gap from d) select p.label, coalesce(sum(x.gap), 0), count(x.gap) from p left join x on {DAY} group by p.label",
    "purchase_interval.p80": f"with d as (select distinct customer, day from sold where amount > 0 and customer is not null), x as (select *, day - lag(day) over (partition by customer order by day) as gap from d) select p.label, quantile_cont(x.gap, 0.8), null from p left join x on {DAY} group by p.label",
    "new_customers.first_order": f"with x as (select customer, min(day) as day from sold where amount > 0 and customer is not null group by customer) select p.label, count(x.customer), null from p left join x on {DAY} group by p.label",
    "active_customers.orders": over("sold", "count(distinct x.customer)", "null", "x.amount > 0"),
    "active_customers.won": over("deals", "count(distinct x.customer)", "null", WON, CLOSED),
    "repeat_purchase.orders": keyed("sold", "count(*) filter (where ids >= 2) as num, count(key) as den", "x.amount > 0"),
    "repeat_purchase.won": keyed("deals", "count(*) filter (where ids >= 2) as num, count(key) as den", WON, CLOSED),
    "revenue_per_customer.orders": over("sold", SUM("x.amount"), "count(distinct x.customer)", "x.customer is not null and x.amount is not null"),
    "average_order_value.mean": over("sold", SUM("x.amount"), "count(distinct x.id)", "x.amount > 0"),
    "average_order_value.orders": over("sold", "count(distinct x.id)", "null", "x.amount > 0"),
    "average_order_value.lines": over(ROWS("sold"), COUNT("x.amount > 0"), "null"),
    "returns.rate": over("sold", "coalesce(-sum(x.amount) filter (where x.amount < 0), 0)", "coalesce(sum(x.amount) filter (where x.amount > 0), 0)"),
    "returns.amount": over("sold", "coalesce(sum(x.amount) filter (where x.amount < 0), 0)", "null"),
    "bookings.orders": over("sold", SUM("x.amount"), "null"),
    "bookings.won_amount": over("deals", SUM("x.amount"), "null", WON, CLOSED),
    "revenue_concentration.orders_largest": keyed("sold", "coalesce(max(s) filter (where s > 0), 0) as num, coalesce(sum(s) filter (where s > 0), 0) as den"),
    "revenue_concentration.orders_index": f"with q as ({keyed('sold', 'coalesce(sum(s::double * s) filter (where s > 0), 0) as num, coalesce(sum(s) filter (where s > 0), 0) as den')}) select label, num / nullif(den, 0) / nullif(den, 0), case when den = 0 then 0 end from q",
    "customer_retention.orders": RETAINED.format(positive="and x.amount > 0", select="count(n.customer) as num, count(b.customer) as den"),
    "revenue_retention.net": RETAINED.format(positive="", select="coalesce(sum(greatest(coalesce(now,0),0)) filter (where was > 0), 0) as num, coalesce(sum(was) filter (where was > 0), 0) as den"),
    "revenue_retention.gross": RETAINED.format(positive="", select="coalesce(sum(least(greatest(coalesce(now,0),0), was)) filter (where was > 0), 0) as num, coalesce(sum(was) filter (where was > 0), 0) as den"),
    "lead_conversion.created": over(ROWS("lead"), COUNT("x.converted = 'yes'"), COUNT("x.converted is not null"), when=CREATED),
    "lead_conversion.leads": over(ROWS("lead"), COUNT("true"), "null", when=CREATED),
    "feedback.answers": over(ROWS("answers"), COUNT("true"), "null"),
    "feedback.customers": over("answers", "count(distinct x.customer)", "null"),
    "csat.top_two": over(ROWS("answers"), COUNT("x.sat >= 4"), COUNT("x.sat is not null")),
    "activities.count": over(ROWS("acts"), COUNT("true"), "null"),
    "activities.per_person": over(ROWS("acts"), COUNT("x.person is not null"), "count(distinct x.person)"),
    "activities.customers": over("acts", "count(distinct x.customer)", "null"),
    "participation.attended": over(ROWS("acts"), COUNT("x.attended = 'yes'"), COUNT("x.attended is not null")),
    "win_rate.close_date_count": over(ROWS("deals"), COUNT(WON), COUNT(SHUT), when=CLOSED),
    "win_rate.close_date_amount": over("deals", f"coalesce(sum(x.amount) filter (where {WON}), 0)", f"coalesce(sum(x.amount) filter (where {SHUT}), 0)", when=CLOSED),
    "win_rate.all_created": over(ROWS("deals"), COUNT(WON), COUNT("true"), when=CREATED),
    "opportunities.count": over(ROWS("deals"), COUNT("true"), "null", when=CREATED),
    "opportunities.lost": over(ROWS("deals"), COUNT(LOST), "null", when=CLOSED),
    "losses.reason_recorded": over(ROWS("deals"), COUNT(f"{LOST} and x.reason is not null"), COUNT(LOST), when=CLOSED),
    "losses.competitor_present": over(ROWS("deals"), COUNT(f"{SHUT} and x.competitor is not null"), COUNT(SHUT), when=CLOSED),
    "losses.recorded_when_won": over(ROWS("deals"), COUNT(f"{WON} and x.competitor is not null"), COUNT(WON), when=CLOSED),
    "data_completeness.amount": over(ROWS("deals"), COUNT("x.amount is not null"), COUNT("true"), when=CREATED),
    "data_completeness.owner": over(ROWS("deals"), COUNT("x.person is not null"), COUNT("true"), when=CREATED),
    "data_completeness.close_date": over(ROWS("deals"), COUNT(f"{SHUT} and x.closed is not null"), COUNT(SHUT), when=CREATED),
    "data_completeness.due_date": over(ROWS("deals"), COUNT("x.outcome='open' and x.closed is not null"), COUNT("x.outcome='open'"), when=CREATED),
    "attainment.bookings": f"""with w as ({over('deals', SUM('x.amount'), 'null', WON, CLOSED)}), g as (select p.label, coalesce(sum(x.amount), 0) as den from p left join goals x on x.month >= p.f and x.month < p.t group by p.label)
        select g.label, w.num, g.den from g join w on w.label = g.label where g.label <> 'all'""",
    "stale_pipeline.over_90_days": over(ROWS("deals"), COUNT(f"x.outcome='open' and date '{AS_OF}' - x.created > 90"), COUNT("x.outcome='open'"), when="p.label='all'"),
    "stale_pipeline.overdue": over(ROWS("deals"), COUNT(f"x.outcome='open' and x.closed < date '{AS_OF}'"), COUNT("x.outcome='open' and x.closed is not null"), when="p.label='all'"),
    "stale_pipeline.median_age": f"select p.label, quantile_cont(date '{AS_OF}' - x.created, 0.5) filter (where x.outcome='open') as num, null as den from p left join deals x on p.label='all' group by p.label",
}
# The stays in stages, by stage. Stages are ordered by how many others they are entered before in more opportunities, rows of
# one day by that order; rows in a row of one stage are one stay; the opportunity itself ends the last one.
STAYS = """
create or replace table moves as select "opportunity id" as id, stage, cast("change date" as date) as day from stage_history;
create or replace table firsts as select id, stage, min(day) as day from moves group by all;
create or replace table pairs as select a.stage as a, b.stage as b, count(*) as n from firsts a join firsts b on a.id = b.id and a.day < b.day group by all;
create or replace table ranked as with names as (select distinct stage from moves),
  sides as (select x.stage, coalesce(f.n, 0) as before, coalesce(g.n, 0) as after from names x cross join names y left join pairs f on f.a = x.stage and f.b = y.stage left join pairs g on g.a = y.stage and g.b = x.stage)
  select stage, row_number() over (order by case stage when 'Closed Won' then 1 when 'Closed Lost' then 2 else 0 end, count(*) filter (where after > before) - count(*) filter (where before > after), stage) as rank from sides group by stage;
create or replace table ordered as select m.*, r.rank, row_number() over (partition by id order by day, rank) as place from moves m join ranked r using (stage);
create or replace table turns as select * from (select *, lag(stage) over (partition by id order by place) as former from ordered) where former is distinct from stage;
create or replace table stays as select t.*, d.outcome, d.closed,
  case when following is null then case outcome when 'won' then 'advanced' when 'lost' then 'lost' else 'still_there' end
    when following = 'Closed Lost' then 'lost' when following = 'Closed Won' or next_rank > rank then 'advanced' else 'regressed' end as ended,
  case when following is not null then greatest(next_day, day) when outcome <> 'open' and closed is not null then greatest(closed, day) end as left_on
  from (select *, lead(stage) over w as following, lead(day) over w as next_day, lead(rank) over w as next_rank, row_number() over (partition by id, stage order by place) as visit,
    max(rank) filter (where stage <> 'Closed Lost') over (partition by id) as furthest from turns window w as (partition by id order by place)) t
  join deals d using (id) where t.stage not in ('Closed Won', 'Closed Lost');
"""
FIRST = lambda test: f"select stage, count(*) filter (where {test}) as num, count(*) as den from stays where visit = 1 group by stage"
FLOW = lambda test: f"select stage, count(*) filter (where {test}), null from stays group by stage"
BY_STAGE = {
    "stage_conversion.further": FIRST("furthest > rank or outcome = 'won'"),
    "stage_conversion.advanced": FIRST("ended = 'advanced'"),
    "stage_conversion.lost": FIRST("ended = 'lost'"),
    "stage_conversion.regressed": FIRST("ended = 'regressed'"),
    "stage_conversion.still_there": FIRST("ended = 'still_there'"),
    "stage_conversion.of_ended": "select stage, count(*) filter (where ended = 'advanced'), count(*) filter (where ended <> 'still_there') from stays group by stage",
    "stage_flow.entered": FLOW("true"),
    "stage_flow.advanced": FLOW("ended = 'advanced'"),
    "stage_flow.regressed": FLOW("ended = 'regressed'"),
    "time_in_stage.median": "select stage, quantile_cont(left_on - day, 0.5), null from stays group by stage",
    "time_in_stage.mean": "select stage, coalesce(sum(left_on - day), 0), count(left_on) from stays group by stage",
    "rework.regressed": "select stage, count(*) filter (where ended = 'regressed'), count(*) filter (where ended <> 'still_there') from stays group by stage",
    "rework.again": "select stage, count(*) filter (where visit > 1), count(*) from stays group by stage",
}
NOT_BY_PERIOD = {"stale_pipeline"}
ONLY_BY_PERIOD = {"customer_retention", "revenue_retention", "attainment"}



def close(a, b):
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-12 * max(abs(a), abs(b)))


def number(value):
    """Money is text: in cents; anything else as it is."""
    if isinstance(value, str):
        return round(float(value) * 100) if "." in value else int(value) * 100
    return value


def compare(seed, cells, answers, where, seen):
    wrong = []
    found = {cell["group"].get("stage") or cell["period"] or "all": cell for cell in cells}
    for label, num, den in answers:
        cell = found.get(label)
        if cell is None:
            continue
        is_money = isinstance(cell["value"], str)
        if den is None:
            expected = num
        else:
            expected = None if den <= 0 or num is None else num / den
            if expected is not None and is_money:
                # A mean of money is shown to the cent, halves to the even one.
                quotient, rest = divmod(int(num), int(den))
                expected = quotient + (rest * 2 > den or (rest * 2 == den and quotient % 2 == 1))
        got = number(cell["value"])
        seen[0] += 1
        if not close(None if expected is None else float(expected), None if got is None else float(got)):
            wrong.append(f"data set {seed} {where} {label}: engine {cell['value']} ({cell['missing']}), SQL {expected} = {num} / {den}")
        elif den is not None and got is not None and cell["denominator"] is not None and number(cell["denominator"]) != den:
            wrong.append(f"data set {seed} {where} {label}: below the line {cell['denominator']}, SQL {den}")
    return wrong


def periods(db, is_months):
    db.execute("create or replace table p (label varchar, f date, t date, pf date, pt date)")
    if not is_months:
        db.execute("insert into p values ('all', '1900-01-01', '2200-01-01', '1800-01-01', '1900-01-01')")
        return
    for month in range(1, 13):
        f = datetime.date(2025, month, 1)
        t = datetime.date(2025 + month // 12, month % 12 + 1, 1)
        pf = datetime.date(2025 if month > 1 else 2024, (month - 2) % 12 + 1, 1)
        db.execute("insert into p values (?, ?, ?, ?, ?)", [f"2025-{month:02}", f, t, pf, f])


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    engine = subprocess.Popen(["node", str(HERE / "engine.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    seen, wrong = [0], []
    for seed in range(count):
        tables = company(seed)
        lenses, places = [], []
        for question in QUESTIONS:
            kpi, variant = question.split(".")
            for is_months in (False, True):
                if kpi in (NOT_BY_PERIOD if is_months else ONLY_BY_PERIOD):
                    continue
                lens = {"kpis": [{"id": kpi, "variant": variant}], "asOf": str(AS_OF)}
                lenses.append({**lens, "from": "2025-01-01", "to": "2026-01-01", "grain": "month"} if is_months else lens)
                places.append((question, is_months))
        for question in BY_STAGE:
            kpi, variant = question.split(".")
            lenses.append({"kpis": [{"id": kpi, "variant": variant}], "by": ["stage"], "asOf": str(AS_OF)})
        engine.stdin.write(json.dumps({"files": [{"name": name, "text": text(table)} for name, table in tables.items()], "lenses": lenses}) + "\n")
        engine.stdin.flush()
        db = duckdb.connect()
        for name, (header, rows) in tables.items():
            columns = ", ".join(f'"{column}" varchar' for column in header)
            db.execute(f"create table {name[:-4]} ({columns})")
            if rows:
                db.executemany(f"insert into {name[:-4]} values ({', '.join('?' * len(header))})", [[str(cell) for cell in row] for row in rows])
        db.execute(VIEWS)
        reports = json.loads(engine.stdout.readline())
        for is_months in (False, True):
            periods(db, is_months)
            for (question, months), cells in zip(places, reports):
                if months == is_months:
                    wrong += compare(seed, cells, db.execute(QUESTIONS[question]).fetchall(), question, seen)
        db.execute(STAYS)
        for question, cells in zip(BY_STAGE, reports[len(places):]):
            wrong += compare(seed, cells, db.execute(BY_STAGE[question]).fetchall(), question, seen)
    engine.stdin.close()
    print(f"{count} data sets, {len(QUESTIONS) + len(BY_STAGE)} definitions, {seen[0]} numbers compared, {len(wrong)} different")
    for line in wrong[:40]:
        print(line)
    sys.exit(bool(wrong))


main()
