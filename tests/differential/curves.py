"""Aalen-Johansen in plain Python: the probability of one end among competing ones, those still watched counted."""
import math
from fractions import Fraction

from intervals import Z, clamp


def steps(watched):
    """Days, probability of the event so far, and of neither end so far; watched: days and 1 event, 2 another end, 0 still there."""
    found, share, still = [], Fraction(0), Fraction(1)
    for day in sorted({days for days, _ in watched}):
        at_risk = sum(1 for days, _ in watched if days >= day)
        events = sum(1 for days, end in watched if days == day and end == 1)
        others = sum(1 for days, end in watched if days == day and end == 2)
        share += still * Fraction(events, at_risk)
        still *= 1 - Fraction(events + others, at_risk)
        found.append((day, share, still))
    return found


def pairs(rows):
    return [(int(row["t"]), row["e"]) for row in rows or []]


def within(rows, horizon):
    """Probability of the event within a number of days. Where nobody was watched that long and some are still open: unknown."""
    watched = pairs(rows)
    if not watched:
        return {"value": None}
    found = steps(watched)
    last, _, still = found[-1]
    if last < horizon and still > 0:
        return {"value": None}
    share = next((s for day, s, _ in reversed(found) if day <= horizon), Fraction(0))
    low, high = interval(watched, horizon, share)
    return {"value": float(share), "low": low, "high": high}


def interval(watched, horizon, share):
    """Share ± 1.96 standard errors by the delta method (Marubini and Valsecchi, 1995)."""
    # Exact until the root: where the curve is certain the interval has no width.
    still, so_far, variance = Fraction(1), Fraction(0), Fraction(0)
    for day in sorted({days for days, _ in watched if days <= horizon}):
        n = sum(1 for days, _ in watched if days >= day)
        events = sum(1 for days, end in watched if days == day and end == 1)
        ends = sum(1 for days, end in watched if days == day and end)
        so_far += still * Fraction(events, n)
        rest = share - so_far
        variance += still * still * Fraction(events * (n - events), n**3) - 2 * rest * still * Fraction(events, n**2)
        if ends < n:
            variance += rest * rest * Fraction(ends, n * (n - ends))
        still *= 1 - Fraction(ends, n)
    half = Z * math.sqrt(variance)
    return clamp(float(share) - half, float(share) + half)


def until_half(rows):
    """The first day on which the event has come for half, and those on which the ends of its interval have."""
    watched = pairs(rows)
    found = steps(watched)
    half = next((day for day, share, _ in found if share >= Fraction(1, 2)), None)
    if half is None:
        return {"value": None}
    ends = [(day, interval(watched, day, share) if still > 0 or any(end == 2 for days, end in watched if days <= day) else (1.0, 1.0)) for day, share, still in found]
    low = next((day for day, (_, high) in ends if high >= 0.5 - 1e-12), None)
    high = next((day for day, (low_end, _) in ends if low_end >= 0.5 - 1e-12), None)
    return {"value": half, **({"low": low, "high": high} if high is not None else {"low": None, "high": None})}
