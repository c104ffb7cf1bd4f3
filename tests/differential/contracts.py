"""Contracts: orders with a last day; what customers bring as long as they stay; what was due and paid."""
import intervals
from measures import Question, amount, count, part_of, proportion, quantile, quotient, rows, sample, share, total

OVER = "c.as_of - x.ends > 30 and x.customer is not null"
# Running at the end of the period, which is at the latest the as-of day; and at its start, the end of the one before.
AT_END = """((c.is_all and x.ends >= c.as_of) or (not c.is_all and c.f <= c.as_of and x.starts < c.t and x.ends >= least(c.t - 1, c.as_of)))"""
AT_START = "(c.pf <= c.as_of and x.starts <= least(c.f - 1, c.as_of) and x.ends >= least(c.f - 1, c.as_of))"


def stayed(columns, finish, where="true"):
    """What each customer under contract at the start brought a year, and what it brings at the end."""
    sums = lambda name, when: f"""{name} as (select c.g, c.label, x.customer, sum(x.yearly) as {name}_sum from c join contracts x on x.g = c.g and x.customer is not null and ({where}) and {when} group by all)"""
    return Question(("contracts",), f"""with {sums("was", AT_START)}, {sums("now", AT_END)}
        select c.g, c.label, {columns} from c left join was b using (g, label) left join now n on n.g = b.g and n.label = b.label and n.customer = b.customer group by c.g, c.label""", finish, spans="only")


KNOWN = "x.yearly is not null"
VALUE = "coalesce(sum({now}) filter (where b.was_sum > 0), 0), coalesce(sum(b.was_sum) filter (where b.was_sum > 0), 0)"


def lifetime(bought, each, lost, customers):
    """What one customer brings ÷ the part that is lost; in cents."""
    if not customers or not bought:
        return {"value": None}
    kept = (bought - lost) / bought
    one = int(each) / customers
    found = {"num": round(one), "den": 1 - kept}
    if kept >= 1:
        return {"value": None}
    low, high = intervals.wilson(bought - lost, bought)
    ends = (round(one / (1 - low)), round(one / (1 - high))) if high < 1 and one >= 0 else (None, None)
    return {**found, "value": round(one / (1 - kept)), "low": ends[0], "high": ends[1]}


def lasting(column):
    """Sales of the period a customer, and who of the period before bought nothing."""
    bought = lambda first, end: f"from c join sold x on x.g = c.g and x.amount > 0 and {column} is not null and x.customer is not null and x.day >= c.{first} and x.day < c.{end}"
    return Question(("sold",), f"""with b as (select distinct c.g, c.label, x.customer {bought("pf", "pt")}), n as (select c.g, c.label, x.customer, sum({column}) as s {bought("f", "t")} group by all)
        select c.g, c.label, (select count(*) from b where b.g = c.g and b.label = c.label), (select coalesce(sum(s), 0) from n where n.g = c.g and n.label = c.label),
          (select count(*) from b anti join n using (g, label, customer) where b.g = c.g and b.label = c.label), (select count(*) from n where n.g = c.g and n.label = c.label) from c""", lifetime, spans="only")


RECEIVED = "coalesce(sum(x.paid) filter (where x.paid_on is null or x.paid_on <= c.as_of), 0)"
OWED = "coalesce(sum(x.amount), 0)"


def owing(finish):
    return Question(("receivables",), rows("receivables", f"{RECEIVED}, {OWED}", "x.due"), finish)


QUESTIONS = {
    "receivables.collected": owing(quotient),
    "receivables.on_time": part_of("receivables", "x.due", "coalesce(x.paid_on <= least(x.due, c.as_of), false)", "true"),
    "receivables.overdue": owing(lambda paid, owed: {"value": int(owed) - int(paid)}),
    "receivables.days_late": sample("receivables", "x.due", "x.paid_on - x.due", lambda v: quantile(v, "0.5"), "x.paid_on > x.due and x.paid_on <= c.as_of"),
    "receivables.days_to_pay": sample("receivables", "x.due", "x.paid_on - x.billed", lambda v: quantile(v, "0.5"), "x.paid_on >= x.billed and x.paid_on <= c.as_of"),
    "contract_retention.renewed": share("contracts", "x.ends", f"{OVER} and x.renewed", OVER),
    "contract_retention.renewed_amount": part_of("contracts", "x.ends", "x.renewed", OVER, column="x.yearly"),
    "contract_retention.not_renewed": Question(("contracts",), rows("contracts", count(f"{OVER} and not x.renewed"), "x.ends"), total),
    "contract_retention.kept": stayed("count(n.customer), count(b.customer)", proportion),
    "contract_retention.net": stayed(VALUE.format(now="greatest(coalesce(n.now_sum, 0), 0)"), quotient, KNOWN),
    "contract_retention.gross": stayed(VALUE.format(now="least(greatest(coalesce(n.now_sum, 0), 0), b.was_sum)"), quotient, KNOWN),
    "contract_retention.customers": Question(("contracts",), rows("contracts", "count(distinct x.customer)", "", "true", AT_END), total),
    "contract_retention.value": Question(("contracts",), rows("contracts", amount("x.yearly"), "", "true", AT_END), total),
    "lifetime_value.margin": lasting("(x.amount - x.cost)"),
    "lifetime_value.revenue": lasting("x.amount"),
}
