"""How a question is put to DuckDB, and how value and interval follow from what it answers."""
import dataclasses
from fractions import Fraction
from typing import Callable

import intervals


@dataclasses.dataclass
class Question:
    sources: tuple[str, ...]
    sql: str
    # Columns after group and period → what a cell should say: value, and num, den, low, high where they are compared.
    finish: Callable
    # "both"; "only" by period, "never" by period: the other has no answer; "total": only all time is compared; "latest": only
    # as seen from the last day is compared. The words leave the rest open.
    spans: str = "both"
    # The dimension without which there is no answer.
    by: str | None = None


def span(column):
    """Rows of the period; over all time a row counts without its day."""
    return f"(c.is_all or ({column} >= c.f and {column} < c.t))"


def rows(source, columns, day, where="true", when=None):
    return f"select c.g, c.label, {columns} from c left join {source} x on x.g = c.g and ({where}) and {when or span(day)} group by c.g, c.label"


def count(test="true"):
    return f"count(x.k) filter (where {test})"


def amount(column="x.amount"):
    """Of rows none of which has the value the sum is unknown; of no rows it is 0."""
    return f"case when count(x.k) > 0 and count({column}) = 0 then null else coalesce(sum({column}), 0) end"


def half_even(fraction):
    """To the cent, halves to the even one."""
    return round(Fraction(fraction))


def exact(value):
    return value if value is None or isinstance(value, float) else int(value)


def total(value):
    return {"value": exact(value), "num": exact(value)}


def quotient(num, den, money=False):
    """num ÷ den; nothing below the line, or less, is no answer."""
    num, den = exact(num), exact(den)
    has_value = num is not None and den is not None and den > 0
    value = None if not has_value else half_even(Fraction(num, den)) if money else num / den
    return {"value": value, "num": num, "den": den}


def proportion(num, den):
    low, high = intervals.wilson(num, den) if den else (None, None)
    return {**quotient(num, den), "low": low, "high": high}


def part(pairs):
    """Σ of the part ÷ Σ of all the same rows: pairs of amount and whether it is in the part."""
    pairs = pairs or []
    num, den = sum(p["a"] for p in pairs if p["w"]), sum(p["a"] for p in pairs)
    low, high = intervals.linearised([(int(p["a"]), p["w"]) for p in pairs])
    return {**quotient(num, den), "low": low, "high": high}


def mean(values, money=False):
    values = [int(v) for v in values or []]
    low, high = intervals.mean(values)
    found = quotient(sum(values), len(values), money)
    if money and low is not None:
        low, high = round(low), round(high)
    return {**found, "low": low, "high": high, "is_money": money}


def quantile(values, p, money=False):
    """Between two values of the sorted list in proportion (numpy's default, quantile_cont of SQL)."""
    values = sorted(int(v) for v in values or [])
    if not values:
        return {"value": None}
    at = (len(values) - 1) * Fraction(p)
    below = int(at)
    value = values[below] + (at - below) * (values[min(below + 1, len(values) - 1)] - values[below])
    low, high = intervals.order_statistics(values, float(Fraction(p)))
    return {"value": half_even(value) if money else float(value), "low": low, "high": high}


def counted(source, day, where="true", test="true", **more):
    return Question((source,), rows(source, count(test), day, where), total, **more)


def summed(source, day, where="true", column="x.amount", **more):
    return Question((source,), rows(source, amount(column), day, where), total, **more)


def distinct(source, day, key, where="true"):
    return Question((source,), rows(source, f"count(distinct {key})", day, where), total)


def share(source, day, above, below="true", **more):
    """Rows that pass ÷ rows, with Wilson's interval."""
    return Question((source,), rows(source, f"{count(above)}, {count(below)}", day), proportion, **more)


def part_of(source, day, inside, where, column="x.amount", **more):
    """Amount of the rows inside ÷ amount of the rows; rows without an amount are in neither."""
    return Question((source,), rows(source, f"list({{'a': {column}, 'w': {inside}}}) filter (where x.k is not null)", day, f"({where}) and {column} is not null"), part, **more)


def sample(source, day, column, finish, where="true", **more):
    """A figure of the single values."""
    return Question((source,), rows(source, f"list({column}) filter (where {column} is not null)", day, where), finish, **more)
