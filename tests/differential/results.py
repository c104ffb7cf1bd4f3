"""Results: amounts, margin, discount, shares, concentration."""
import calendar
import dataclasses
import datetime
import math
from fractions import Fraction

from measures import Question, amount, count, counted, distinct, exact, half_even, mean, part_of, quantile, quotient, rows, sample, span, summed, total

WON = "x.outcome = 'won'"
SOLD = "x.amount > 0"


def growth(now, before, is_unknown):
    """From nothing it is new; from or to an unknown sum, or a time the data hardly know, it is unknown; from less than nothing a rate has no meaning."""
    if is_unknown:
        return {"value": None}
    now, before = exact(now), exact(before)
    return {"value": now / before - 1 if now is not None and before is not None and before > 0 else None, "num": now, "den": before}


def grown(first, end, source="deals", day="x.closed", where=WON, column="x.amount"):
    """An amount now and in another period."""
    sums = lambda name, when: f"{name} as ({rows(source, amount(column) + f' as {name}_amount', '', where, when)})"
    return Question((source,), f"""with {sums('now', span(day))}, {sums('before', f'{day} >= c.{first} and {day} < c.{end}')}
        select g, label, now_amount, before_amount, is_{first[0]}_unknown from now join before using (g, label) join c using (g, label)""", growth, spans="only")


def attained(source, day, where):
    """Over all time: of the months that have targets."""
    has_target = f"exists (select 1 from goals o where o.month = date_trunc('month', {day}))"
    return Question((source, "goals"), f"""with w as ({rows(source, amount(), day, where, f"({span(day)} and (not c.is_all or {has_target}))")}),
        o as (select c.g, c.label, coalesce(sum(x.amount), 0) as target from c left join goals x on x.g = c.g and {span('x.month')} group by all)
        select w.*, o.target from w join o using (g, label)""", quotient)


DAY = datetime.timedelta(days=1)


def days(first, end, is_worked):
    """Days from the first on, before the end; of the working ones, Monday to Friday."""
    return sum(1 for n in range((end - first).days) if not is_worked or (first + n * DAY).weekday() < 5)


def due(goals, as_of, is_worked):
    """Of months that are over all, of the present one the part that is over, to the cent."""
    found = 0
    for goal in goals or []:
        month = goal["m"]
        end = month + calendar.monthrange(month.year, month.month)[1] * DAY
        over = days(month, min(max(as_of + DAY, month), end), is_worked)
        found += half_even(Fraction(int(goal["a"]) * over, days(month, end, is_worked)))
    return found


def against_goals(source, day, where, finish):
    """What is reached, the targets, and what is left of the period; over all time, of the months that have targets."""
    has_target = f"exists (select 1 from goals o where o.month = date_trunc('month', {day}))"
    return Question((source, "goals"), f"""with w as ({rows(source, amount() + " as reached", day, where, f"({span(day)} and (not c.is_all or {has_target}))")}),
        o as (select c.g, c.label, c.is_all, c.as_of, c.f, c.t, list({{'a': x.amount, 'm': x.month}}) filter (where x.k is not null) as goals
          from c left join goals x on x.g = c.g and {span('x.month')} group by all)
        select w.*, o.goals, o.as_of, o.is_all, o.f, o.t, (select list(distinct month) from goals) from w join o using (g, label)""",
        lambda reached, goals, as_of, is_all, first, end, months: finish(reached, sum(int(x["a"]) for x in goals or []), goals, as_of,
                                                                          [(m, m + calendar.monthrange(m.year, m.month)[1] * DAY) for m in months or []] if is_all else [(first, end)]))


def paced(is_worked):
    return lambda reached, target, goals, as_of, spans: quotient(reached, due(goals, as_of, is_worked))


def remains(below):
    """Without a target undefined; where nothing remains there is no answer."""
    def finish(reached, target, goals, as_of, spans):
        left = target - int(reached) if target > 0 and reached is not None else 0
        return quotient(left, below(target, goals, as_of, spans), money=below.__name__ == "left_days") if left > 0 else {"value": None}
    return finish


def rest(is_worked):
    return lambda target, goals, as_of, spans: target - due(goals, as_of, is_worked)


def left(is_worked):
    def left_days(target, goals, as_of, spans):
        return sum(days(max(first, as_of + DAY), end, is_worked) for first, end in spans)
    return left_days


def missed(reached, target, goals, as_of, spans):
    """Without a target there is no gap."""
    return {"value": target - int(reached) if goals and reached is not None else None}


def of_all(source, day, where):
    return Question((source,), f"""with w as ({rows(source, amount() + " as own", day, where)})
        select g, label, own, sum(own) over (partition by label) from w""", quotient)


def concentration(source, day, where, key, finish):
    """Sums of each key; who is at or below 0 has no share."""
    return Question((source,), f"""with k as (select c.g, c.label, sum(x.amount) as s from c join {source} x on x.g = c.g and ({where}) and {span(day)} and {key} is not null group by c.g, c.label, {key})
        select c.g, c.label, list(k.s order by k.s desc) filter (where k.s > 0) from c left join k using (g, label) group by all""", finish)


def largest(n):
    return lambda sums: quotient(sum((sums or [])[:n]), sum(sums or []))


def largest_percent(percent):
    """At least one customer; a part of one counts whole."""
    def finish(sums):
        sums = sums or []
        return quotient(sum(sums[: math.ceil(len(sums) * percent / 100)]), sum(sums))
    return finish


def keys_for(percent):
    """From the largest down until they make up the part."""
    def finish(sums):
        sums = [int(s) for s in sums or []]
        reached = [sum(sums[: n + 1]) * 100 >= sum(sums) * percent for n in range(len(sums))]
        return {"value": reached.index(True) + 1 if sums else None, "num": reached.index(True) + 1 if sums else None, "den": len(sums)}
    return finish


def received_of(source, day, where):
    return Question(("paid", source), f"""with p as ({rows("paid", amount() + " as paid", "x.day")}), d as ({rows(source, amount() + " as due", day, where)})
        select g, label, paid, due from p join d using (g, label)""", quotient)


def spent_over(source, day, where, columns, finish):
    """Spend of the period beside something else of it; where none is recorded there is no answer."""
    return Question(("spent", source), f"""with s as ({rows("spent", amount() + " as spent, count(x.k) as k", "x.day")}), n as ({rows(source, columns, day, where)})
        select n.g, n.label, spent, k, n.* exclude (g, label) from s join n using (g, label)""", finish)


def herfindahl(sums):
    sums = [int(s) for s in sums or []]
    return {"value": sum(s * s for s in sums) / sum(sums) ** 2 if sums else None}


PRICED = f"{WON} and x.amount is not null and x.list_price is not null"
COSTED = "x.amount is not null and x.cost is not null"

PIECES = "cast(x.quantity * 1000000 as bigint)"


def pieces(found):
    """Kept to six decimals."""
    return None if found is None else float(Fraction(int(found), 10**6))


def price_of_piece(value, count, known):
    if not known:
        return {"value": None}
    price = half_even(Fraction(int(value) * 10**6, int(count))) if count > 0 else None
    return {"value": price, "num": int(value), "den": pieces(count)}


def growth_of_pieces(now, before, is_unknown):
    return {**growth(now, before, is_unknown), "num": pieces(now), "den": pieces(before)}


def contributed(spent, k, n, known, profit, revenue):
    """Gross profit less spend; unknown without recorded spend, or where of no order amount and cost are known."""
    return int(profit) - int(spent) if k and spent is not None and (known or not n) else None


CONTRIBUTION = "count(x.k) as n, count(x.amount - x.cost) as known, coalesce(sum(x.amount - x.cost), 0) as profit, coalesce(sum(x.amount) filter (where x.cost is not null), 0) as revenue"

def restated():
    """Sales of the period, and what came back of those sold in it."""
    return Question(("sold",), f"""with s as ({rows("sold", "coalesce(sum(x.amount), 0) as sales", "x.day", SOLD)}), r as ({rows("sold", "coalesce(-sum(x.amount), 0) as back", "x.sold_on", "x.amount < 0 and x.day is not null")})
        select g, label, back, sales from s join r using (g, label)""", quotient)


def of_new(first):
    return part_of("sold", "x.day", f"x.day - {first} <= 365", f"{first} is not null")


def forecast(column, where="true"):
    """Forecasts by the day they were made, of months that are over."""
    # Without a day nothing says that it was made before its month was over.
    compared = f"x.day is not null and x.ends <= c.as_of and x.amount is not null and x.actual is not null and {where}"
    return Question(("forecasts",), rows("forecasts", f"coalesce(sum({column}), 0), coalesce(sum(x.actual), 0)", "x.day", compared), quotient)


QUESTIONS = {
    "forecast_accuracy.error": forecast("abs(x.amount - x.actual)"),
    "forecast_accuracy.error_ahead": forecast("abs(x.amount - x.actual)", "x.day < x.month"),
    "forecast_accuracy.bias": forecast("x.amount - x.actual"),
    "bookings.orders_restated": summed("sold", "x.sold_on", "x.day is not null"),
    "returns.restated": restated(),
    "new_business.customers": of_new("x.first_customer"),
    "new_business.products": of_new("x.first_product"),
    "units_sold.units": Question(("sold",), rows("sold", amount(PIECES), "x.day"), lambda found: {"value": pieces(found)}),
    "units_sold.lines": counted("sold", "x.day"),
    "units_sold.growth": dataclasses.replace(grown("pf", "pt", "sold", "x.day", "true", PIECES), finish=growth_of_pieces),
    "units_sold.price": Question(("sold",), rows("sold", f"coalesce(sum(x.amount), 0), coalesce(sum({PIECES}), 0), count(x.k)", "x.day", "x.quantity is not null and x.amount is not null"), price_of_piece),

    "bookings.won_amount": summed("deals", "x.closed", WON),
    "bookings.orders": summed("sold", "x.day"),
    "bookings.growth": grown("pf", "pt"),
    "bookings.growth_year": grown("yf", "yt"),
    "bookings.credited": summed("credits", "x.closed", WON),
    "revenue_share.credited": of_all("credits", "x.closed", WON),
    "attainment.credited": attained("credits", "x.closed", WON),
    "costs.amount": summed("spent", "x.day"),
    "costs.share": of_all("spent", "x.day", "true"),
    "costs.growth": grown("pf", "pt", "spent", "x.day", "true"),
    "costs.growth_year": grown("yf", "yt", "spent", "x.day", "true"),
    "attainment.bookings": attained("deals", "x.closed", WON),
    "attainment.orders": attained("sold", "x.day", "true"),
    "pace.to_date": against_goals("deals", "x.closed", WON, paced(False)),
    "pace.to_date_working": against_goals("deals", "x.closed", WON, paced(True)),
    "pace.orders": against_goals("sold", "x.day", "true", paced(False)),
    "pace.orders_working": against_goals("sold", "x.day", "true", paced(True)),
    "pace.time": against_goals("goals", "x.month", "true", lambda reached, target, goals, as_of, spans: quotient(due(goals, as_of, False), target)),
    "remaining_target.gap": against_goals("deals", "x.closed", WON, missed),
    "remaining_target.orders": against_goals("sold", "x.day", "true", missed),
    "remaining_target.pace": against_goals("deals", "x.closed", WON, remains(rest(False))),
    "remaining_target.pace_working": against_goals("deals", "x.closed", WON, remains(rest(True))),
    "remaining_target.a_day": against_goals("deals", "x.closed", WON, remains(left(False))),
    "remaining_target.a_working_day": against_goals("deals", "x.closed", WON, remains(left(True))),
    "remaining_target.orders_a_working_day": against_goals("sold", "x.day", "true", remains(left(True))),
    "selling_cost.of_won": spent_over("deals", "x.closed", WON, amount() + " as won", lambda spent, k, won: quotient(spent, won) if k else {"value": None}),
    "selling_cost.of_orders": spent_over("sold", "x.day", "true", amount() + " as sold", lambda spent, k, sold: quotient(spent, sold) if k else {"value": None}),
    "selling_cost.per_win": spent_over("deals", "x.closed", WON, count() + " as n", lambda spent, k, n: quotient(spent, n, money=True) if k else {"value": None}),
    "contribution_margin.amount": spent_over("sold", "x.day", "true", CONTRIBUTION, lambda *found: {"value": contributed(*found)}),
    "contribution_margin.rate": spent_over("sold", "x.day", "true", CONTRIBUTION, lambda *found: quotient(contributed(*found), found[-1])),
    "gross_margin.rate": Question(("sold",), rows("sold", "coalesce(sum(x.amount - x.cost), 0), coalesce(sum(x.amount), 0)", "x.day", COSTED), quotient),
    "bookings.orders_growth": grown("pf", "pt", "sold", "x.day", "true"),
    "bookings.orders_growth_year": grown("yf", "yt", "sold", "x.day", "true"),
    "collections.amount": summed("paid", "x.day"),
    "collections.of_won": received_of("deals", "x.closed", WON),
    "collections.of_orders": received_of("sold", "x.day", "true"),
    "collections.to_cash": sample("paid", "x.day", "x.day - x.closed", lambda v: quantile(v, "0.5"), "x.day >= x.closed", spans="latest"),
    "collections.growth": grown("pf", "pt", "paid", "x.day", "true"),
    "collections.growth_year": grown("yf", "yt", "paid", "x.day", "true"),
    "gross_margin.below_cost": Question(("sold",), rows("sold", "count(distinct x.id) filter (where x.margin < 0), count(distinct x.id) filter (where x.margin is not null)", "x.day"), quotient),
    "gross_margin.below_cost_amount": part_of("sold", "x.day", "x.margin < 0", "x.margin is not null"),
    "gross_margin.cost": summed("sold", "x.day", "true", "case when x.amount is not null then x.cost end"),
    "gross_margin.amount": summed("sold", "x.day", "true", "x.amount - x.cost"),
    "gross_margin.coverage": part_of("sold", "x.day", "x.cost is not null", SOLD),
    "average_deal_size.mean": sample("deals", "x.closed", "x.amount", lambda v: mean(v, money=True), WON),
    "average_deal_size.median": sample("deals", "x.closed", "x.amount", lambda v: quantile(v, "0.5", money=True), WON),
    "average_order_value.mean": Question(("sold",), rows("sold", "coalesce(sum(x.amount), 0), count(distinct x.id)", "x.day", SOLD), lambda n, d: quotient(n, d, money=True)),
    "average_order_value.orders": distinct("sold", "x.day", "x.id", SOLD),
    "average_order_value.lines": counted("sold", "x.day", SOLD),
    "average_discount.rate": Question(("deals",), rows("deals", "coalesce(sum(x.list_price - x.amount), 0), coalesce(sum(x.list_price), 0)", "x.closed", PRICED), quotient),
    "average_discount.given_away": summed("deals", "x.closed", WON, "x.list_price - x.amount"),
    "returns.rate": Question(("sold",), rows("sold", "coalesce(-sum(x.amount) filter (where x.amount < 0), 0), coalesce(sum(x.amount) filter (where x.amount > 0), 0)", "x.day"), quotient),
    "returns.amount": summed("sold", "x.day", "x.amount < 0"),
    "returns.lines": counted("sold", "x.day", "x.amount < 0"),
    "revenue_share.bookings": of_all("deals", "x.closed", WON),
    "revenue_share.orders": of_all("sold", "x.day", "true"),
    "revenue_concentration.largest_customer": concentration("deals", "x.closed", WON, "x.customer", largest(1)),
    "revenue_concentration.ten_customers": concentration("deals", "x.closed", WON, "x.customer", largest(10)),
    "revenue_concentration.customer_index": concentration("deals", "x.closed", WON, "x.customer", herfindahl),
    "revenue_concentration.largest_person": concentration("deals", "x.closed", WON, "x.person", largest(1)),
    "revenue_concentration.person_index": concentration("deals", "x.closed", WON, "x.person", herfindahl),
    "revenue_concentration.largest_product": concentration("deals", "x.closed", WON, "x.product", largest(1)),
    "revenue_concentration.orders_largest": concentration("sold", "x.day", "true", "x.customer", largest(1)),
    "revenue_concentration.orders_ten": concentration("sold", "x.day", "true", "x.customer", largest(10)),
    "revenue_concentration.orders_index": concentration("sold", "x.day", "true", "x.customer", herfindahl),
    **{f"customer_pareto.largest_{n}": concentration("sold", "x.day", "true", "x.customer", largest_percent(n)) for n in range(10, 100, 10)},
    "customer_pareto.for_80": concentration("sold", "x.day", "true", "x.customer", keys_for(80)),
    "customer_pareto.won_20": concentration("deals", "x.closed", WON, "x.customer", largest_percent(20)),
    "customer_pareto.won_for_80": concentration("deals", "x.closed", WON, "x.customer", keys_for(80)),
}
