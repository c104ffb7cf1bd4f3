"""Process: win rates, opportunities, pipeline, cycle, losses, stale pipeline, activities, completeness."""
from fractions import Fraction

import curves
from measures import Question, count, counted, distinct, exact, half_even, mean, part_of, quantile, quotient, rows, sample, share, span, summed, total, amount, proportion

WON, LOST, SHUT, STILL = "x.outcome = 'won'", "x.outcome = 'lost'", "x.outcome <> 'open'", "x.outcome = 'open'"
# The day the data is seen from, as a column of every period.
AGE = "c.as_of - x.created"
IN_ORDER = "x.closed >= x.created"
OVERDUE = f"({STILL} and x.closed < c.as_of)"
AGED = f"{STILL} and x.created is not null"
OLD = f"({STILL} and {AGE} > 180)"
STALE = f"({SHUT} or {OVERDUE} or {OLD})"

# Open at the end of the period, which is at the latest the as-of day.
OPEN_THEN = f"""((c.is_all and {STILL}) or (not c.is_all and c.f <= c.as_of and x.created < c.t and ({STILL} or x.closed >= c.t)))
  and (x.closed is null or x.closed >= least(c.t, c.as_of + 1) or {STILL})"""


def horizon(days):
    """Days from creation to the end, or to the as-of day; closed without a day, or before created, is left out."""
    return Question(("deals",), rows("deals", WATCHED, "x.created", USABLE), lambda r: curves.within(r, days))


WATCHED = f"list({{'t': case when {STILL} then {AGE} else x.closed - x.created end, 'e': case x.outcome when 'won' then 1 when 'lost' then 2 else 0 end}}) filter (where x.k is not null)"
USABLE = f"x.created is not null and ({STILL} or {IN_ORDER})"


def lost_between(after, until):
    """The same the other way round: losses are the event; only those still there after some days are watched."""
    turned = lambda r: [{"t": x["t"], "e": {1: 2, 2: 1}.get(x["e"], 0)} for x in r or [] if after == 0 or x["t"] > after]
    return Question(("deals",), rows("deals", WATCHED, "x.created", USABLE), lambda r: curves.within(turned(r), until))


def standing(columns, finish):
    """Opportunities open at the end of the period."""
    return Question(("deals",), rows("deals", columns, "", "true", OPEN_THEN), finish)


def weighted(found):
    """Σ amount × chance; unknown where no amount, or no chance, is known."""
    known = [r for r in found or [] if r["a"] is not None and r["d"]]
    if found and not known:
        return {"value": None}
    return {"value": half_even(sum((Fraction(int(r["a"]) * r["n"], r["d"]) for r in known), Fraction(0)))}


# Win chance of an open opportunity: from the file; else the share won among closed ones that entered its stage.
CHANCES = """with closed as (select id, (outcome = 'won')::int as w from seen_deals where outcome <> 'open'),
  by_stage as (select m.stage, sum(w) as n, count(*) as d from (select distinct id, stage from moves) m join closed using (id) group by all),
  overall as (select coalesce(sum(w), 0) as n, count(*) as d from closed),
  x0 as (select x.*, case when x.probability is not null then x.probability when b.d is not null then b.n else o.n end as n,
    case when x.probability is not null then 100 when b.d is not null then b.d else o.d end as d
    from deals x cross join overall o left join by_stage b on b.stage = x.stage) """

COVERED = f"""with g as (select c.g, c.label, coalesce(sum(x.amount), 0) as target from c left join goals x on x.g = c.g and {span('x.month')} group by all),
  d as ({rows("deals", f"{count(STILL)} as open_n, count(x.amount) filter (where {STILL}) as open_known, coalesce(sum(x.amount) filter (where {STILL}), 0) as due, coalesce(sum(x.amount) filter (where {WON}), 0) as won, {count(WON)} as won_n, count(x.amount) filter (where {WON}) as won_known", "x.closed", when=f"({span('x.closed')} and (not c.is_all or exists (select 1 from goals o where o.month = date_trunc('month', x.closed))))")})
  select d.g, d.label, d.due, g.target, d.won, open_n, open_known, won_n, won_known from d join g using (g, label)"""


def covered(due, target, won, open_n, open_known, won_n, won_known):
    if (open_n and not open_known) or (won_n and not won_known):
        return {"value": None}
    return quotient(due, target - won) if target > 0 else {"value": None}


VELOCITY = f"""with o as ({rows("deals", f"{count()} as n", "", "true", OPEN_THEN)}),
  e as ({rows("deals", f"{count(WON)} as won, {count(SHUT)} as shut, sum(x.amount) filter (where {WON}) as amount, count(x.amount) filter (where {WON}) as sized, sum(x.closed - x.created) filter (where {WON} and {IN_ORDER}) as days, {count(f'{WON} and {IN_ORDER}')} as timed", "x.closed")})
  select g, label, n, won, shut, amount, sized, days, timed from o join e using (g, label)"""


def velocity(n, won, shut, amount, sized, days, timed):
    if not (shut and sized and timed and days):
        return {"value": None}
    return {"value": half_even(n * Fraction(won, shut) * Fraction(int(amount), sized) / Fraction(int(days), timed))}


def days_of(outcome, finish):
    return sample("deals", "x.closed", "x.closed - x.created", finish, f"{outcome} and {IN_ORDER}")


def stale(test, of):
    return share("deals", "x.created", f"{STILL} and {test}", of, spans="never")


def known(test):
    """Amount of the rows that pass; unknown where none of them has one."""
    return f"case when {count(test)} > 0 and count(x.amount) filter (where {test}) = 0 then null else coalesce(sum(x.amount) filter (where {test}), 0) end"


def fresh(all_amount, stale_amount):
    if all_amount is None or stale_amount is None:
        return {"value": None}
    return quotient(all_amount - stale_amount, all_amount)


def filled(test, of="true"):
    return share("deals", "x.created", f"{of} and {test} is not null", of)


def contrasted(finish, of="count(x.k)", test="true"):
    """Won and closed with a kind of activity, and of all."""
    columns = lambda a: f"coalesce({of} filter (where {WON} and {test}), 0) as {a}_won, coalesce({of} filter (where {SHUT} and {test}), 0) as {a}_shut"
    return Question(("parts",), f"""with w as ({rows("parts", columns("own"), "x.closed")}),
        a as (select c.label, {columns("all")} from (select distinct on (label) * from c) c left join whole x on {span("x.closed")} group by c.label)
        select w.g, w.label, own_won, own_shut, all_won, all_shut from w join a using (label)""", finish, spans="latest", by="activityType")


def with_it(won, shut, all_won, all_shut):
    return proportion(won, shut)


def without_it(won, shut, all_won, all_shut):
    return proportion(all_won - won, all_shut - shut)


def difference(won, shut, all_won, all_shut):
    """Newcombe's method 10: the distances to the ends of Wilson's intervals, squared and added."""
    if not shut or all_shut == shut:
        return {"value": None}
    (a, low_a, high_a), (b, low_b, high_b) = ((p["value"], p["low"], p["high"]) for p in (with_it(won, shut, 0, 0), without_it(won, shut, all_won, all_shut)))
    root = lambda x, y: (x * x + y * y) ** 0.5
    return {"value": a - b, "low": a - b - root(a - low_a, high_b - b), "high": a - b + root(high_a - a, b - low_b)}


def amounts(finish):
    """The same of amounts, without an interval."""
    def of(*columns):
        found = finish(*(int(column) for column in columns))
        return {what: found[what] for what in ("value", "num", "den") if what in found}
    return contrasted(of, "sum(x.amount)")


def of_all(own, everyone):
    return quotient(own, everyone)


def paid_for(spent, k, won):
    """Cost of activities ÷ opportunities won that had one; nothing recorded is no answer."""
    return quotient(spent, won, money=True) if k else {"value": None}


EXPECTED = "x.expected <= c.as_of"
IN_TIME = f"{SHUT} and x.closed <= x.expected"
LATE = f"{WON} and x.closed > x.expected"

QUESTIONS = {
    "activities.cost": summed("acts", "x.day", column="x.cost"),
    "activities.cost_per_win": Question(("acts", "parts"), f"""with a as ({rows("acts", amount("x.cost") + " as spent, count(x.k) as k", "x.day")}), w as ({rows("parts", "count(distinct x.id) as won", "x.closed", WON)})
        select g, label, spent, k, won from a join w using (g, label)""", paid_for),
    "closing_on_time.on_time": share("deals", "x.expected", f"{EXPECTED} and {IN_TIME}", EXPECTED),
    "closing_on_time.on_time_amount": part_of("deals", "x.expected", f"({IN_TIME})", EXPECTED),
    "closing_on_time.won_late": share("deals", "x.closed", LATE, f"{WON} and x.expected is not null"),
    "closing_on_time.days_late": sample("deals", "x.closed", "x.closed - x.expected", lambda v: quantile(v, "0.5"), LATE),
    "win_rate.horizon_90": horizon(90),
    "win_rate.horizon_180": horizon(180),
    "win_rate.horizon_365": horizon(365),
    "win_rate.close_date_count": share("deals", "x.closed", WON, SHUT),
    "win_rate.close_date_amount": part_of("deals", "x.closed", WON, SHUT),
    "win_rate.close_date_list_price": part_of("deals", "x.closed", WON, SHUT, "x.list_price"),
    "win_rate.all_created": share("deals", "x.created", WON),
    "win_rate.all_no_date": share("deals", "x.created", WON, spans="never"),
    # The words do not say to which period an overdue or old one belongs.
    "win_rate.penalised": share("deals", "x.created", WON, STALE, spans="total"),
    "win_rate.assigned_leads": Question(("deals", "leads"), f"""with d as ({rows("deals", count() + " as n", "x.closed", WON)}), l as ({rows("leads", count() + " as of", "x.created", "x.person is not null")})
        select g, label, n, l.of from d join l using (g, label)""", quotient),
    "win_rate.stale_won": Question(("deals",), rows("deals", f"{count(STALE)}, {count(LOST)}", "x.created"), lambda k, lost: quotient(k - lost, k), spans="total"),
    "loss_by_age.days_0_90": lost_between(0, 90),
    "loss_by_age.days_91_180": lost_between(90, 180),
    "loss_by_age.days_181_270": lost_between(180, 270),
    "loss_by_age.days_271_360": lost_between(270, 360),
    "opportunities.count": counted("deals", "x.created"),
    "opportunities.open": standing(count(), total),
    "opportunities.won": counted("deals", "x.closed", WON),
    "opportunities.lost": counted("deals", "x.closed", LOST),
    "opportunities.value": summed("deals", "x.created"),
    "opportunities.open_value": standing(amount(), total),
    "opportunities.won_value": summed("deals", "x.closed", WON),
    "opportunities.lost_value": summed("deals", "x.closed", LOST),
    "pipeline.open": standing(amount(), total),
    "pipeline.open_count": standing(count(), total),
    "pipeline.list_price": standing(amount("x.list_price"), total),
    "pipeline.weighted": Question(("deals",), CHANCES + rows("x0", "list({'a': x.amount, 'n': x.n, 'd': x.d}) filter (where x.k is not null)", "", "true", OPEN_THEN), weighted, spans="latest"),
    "pipeline.due": summed("deals", "x.closed", STILL),
    "pipeline.due_count": counted("deals", "x.closed", STILL),
    "pipeline.due_weighted": Question(("deals",), CHANCES + rows("x0", "list({'a': x.amount, 'n': x.n, 'd': x.d}) filter (where x.k is not null)", "x.closed", STILL), weighted, spans="latest"),
    "pipeline_coverage.remaining": Question(("deals", "goals"), COVERED, covered),
    "sales_velocity.per_day": Question(("deals",), VELOCITY, velocity),
    "sales_cycle.won_median": days_of(WON, lambda v: quantile(v, "0.5")),
    "sales_cycle.won_mean": days_of(WON, mean),
    "sales_cycle.won_p90": days_of(WON, lambda v: quantile(v, "0.9")),
    "ramp_up.first_win": Question(("starters",), rows("starters", WATCHED, "x.created"), curves.until_half),
    "ramp_up.won_90": Question(("starters",), rows("starters", WATCHED, "x.created"), lambda r: curves.within(r, 90)),
    "ramp_up.won": share("starters", "x.created", WON),
    "ramp_up.won_median": sample("starters", "x.created", "x.closed - x.created", lambda v: quantile(v, "0.5"), WON),
    "ramp_up.started": counted("starters", "x.created"),
    "sales_cycle.time_to_win": Question(("deals",), rows("deals", WATCHED, "x.created", USABLE), curves.until_half),
    "sales_cycle.lost_median": days_of(LOST, lambda v: quantile(v, "0.5")),
    "sales_cycle.lost_mean": days_of(LOST, mean),
    "sales_cycle.lost_p90": days_of(LOST, lambda v: quantile(v, "0.9")),
    "losses.share": Question(("deals",), f"with w as ({rows('deals', count() + ' as own', 'x.closed', LOST)}) select g, label, own, sum(own) over (partition by label) from w", quotient),
    "losses.lost": counted("deals", "x.closed", LOST),
    "losses.reason_recorded": share("deals", "x.closed", f"{LOST} and x.reason is not null", LOST),
    "losses.competitor_present": share("deals", "x.closed", f"{SHUT} and x.competitor is not null", SHUT),
    "losses.recorded_when_won": share("deals", "x.closed", f"{WON} and x.competitor is not null", WON),
    "losses.recorded_when_lost": share("deals", "x.closed", f"{LOST} and x.competitor is not null", LOST),
    "stale_pipeline.overdue": stale("x.closed < c.as_of", f"{STILL} and x.closed is not null"),
    "stale_pipeline.overdue_amount": part_of("deals", "x.created", "x.closed < c.as_of", f"{STILL} and x.closed is not null", spans="never"),
    "stale_pipeline.over_90_days": stale(f"{AGE} > 90", AGED),
    "stale_pipeline.over_180_days": stale(f"{AGE} > 180", AGED),
    "stale_pipeline.fresh_amount": Question(("deals",), rows("deals", f"{known(STILL)}, {known(f'({OVERDUE} or {OLD})')}", "x.created"), fresh, spans="never"),
    "stale_pipeline.median_age": sample("deals", "x.created", AGE, lambda v: quantile(v, "0.5"), STILL, spans="never"),
    "stale_pipeline.mean_age": sample("deals", "x.created", AGE, mean, STILL, spans="never"),
    "activities.count": counted("acts", "x.day"),
    "activities.per_win": Question(("acts", "deals"), f"""with a as ({rows("acts", count() + " as acts", "x.day")}), w as ({rows("deals", count(WON) + " as won", "x.closed")})
        select g, label, acts, won from a join w using (g, label)""", quotient),
    "activities.per_person": Question(("acts",), rows("acts", "count(x.person), count(distinct x.person)", "x.day"), quotient),
    "activities.customers": distinct("acts", "x.day", "x.customer"),
    "activities.opportunities": distinct("acts", "x.day", "x.id", "x.id in (select id from t_deals)"),
    "activities.minutes": summed("acts", "x.day", column="x.minutes"),
    "activity_effect.with": contrasted(with_it),
    "activity_effect.without": contrasted(without_it),
    "activity_effect.difference": contrasted(difference),
    "activity_effect.with_amount": amounts(with_it),
    "activity_effect.without_amount": amounts(without_it),
    "activity_effect.difference_amount": amounts(difference),
    "participation.attended": share("acts", "x.day", "x.attended = 'yes'", "x.attended is not null"),
    "participation.absences": counted("acts", "x.day", "x.attended = 'no'"),
    "data_completeness.amount": filled("x.amount"),
    "data_completeness.owner": filled("x.person"),
    "data_completeness.customer": filled("x.customer"),
    "data_completeness.source": filled("x.source"),
    "data_completeness.product": filled("x.product"),
    "data_completeness.close_date": filled("x.closed", SHUT),
    "data_completeness.due_date": filled("x.closed", STILL),
}
