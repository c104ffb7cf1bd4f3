"""Questions of a data set: all time, months, and a few random breakdowns, spans, filters and as-of days; and their periods."""
import datetime
import itertools
import random

from generate import AS_OF

DIMENSIONS = ["person", "team", "region", "product", "industry", "source", "customer", "stage", "activityType", "lossReason", "competitor", "category"]
VALUES = {"person": ["P0", "P1", "L0", ""], "team": ["North", ""], "region": ["East", "West"], "product": ["G0", "G1"], "industry": ["Food", ""],
          "source": ["web", ""], "customer": ["A0", "A1", "A2", ""], "stage": ["Proposal", "Closed Won"], "activityType": ["visit"],
          "lossReason": ["price", ""], "competitor": ["Acme", ""], "category": ["new", "price", "travel", ""]}
FOREVER = (datetime.date(1900, 1, 1), datetime.date(2200, 1, 1))


def lens(by=(), grain=None, span=None, as_of=AS_OF, filters=()):
    made = {"by": list(by), "asOf": str(as_of), "filters": [{"dimension": d, "values": list(v)} for d, v in filters]}
    if grain:
        made["grain"] = grain
    if span:
        made["from"], made["to"] = str(span[0]), str(span[1])
    return made


def plan(seed):
    """The lenses of a data set."""
    r = random.Random(seed * 7919 + 1)
    year = lambda y: (datetime.date(y, 1, 1), datetime.date(y + 1, 1, 1))
    lenses = [lens(), lens(grain="month", span=year(2025)), lens(by=[DIMENSIONS[seed % len(DIMENSIONS)]])]
    lenses.append(lens(grain="quarter", span=(datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)), by=[r.choice(DIMENSIONS[:7])]))
    early = datetime.date(2024, 6, 1) + datetime.timedelta(days=r.randint(0, 550))
    lenses.append(lens(as_of=early))
    # Whole periods before the as-of day, the last one cut: the words do not say what a period cut at its start is compared with.
    grain = r.choice(["month", "quarter"])
    first = first_of(datetime.date(early.year - 1, early.month, 1), grain)
    lenses.append(lens(as_of=early, grain=grain, span=(first, early.replace(day=1)), by=r.sample(DIMENSIONS[:7], r.randint(0, 2))))
    low = datetime.date(2024, 1, 1) + datetime.timedelta(days=r.randint(0, 500))
    lenses.append(lens(span=(low, low + datetime.timedelta(days=r.randint(1, 220)))))
    dimension = r.choice(DIMENSIONS)
    lenses.append(lens(grain=r.choice([None, "year"]), filters=[(dimension, r.sample(VALUES[dimension], min(len(VALUES[dimension]), r.randint(1, 2))))]))
    start = datetime.date(2025, r.randint(1, 11), 1)
    lenses.append(lens(grain=r.choice(["week", "day"]), span=(start, start + datetime.timedelta(days=21))))
    return lenses


def step(day, grain, n):
    """The first day of the n-th period after the one that day begins."""
    if grain in ("day", "week"):
        return day + datetime.timedelta(days=n * (7 if grain == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12}[grain] * n + day.month - 1
    return datetime.date(day.year + months // 12, months % 12 + 1, 1)


def shifted(day, grain):
    """The same day one period earlier; a day the month lacks is its last."""
    if grain in ("day", "week"):
        return step(day, grain, -1)
    first = step(day.replace(day=1), grain, -1)
    return first.replace(day=min(day.day, (step(first, "month", 1) - first).days))


def first_of(day, grain):
    return {
        "day": lambda: day,
        "week": lambda: day - datetime.timedelta(days=day.weekday()),
        "month": lambda: day.replace(day=1),
        "quarter": lambda: datetime.date(day.year, (day.month - 1) // 3 * 3 + 1, 1),
        "year": lambda: datetime.date(day.year, 1, 1),
    }[grain]()


def name_of(day, grain):
    iso = day.isocalendar()
    return {"day": str(day), "week": f"{iso[0]}-W{iso[1]:02}", "month": f"{day.year}-{day.month:02}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
            "year": f"{day.year}"}[grain]


def year_before(day):
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def year_ago(first, end):
    """The last day has its counterpart, not the day behind it."""
    day = datetime.timedelta(days=1)
    return year_before(first), year_before(end) if first.day == end.day == 1 else year_before(end - day) + day


def periods(lens, names):
    """Rows label, first day, end, first day and end of the period before, and of a year before; names: those of the report."""
    day = datetime.date.fromisoformat
    if "grain" not in lens:
        if "from" not in lens:
            return [("all", *FOREVER, *FOREVER, *FOREVER)]
        f, t = day(lens["from"]), day(lens["to"])
        return [(f"{f}/{t}", f, t, f - (t - f), f, *year_ago(f, t))]
    grain = lens["grain"]
    if "from" in lens:
        low, end = day(lens["from"]), day(lens["to"])
        at = first_of(low, grain)
    else:
        low = at = datetime.date(2023, 1, 1)
        end = datetime.date(2027, 1, 1)
    rows = []
    for n in itertools.count():
        f, t = step(at, grain, n), step(at, grain, n + 1)
        if f >= end:
            return rows
        if "from" in lens or name_of(f, grain) in names:
            # The first and last period end where the span does; what is cut is compared with as many days a period earlier.
            first, last = max(f, low), min(t, end)
            earlier = shifted(first, grain)
            before = (earlier, f) if (first, last) == (f, t) else (earlier, earlier + (last - first))
            # Mondays with Mondays.
            year = (first - datetime.timedelta(days=364), last - datetime.timedelta(days=364)) if grain == "week" else year_ago(first, last)
            rows.append((name_of(f, grain), first, last, *before, *year))

