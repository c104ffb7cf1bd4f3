"""Customers: new, active, kept, coming back; leads; answers."""
import intervals
from results import keys_for, largest
from measures import Question, amount, count, counted, distinct, mean, proportion, quantile, quotient, rows, sample, share, span, summed, total

WON = "x.outcome = 'won'"
SOLD = "x.amount > 0"


def returning(source, day, where):
    """Customers of the period, and those with two or more sales; lines of one order are one sale."""
    return Question((source,), f"""with k as (select c.g, c.label, x.customer, count(distinct x.id) as n from c join {source} x on x.g = c.g and ({where}) and {span(day)} and x.customer is not null group by all)
        select c.g, c.label, count(k.customer) filter (where n >= 2), count(k.customer) from c left join k using (g, label) group by all""", proportion)


def kept(source, day, where, columns, finish):
    """What each customer of the period before brought then (was) and now."""
    sums = lambda first, end, name: f"""select c.g, c.label, x.customer, sum(x.amount) as {name}, count(*) as n
        from c join {source} x on x.g = c.g and ({where}) and x.customer is not null and {day} >= c.{first} and {day} < c.{end} group by all"""
    return Question((source,), f"""with b as ({sums('pf', 'pt', 'was')}), n as ({sums('f', 't', 'now')})
        select c.g, c.label, {columns} from c left join b using (g, label) left join n on n.g = b.g and n.label = b.label and n.customer = b.customer group by c.g, c.label""",
        finish, spans="only")


# Who is at or below 0 in the period before was no customer; who only returns something now brings nothing.
NOW = "greatest(coalesce(n.now, 0), 0)"
KEPT = "coalesce(sum({now}) filter (where b.was > 0), 0), coalesce(sum(b.was) filter (where b.was > 0), 0)"


def per_customer(source, day, where):
    return Question((source,), rows(source, f"{amount()}, count(distinct x.customer)", day, f"({where}) and x.customer is not null and x.amount is not null"),
                    lambda n, d: quotient(n, d, money=True))


def ever(source, day, where):
    """Customers who buy in the period ÷ customers who ever did."""
    return Question((source,), f"""with p as ({rows(source, "count(distinct x.customer) as now", day, where)}),
        e as ({rows(source, "count(distinct x.customer) as ever", day, where, "true")})
        select g, label, now, ever from p join e using (g, label)""", proportion, spans="only")


def interval(finish):
    return sample("buys", "x.day", "x.gap", finish)


def nps(plus, minus, n):
    if not n:
        return {"value": None}
    low, high = intervals.adjusted_wald(plus, minus, n)
    return {"value": 100 * (plus - minus) / n, "num": plus - minus, "den": n, "low": low, "high": high}


def cared_for(source, day, where):
    """Customers of the period before who have an activity in this one."""
    return Question((source, "acts"), f"""with b as (select distinct c.g, c.label, x.customer from c join {source} x on x.g = c.g and ({where}) and x.customer is not null and {day} >= c.pf and {day} < c.pt),
        n as (select distinct c.g, c.label, x.customer from c join acts x on x.g = c.g and x.customer is not null and x.day >= c.f and x.day < c.t)
        select c.g, c.label, count(n.customer), count(b.customer) from c left join b using (g, label) left join n on n.g = b.g and n.label = b.label and n.customer = b.customer group by c.g, c.label""",
        proportion, spans="only")


def spent_for(source, day, where="true"):
    """Spend of the period for each of them, to the cent."""
    return Question(("spent", source), f"""with s as ({rows("spent", amount() + " as spent, count(x.k) as k", "x.day")}), n as ({rows(source, count() + " as n", day, where)})
        select g, label, spent, k, n from s join n using (g, label)""", lambda spent, k, n: quotient(spent, n, money=True) if k else {"value": None})


def spent_before_for(source, day):
    """Spend of the period before for each of them; none of a time the data hardly know."""
    spent = rows("spent", amount() + " as spent, count(x.k) as k", "", when="(x.day >= c.pf and x.day < c.pt)")
    return Question(("spent", source), f"""with s as ({spent}), n as ({rows(source, count() + " as n", day)})
        select g, label, spent, k, n, is_p_unknown from s join n using (g, label) join c using (g, label)""",
        lambda spent, k, n, is_unknown: quotient(spent, n, money=True) if k and not is_unknown else {"value": None}, spans="only")


def grew():
    """New customers of the period ÷ those there were before it."""
    return Question(("firsts",), rows("firsts", f"{count('c.is_all or x.closed >= c.f')}, {count('not c.is_all and x.closed < c.f')}", "", "true", "(c.is_all or (c.f <= c.as_of and x.closed < c.t))"), quotient)


def themes(finish):
    """How many answers are about each theme."""
    return Question(("answers",), f"""with k as (select c.g, c.label, count(*) as s from c join answers x on x.g = c.g and x.is_answer and {span("x.day")} and x.category is not null group by c.g, c.label, x.category)
        select c.g, c.label, list(k.s order by k.s desc) from c left join k using (g, label) group by all""", lambda counts: finish([n for n in counts or [] if n is not None]))


OF_AGE = "c.as_of - x.created > 90"

QUESTIONS = {
    "care_coverage.orders": cared_for("sold", "x.day", SOLD),
    "care_coverage.won": cared_for("deals", "x.closed", WON),
    "acquisition_cost.spend": summed("spent", "x.day"),
    "acquisition_cost.first_win": spent_for("firsts", "x.closed"),
    "acquisition_cost.first_win_lagged": spent_before_for("firsts", "x.closed"),
    "acquisition_cost.first_order": spent_for("buys", "x.day", "x.gap is null"),
    "acquisition_cost.lead": spent_for("leads", "x.created"),
    "new_customers.first_win": counted("firsts", "x.closed"),
    "new_customers.first_order": counted("buys", "x.day", "x.gap is null"),
    "new_customers.won_back": distinct("buys", "x.day", "x.customer", "x.gap > 365"),
    "active_customers.orders": distinct("sold", "x.day", "x.customer", SOLD),
    "active_customers.won": distinct("deals", "x.closed", "x.customer", WON),
    "customer_retention.orders": kept("sold", "x.day", SOLD, "count(n.customer), count(b.customer)", proportion),
    "customer_retention.in_time": Question(("buys",), rows("buys", f"{count('x.next <= x.awaited')}, {count()}", "x.day", "x.awaited <= c.as_of and (x.next is null or x.next >= c.t)"), proportion, spans="only"),
    "customer_retention.won": kept("deals", "x.closed", WON, "count(n.customer), count(b.customer)", proportion),
    "revenue_retention.net": kept("sold", "x.day", "true", KEPT.format(now=NOW), quotient),
    "revenue_retention.gross": kept("sold", "x.day", "true", KEPT.format(now=f"least({NOW}, b.was)"), quotient),
    "revenue_retention.net_won": kept("deals", "x.closed", WON, KEPT.format(now=NOW), quotient),
    "repeat_purchase.orders": returning("sold", "x.day", SOLD),
    "repeat_purchase.won": returning("deals", "x.closed", WON),
    "purchase_interval.median": interval(lambda v: quantile(v, "0.5")),
    "purchase_interval.mean": interval(mean),
    "purchase_interval.p80": interval(lambda v: quantile(v, "0.8")),
    "purchase_interval.p90": interval(lambda v: quantile(v, "0.9")),
    "revenue_per_customer.orders": per_customer("sold", "x.day", "true"),
    "revenue_per_customer.won": per_customer("deals", "x.closed", WON),
    "acquisition_rate.bought": share("listed", "x.created", "x.bought <= c.as_of"),
    "acquisition_rate.listed": counted("listed", "x.created"),
    "cohort_retention.orders": ever("sold", "x.day", SOLD),
    "cohort_retention.won": ever("deals", "x.closed", WON),
    "lead_conversion.created": share("leads", "x.created", "x.converted = 'yes'", "x.converted is not null"),
    "lead_conversion.leads": counted("leads", "x.created"),
    "lead_conversion.converted": counted("leads", "x.created", "x.converted = 'yes'"),
    "lead_conversion.customer_90": share("leads", "x.created", f"{OF_AGE} and x.bought between x.created and least(x.created + 90, c.as_of)", OF_AGE),
    "lead_response.next_day": share("leads", "x.created", "c.as_of - x.created > 1 and x.replied <= least(x.created + 1, c.as_of)", "c.as_of - x.created > 1"),
    "lead_response.contacted": share("leads", "x.created", "x.replied <= c.as_of"),
    "lead_response.median": sample("leads", "x.created", "x.replied - x.created", lambda v: quantile(v, "0.5"), "x.replied between x.created and c.as_of"),
    "new_customers.growth": grew(),
    "response_rate.answered": share("answers", "x.day", "x.is_listed and x.is_answer", "x.is_listed"),
    "response_rate.satisfaction": share("answers", "x.day", "x.is_listed and x.has_sat", "x.is_listed"),
    "response_rate.recommend": share("answers", "x.day", "x.is_listed and x.has_rec", "x.is_listed"),
    "feedback_handling.resolved": share("answers", "x.day", "x.resolved <= c.as_of"),
    "feedback_handling.answered": share("answers", "x.day", "x.replied <= c.as_of"),
    "feedback_handling.next_day": share("answers", "x.day", "x.replied <= least(x.day + 1, c.as_of)"),
    "feedback_handling.time_to_reply": sample("answers", "x.day", "x.replied - x.day", lambda v: quantile(v, "0.5"), "x.replied between x.day and c.as_of"),
    "feedback_handling.time_to_resolve": sample("answers", "x.day", "x.resolved - x.day", lambda v: quantile(v, "0.5"), "x.resolved between x.day and c.as_of"),
    "csat.top_two": share("answers", "x.day", "x.sat in (4, 5)", "x.sat between 1 and 5"),
    "csat.mean": sample("answers", "x.day", "x.sat", mean, "x.sat between 1 and 5"),
    "nps.score": Question(("answers",), rows("answers", f"{count('x.rec >= 9')}, {count('x.rec <= 6')}, {count()}", "x.day", "x.rec between 0 and 10"), nps),
    "feedback.answers": counted("answers", "x.day", "x.is_answer"),
    "feedback.main_theme": themes(largest(1)),
    "feedback.themes_80": themes(keys_for(80)),
    "feedback.customers": distinct("answers", "x.day", "x.customer", "x.is_answer"),
}
