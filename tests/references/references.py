"""Statistics of the product against independent libraries, on random inputs through the package.

python references.py [inputs]     needs `pip install -r requirements.txt` and dist/npm (cargo xtask build)

Each method gets one data set in which every person (or customer) is one random input, broken down by that dimension. Prints
the largest difference of each method and fails above its tolerance.
"""
import math
import pathlib
import random
import sys
import warnings

import numpy as np
from lifelines import AalenJohansenFitter
from scipy import special, stats
from statsmodels.duration.survfunc import CumIncidenceRight
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.seasonal import seasonal_decompose

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "differential"))
from engine import Engine, number  # noqa: E402

HEADER = "opportunity id,stage,created,close date,amount,owner\n"
DAY = np.datetime64("2024-01-01")
AS_OF = np.datetime64("2025-12-31")
Z = stats.norm.ppf(0.975)

def cells(engine, files, kpi, by="person", **lens):
    """The cells of one definition by group."""
    name, variant = kpi.split(".")
    sent = [{"name": file, "text": content} for file, content in files.items()]
    found = engine.send(sent, [{"kpis": [{"id": name, "variant": variant}], "by": [by], "asOf": str(AS_OF), **lens}])[0]
    return {cell["group"][by]: cell for cell in found}


def method(engine, files, kpi):
    """How the product says it made the interval."""
    name, variant = kpi.split(".")
    sent = [{"name": file, "text": content} for file, content in files.items()]
    return engine.send(sent, [{"kpis": [{"id": name, "variant": variant}], "asOf": str(AS_OF)}], explain=True)[0]


def gap(expected, cell, scale=1):
    """Largest difference of value and interval ends; a missing one is infinite."""
    worst = 0
    for want, what in zip(expected, ("value", "low", "high")):
        got = number(cell[what])
        if (want is None) != (got is None):
            return math.inf
        if want is not None:
            worst = max(worst, abs(want - got) / scale)
    return worst


def deals(inputs):
    """Rows person, outcome, days from creation, amount in cents."""
    lines = [f"D{i},{stage},{DAY},{DAY + np.timedelta64(int(days), 'D') if stage != 'Proposal' else ''},{'' if cents is None else f'{cents / 100:.2f}'},{person}"
             for i, (person, stage, days, cents) in enumerate(inputs)]
    return {"opportunities.csv": HEADER + "\n".join(lines) + "\n"}


def wilson(engine, r, inputs):
    counts = {}
    for i in range(inputs):
        n = r.choice([1, 2, 3, 5, 10, 40, 100, 300])
        counts[f"P{i}"] = (r.choice([0, n, r.randint(0, n)]), n)
    files = deals([(p, "Closed Won" if j < k else "Closed Lost", 10, 100) for p, (k, n) in counts.items() for j in range(n)])
    found = cells(engine, files, "win_rate.close_date_count")
    for person, (k, n) in counts.items():
        low, high = proportion_confint(k, n, method="wilson")
        yield gap((k / n, low, high), found[person])


def watched(r, i):
    """Days and ends of one input: few different days give ties, also of different ends on one day."""
    n, widest = r.randint(2, 40), r.choice([5, 30, 400])
    rows = []
    for _ in range(n):
        end = r.choice([0, 1, 1, 2])
        rows.append((r.randint(0, widest), end))
    return rows


def curve_files(everyone):
    """Opportunities that are still open were created that many days before the as-of day."""
    lines = []
    for person, rows in everyone.items():
        for days, end in rows:
            created = AS_OF - np.timedelta64(days, "D") if end == 0 else DAY
            closed = "" if end == 0 else DAY + np.timedelta64(days, "D")
            lines.append(f"D{len(lines)},{['Proposal', 'Closed Won', 'Closed Lost'][end]},{created},{closed},1,{person}")
    return {"opportunities.csv": HEADER + "\n".join(lines) + "\n"}


def aalen_johansen(engine, r, inputs):
    """Values with ties, against statsmodels."""
    everyone = {f"P{i}": watched(r, i) for i in range(inputs)}
    found = {horizon: cells(engine, curve_files(everyone), f"win_rate.horizon_{horizon}") for horizon in (90, 180, 365)}
    for person, rows in everyone.items():
        days, ends = np.array([d for d, _ in rows], float), np.array([e for _, e in rows])
        if not (ends == 1).any():
            continue
        # A day more: statsmodels takes no time 0.
        fitted = CumIncidenceRight(days + 1, ends)
        still = 1 - sum(c[-1] for c in fitted.cinc)
        for horizon, by_person in found.items():
            cell = by_person[person]
            if days.max() < horizon and still > 1e-9:
                yield 0 if cell["value"] is None else math.inf
                continue
            at = np.searchsorted(fitted.times, horizon + 1, side="right") - 1
            yield gap((fitted.cinc[0][at] if at >= 0 else 0.0,), cell)


def aalen_johansen_interval(engine, r, inputs):
    """Intervals without ties, where lifelines needs no jitter."""
    everyone = {}
    for i in range(inputs):
        n = r.randint(5, 40)
        days = r.sample(range(1, 400), n)
        everyone[f"P{i}"] = [(d, r.choice([0, 1, 1, 2])) for d in days]
    found = cells(engine, curve_files(everyone), "win_rate.horizon_180")
    for person, rows in everyone.items():
        days, ends = np.array([d for d, _ in rows], float), np.array([e for _, e in rows])
        cell = found[person]
        if cell["value"] is None or not ((ends == 1) & (days <= 180)).any():
            continue
        fitted = AalenJohansenFitter(calculate_variance=True).fit(days, ends, event_of_interest=1)
        curve, variance = fitted.cumulative_density_.iloc[:, 0], fitted.variance_
        value = curve[curve.index <= 180].iloc[-1]
        spread = float(np.ravel(variance[variance.index <= 180].iloc[-1])[0])
        if math.isnan(spread):
            continue  # Nobody is left at risk: lifelines divides by 0.
        half = Z * math.sqrt(max(spread, 0))
        yield gap((value, max(value - half, 0), min(value + half, 1)), cell)


def samples(r, inputs):
    """Days of won opportunities of each person, with ties."""
    return {f"P{i}": [r.randint(0, r.choice([3, 50, 600])) for _ in range(r.choice([1, 2, 3, 5, 6, 7, 10, 25, 60]))] for i in range(inputs)}


def quantiles(engine, r, inputs):
    everyone = samples(r, inputs)
    files = deals([(p, "Closed Won", days, 100) for p, values in everyone.items() for days in values])
    for kpi, q in (("sales_cycle.won_median", 0.5), ("sales_cycle.won_p90", 0.9)):
        found = cells(engine, files, kpi)
        for person, values in everyone.items():
            yield gap((np.quantile(values, q),), found[person])


def means(engine, r, inputs):
    """Mean with the interval that the product names: Student's t, or 1.96 standard errors."""
    everyone = samples(r, inputs)
    files = deals([(p, "Closed Won", days, 100) for p, values in everyone.items() for days in values])
    is_student = "1.96" not in method(engine, files, "sales_cycle.won_mean")
    found = cells(engine, files, "sales_cycle.won_mean")
    for person, values in everyone.items():
        middle, n = np.mean(values), len(values)
        if n < 2:
            yield gap((middle, None, None), found[person])
            continue
        error = stats.sem(values)
        half = (stats.t.ppf(0.975, n - 1) if is_student else Z) * error
        yield gap((middle, middle - half, middle + half), found[person], max(1, abs(middle)))


def nps(engine, r, inputs):
    """Adjusted Wald of the semantics: n + 3, three quarters to each side; golden case 20, 8 of 40: 30, 4.6 … 51.2."""
    everyone = {"golden": [9] * 20 + [0] * 8 + [7] * 12}
    for i in range(inputs):
        everyone[f"C{i}"] = [r.randint(*r.choice([(0, 10), (9, 10), (0, 6)])) for _ in range(r.choice([1, 2, 5, 20, 90]))]
    lines = [f"{c},2025-01-01,{score}" for c, scores in everyone.items() for score in scores]
    files = {"survey.csv": "response id,customer,response date,recommend\n" + "".join(f"S{i},{line}\n" for i, line in enumerate(lines))}
    found = cells(engine, files, "nps.score", by="customer")
    for customer, scores in everyone.items():
        m = len(scores) + 3
        sides = np.array([1] * sum(s >= 9 for s in scores) + [-1] * sum(s <= 6 for s in scores))
        weights = np.array([(sides == 1).sum() + 0.75, (sides == -1).sum() + 0.75]) / m
        mean = weights @ [1, -1]
        half = Z * math.sqrt((weights.sum() - mean**2) / m)
        ends = np.clip([mean - half, mean + half], -1, 1) * 100
        if customer == "golden":
            assert [round(x, 1) for x in ends] == [4.6, 51.2]
        yield gap((100 * sides.sum() / len(scores), *ends), found[customer], 100)


def linearised(engine, r, inputs):
    """A ratio of sums is a mean weighted by the amounts; its linearised error is the robust one (HC1) of that regression."""
    everyone = {f"P{i}": [(r.random() < r.choice([0.2, 0.5, 0.9]), r.choice([100, r.randint(1, 10**7)])) for _ in range(r.choice([2, 3, 8, 40]))] for i in range(inputs)}
    files = deals([(p, "Closed Won" if w else "Closed Lost", 10, cents) for p, rows in everyone.items() for w, cents in rows])
    found = cells(engine, files, "win_rate.close_date_amount")
    for person, rows in everyone.items():
        won, cents = np.array([float(w) for w, _ in rows]), np.array([float(c) for _, c in rows])
        fitted = WLS(won, np.ones(len(rows)), weights=cents).fit(cov_type="HC1")
        value, half = fitted.params[0], Z * fitted.bse[0]
        yield gap((value, max(value - half, 0), min(value + half, 1)), found[person])


def herfindahl(engine, r, inputs):
    lines, everyone = [], {}
    for i in range(inputs):
        sums = np.array([r.choice([1000, r.randint(1, 10**8)]) for _ in range(r.randint(1, 30))])
        everyone[f"P{i}"] = sums
        lines += [f"O{i}-{j},2025-01-01,A{j},{cents / 100:.2f},P{i}" for j, cents in enumerate(sums)]
    found = cells(engine, {"orders.csv": "order id,order date,customer,amount,owner\n" + "\n".join(lines) + "\n"}, "revenue_concentration.orders_index")
    for person, sums in everyone.items():
        yield gap((float(np.square(sums / sums.sum()).sum()),), found[person])


def order_statistics(engine, r, inputs):
    """Places np ± 1.96 √(np(1 − p)), rounded up (Conover), in a sorted sample without ties."""
    sizes = {f"P{i}": n for i, n in enumerate(r.sample(range(2, 400), min(inputs, 398)))}
    files = deals([(p, "Closed Won", rank, 100) for p, n in sizes.items() for rank in range(1, n + 1)])
    for kpi, q in (("sales_cycle.won_median", 0.5), ("sales_cycle.won_p90", 0.9)):
        found = cells(engine, files, kpi)
        for person, n in sizes.items():
            half = Z * stats.binom.std(n, q)
            ends = (None, None) if n < 6 else (max(math.ceil(n * q - half), 1), min(math.ceil(n * q + half), n))
            low, high = found[person]["low"], found[person]["high"]
            yield gap((number(found[person]["value"]), *ends), found[person])
            if low is not None:
                coverage = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)
                COVERED.setdefault(q, []).append((coverage, n))


def asked(engine, files, call, bodies, options=None):
    """Answers of the package to one call after another."""
    sent = [{"name": file, "text": content} for file, content in files.items()]
    return engine.send(sent, [], asks=[{"call": call, "body": body, **({"options": options} if options else {})} for body in bodies])


def xmr(engine, r, inputs):
    """Individuals and moving range (Wheeler): limits at 2.66 mean ranges, signals beyond them or eight on one side."""
    months = [np.datetime64("2024-01", "M") + i for i in range(24)]
    everyone = {}
    for i in range(inputs):
        level, shift = r.randint(10**3, 10**8), r.choice([0, 0, 1])
        everyone[f"P{i}"] = [max(0, int(level * (1 + r.gauss(0, 0.2) + shift * (m > 11)))) if r.random() < 0.95 else 0 for m in range(24)]
    day = lambda month: (month.astype("datetime64[D]") - DAY).astype(int) + r.randint(0, 27)
    files = deals([(p, "Closed Won", day(month), cents) for p, sums in everyone.items() for month, cents in zip(months, sums) if cents])
    lens = {"kpis": [{"id": "bookings", "variant": "won_amount"}], "grain": "month", "from": "2024-01-01", "to": "2026-01-01", "asOf": str(AS_OF)}
    views = asked(engine, files, "trend", [{**lens, "filters": [{"dimension": "person", "values": [p]}]} for p in everyone])
    for sums, view in zip(everyone.values(), views):
        # Months before the first row are none.
        start = next((m for m, cents in enumerate(sums) if cents), 0)
        values, own = np.array(sums[start:]) / 100, months[start:]
        mean, half = values.mean(), 2.66 * np.abs(np.diff(values)).mean()
        signals, run = [], 0
        for m, value in enumerate(values):
            same = m > 0 and np.sign(value - mean) == np.sign(values[m - 1] - mean) != 0
            run = run + 1 if same else 1
            if abs(value - mean) > half:
                signals.append((str(own[m]), "beyond"))
            elif run >= 8:
                signals.append((str(own[m]), "run"))
        gaps = [abs(view[name] - want) / max(values.max(), 1) for name, want in (("mean", mean), ("low", mean - half), ("high", mean + half))]
        # A value within rounding of a limit or of the mean may fall on either side.
        edge = np.isclose(np.abs(values - mean), half, rtol=1e-9).any() or np.isclose(values, mean, rtol=1e-9).any()
        yield max(gaps) if edge or [(s["period"][:7], s["rule"]) for s in view["signals"]] == signals else math.inf


def seasonal(engine, r, inputs):
    """Classical multiplicative decomposition: factors of the months, and natural limits of what is left."""
    months = [np.datetime64("2022-01", "M") + i for i in range(48)]
    everyone = {}
    for i in range(inputs):
        level, year = r.randint(10**4, 10**7), [r.choice([0.3, 0.7, 1, 1.5, 2.4]) for _ in range(12)]
        year[r.randrange(12)], year[r.randrange(6)] = 3.1, 0.2
        everyone[f"P{i}"] = [max(1, int(level * share * (1 + r.gauss(0, 0.05)))) for _ in range(4) for share in year]
    files = deals([(p, "Closed Won", (month.astype("datetime64[D]") - DAY).astype(int) + r.randint(0, 27), cents) for p, sums in everyone.items() for month, cents in zip(months, sums)])
    for person, sums in everyone.items():
        years = r.choice([2, 3, 4])
        lens = {"kpis": [{"id": "bookings", "variant": "won_amount"}], "grain": "month", "from": f"{2026 - years}-01-01", "to": "2026-01-01", "asOf": str(AS_OF)}
        view = asked(engine, files, "trend", [{**lens, "filters": [{"dimension": "person", "values": [person]}]}], {"seasonal": True})[0]
        values = np.array(sums[-12 * years :]) / 100
        want = seasonal_decompose(values, model="multiplicative", period=12).seasonal
        left = values / want
        mean, half = left.mean(), 2.66 * np.abs(np.diff(left)).mean()
        got = np.array([factor for _, factor in view["season"]])
        if len(got) != len(want):
            yield math.inf
            continue
        ends = [abs(view[name] - value) / left.max() for name, value in (("mean", mean), ("low", mean - half), ("high", mean + half))]
        yield max(np.abs(got / want - 1).max(), *ends)


def kitagawa(engine, r, inputs):
    """Rate and mix at the mean of both periods (Kitagawa 1955); a group of one period only by its distance to the mean rate."""
    lines, everyone = [], {}
    for i in range(inputs):
        groups = {f"S{g}": [(r.choice([0, 0, 3, r.randint(1, 30)]), r.random()) for _ in range(2)] for g in range(r.randint(1, 6))}
        counted = {g: [(sum(r.random() < share for _ in range(n)), n) for n, share in periods] for g, periods in groups.items()}
        for g, periods in counted.items():
            for day, (won, n) in zip(("2025-08-15", "2025-11-15"), periods):
                lines += [f"D{len(lines) + j},{'Closed Won' if j < won else 'Closed Lost'},2025-07-01,{day},100,P{i},{g}" for j in range(n)]
        everyone[f"P{i}"] = counted
    files = {"opportunities.csv": HEADER.rstrip() + ",source\n" + "\n".join(lines) + "\n"}
    lens = {"kpis": [{"id": "win_rate", "variant": "close_date_count"}], "from": "2025-10-01", "to": "2026-01-01", "asOf": str(AS_OF)}
    people = [p for p, groups in everyone.items() if all(sum(periods[k][1] for periods in groups.values()) for k in (0, 1))]
    views = asked(engine, files, "change", [{"lens": {**lens, "filters": [{"dimension": "person", "values": [p]}]}, "by": "source"} for p in people])
    for person, view in zip(people, views):
        n = np.array([[periods[k][1] for periods in everyone[person].values()] for k in (0, 1)], float)
        won = np.array([[periods[k][0] for periods in everyone[person].values()] for k in (0, 1)], float)
        share, overall = n / n.sum(1, keepdims=True), won.sum(1) / n.sum(1)
        rates = np.divide(won, n, out=np.zeros_like(won), where=n > 0)
        both, middle = (n > 0).all(0), overall.mean()
        want = {
            "rate": ((rates[1] - rates[0]) * share.mean(0))[both].sum(),
            "mix": ((rates.mean(0) - middle) * (share[1] - share[0]))[both].sum(),
            "new": ((rates[1] - middle) * share[1])[(n[0] == 0) & (n[1] > 0)].sum(),
            "lost": -((rates[0] - middle) * share[0])[(n[1] == 0) & (n[0] > 0)].sum(),
        }
        got = dict(zip(view["effects"], view["totals"]))
        yield max(abs(value - got.get(name, 0)) for name, value in want.items())


def shrinkage(engine, r, inputs):
    """Beta-binomial groups with the correlation averaged over a grid (uniform prior); who stands out by Benjamini and Hochberg."""
    for _ in range(inputs):
        a, b = r.choice([(2, 5), (12, 28), (300, 700)])
        sizes = [r.choice([1, 4, 9, 30, r.randint(2, 90)]) for _ in range(r.randint(2, 14))]
        won = [sum(r.random() < share for _ in range(n)) for n, share in zip(sizes, (r.betavariate(a, b) for _ in sizes))]
        files = deals([(f"P{i}", "Closed Won" if j < k else "Closed Lost", 1, 100) for i, (k, n) in enumerate(zip(won, sizes)) for j in range(n)])
        lens = {"kpis": [{"id": "win_rate", "variant": "close_date_count"}], "by": ["person"], "asOf": str(AS_OF)}
        view = asked(engine, files, "ranking", [lens])[0]
        # Peers are the groups with at least five cases.
        peers = [i for i, size in enumerate(sizes) if size >= 5]
        k, n = np.array([won[i] for i in peers], float), np.array([sizes[i] for i in peers], float)
        if len(peers) < 2 or not 0 < k.sum() < n.sum():
            yield 0 if view["pooled"] is None else math.inf
            continue
        pooled, root = k.sum() / n.sum(), (np.arange(64) + 0.5) / 64
        weight = (1 - root**2) / root**2
        above, below = weight[:, None] * pooled, weight[:, None] * (1 - pooled)
        log = (special.betaln(k + above, n - k + below) - special.betaln(above, below)).sum(1) + np.log(root)
        share = np.exp(log - log.max())
        share /= share.sum()
        want = share @ ((k + above) / (n + weight[:, None]))
        z = np.array([abs(proportions_ztest([ki, k.sum() - ki], [ni, n.sum() - ni])[0]) if ni < n.sum() else 0 for ki, ni in zip(k, n)])
        p_values = 2 * stats.norm.sf(np.nan_to_num(z))
        named = multipletests(p_values, 0.1, method="fdr_bh")[0]
        by_group = {group["group"]: group for group in view["groups"]}
        worst = 0
        for group in (by_group[f"P{i}"] for i in range(len(sizes)) if sizes[i] < 5):
            worst = worst if group["shrunken"] is None and not group["standsOut"] else math.inf
        for i, group in enumerate(by_group[f"P{i}"] for i in peers):
            if (group["part"], group["n"], group["standsOut"]) != (k[i], n[i], bool(named[i])):
                worst = math.inf
            else:
                # The ends are drawn: they must lie within 2 % of their place in the distribution.
                mixed = lambda x: share @ stats.beta.cdf(x, (k[i] + above)[:, 0], (n[i] - k[i] + below)[:, 0])
                low, high = group["interval"]
                near = 1e-9  # where all of a tail lies within rounding of 0 or 1
                is_drawn = mixed(low - near) < 0.045 and mixed(low + near) > 0.005 and mixed(high - near) < 0.995 and mixed(high + near) > 0.955
                worst = max(worst, abs(want[i] - group["shrunken"]) if is_drawn else math.inf)
        yield worst


def winters(values, alpha, beta, gamma, has_trend):
    """Holt-Winters with a multiplicative season as Winters (1960) wrote it: the season from the new level. statsmodels takes the old one."""
    first, second = values[:12], values[12:24]
    level, trend = first.mean(), (second.mean() - first.mean()) / 12 if has_trend else 0
    seasons = list((first / first.mean() + second / second.mean()) / 2)
    for y in values:
        s, before = seasons[-12], level + 0.95 * trend
        new = alpha * y / s + (1 - alpha) * before
        trend = beta * (new - level) + (1 - beta) * 0.95 * trend if has_trend else 0
        level = new
        seasons.append(gamma * y / level + (1 - gamma) * s)
    return [(level + trend * sum(0.95 ** k for k in range(1, h + 1))) * seasons[len(seasons) - 12 + h - 1] for h in range(1, 13)]


def smoothing(engine, r, inputs):
    """Damped exponential smoothing, its weights and season as the product chose them, its start as documented; in cents."""
    months = [np.datetime64("2023-01", "M") + i for i in range(36)]
    for _ in range(min(inputs, 200)):
        level, slope, swing = r.randint(10**6, 10**7), r.choice([0, 0, 10**5]), r.choice([0, 0.1, 0.5])
        is_factor, season = r.random() < 0.5, [r.uniform(-1, 1) for _ in range(12)]
        noise = r.choice([0.02, 0.2])
        base = [level + slope * m * (1 if not is_factor else m / 18) for m in range(36)]
        values = [max(100, int((b * (1 + swing * season[m % 12]) if is_factor else b + level * swing * season[m % 12]) * (1 + r.gauss(0, noise)))) for m, b in enumerate(base)]
        last = [(month + 1).astype("datetime64[D]") - 1 for month in months]
        lines = [f"D{m},Closed Won,{months[m].astype('datetime64[D]')},{last[m]},{cents / 100:.2f},Ann" for m, cents in enumerate(values)]
        view = asked(engine, {"opportunities.csv": HEADER + "\n".join(lines) + "\n"}, "evidence", [{"spread": {"year": 2026}, "paths": 1}])[0]["smoothing"]
        y, (alpha, beta, gamma) = np.array(values, float), view["weights"]
        SEASONS[view["season"]] = SEASONS.get(view["season"], 0) + 1
        if view["season"] == "multiplicative":
            want = winters(y, alpha, beta, gamma, view["hasTrend"])
        else:
            is_seasonal = view["season"] == "additive"
            a, b = y[:12].mean(), y[12:24].mean()
            start = {"initial_level": a if is_seasonal else y[0]}
            # statsmodels takes the season from the old level: the same with the weight times what the level leaves.
            weights = {"smoothing_level": alpha}
            if view["hasTrend"]:
                start["initial_trend"] = (b - a) / 12 if is_seasonal else 0
                weights |= {"smoothing_trend": beta, "damping_trend": 0.95}
            if is_seasonal:
                start["initial_seasonal"] = ((y[:12] - a) + (y[12:24] - b)) / 2
                weights["smoothing_seasonal"] = gamma * (1 - alpha)
            # Its forecast leaves the season of the last value as it was; one step ahead it does not. So each month is foretold in
            # turn and taken as seen, which moves nothing else.
            for _ in range(12):
                model = ExponentialSmoothing(
                    np.append(y, y[-1]), trend="add" if view["hasTrend"] else None, damped_trend=view["hasTrend"], seasonal="add" if is_seasonal else None,
                    seasonal_periods=12 if is_seasonal else None, initialization_method="known", **start)
                y = np.append(y, model.fit(optimized=False, **weights).fittedvalues[-1])
            want = y[36:]
        got = np.array([number(month) for month in view["months"]], float)
        yield float(np.abs(got - np.maximum(want, 0)).max())


SEASONS = {}
COVERED = {}
def factor_files(everyone):
    """Closed opportunities with source, product and amount; one owner for each input."""
    lines = [f"D{i},{'Closed Won' if won else 'Closed Lost'},{DAY},{DAY + np.timedelta64(days, 'D')},{cents / 100:.2f},{person},{source},{product}"
             for i, (person, won, days, cents, source, product) in enumerate((p, *row) for p, rows in everyone.items() for row in rows)]
    return {"opportunities.csv": HEADER.strip() + ",source,product\n" + "\n".join(lines) + "\n"}


def factor_inputs(r, inputs):
    draw = lambda: (r.random() < 0.4, r.randint(1, 200), r.randint(10**4, 10**7), r.choice("XYZ"), r.choice("ABCD"))
    return {f"P{i}": [draw() for _ in range(r.randint(30, 150))] for i in range(inputs)}


def strata(rows):
    """Quarter of the amounts and source of each row."""
    cents = sorted(row[2] for row in rows)
    bounds = sorted({cents[len(cents) * quarter // 4] for quarter in (1, 2, 3)})
    return [(sum(bound <= row[2] for bound in bounds), row[3]) for row in rows]


def factor_views(engine, everyone, of):
    lens = {"asOf": str(AS_OF)}
    bodies = [{"lens": {**lens, "filters": [{"dimension": "person", "values": [p]}]}, "of": of} for p in everyone]
    views = asked(engine, factor_files(everyone), "factors", bodies)
    for rows, view in zip(everyone.values(), views):
        for row in (row for row in view["rows"] if row["factor"] == "product"):
            yield rows, row


def stratified_means(engine, r, inputs):
    """Days to the win of a product against all others: least squares with a constant for each stratum that has both."""
    for rows, row in factor_views(engine, factor_inputs(r, inputs), "cycle"):
        rows = [deal for deal in rows if deal[0]]
        places, own = strata(rows), [deal[4] == row["level"]["en"] for deal in rows]
        both = {place for place in places if len({mine for mine, there in zip(own, places) if there == place}) == 2}
        used = [i for i, place in enumerate(places) if place in both]
        if len(used) <= len(both) + 1:
            yield 0 if row["adjusted"] is None else math.inf
            continue
        kinds = sorted(both)
        design = np.array([[own[i], *(places[i] == kind for kind in kinds)] for i in used], dtype=float)
        fit = WLS(np.array([rows[i][1] for i in used], dtype=float), design).fit()
        low, high = row["interval"]
        gaps = [row["adjusted"] - fit.params[0], low - (fit.params[0] - Z * fit.bse[0]), high - (fit.params[0] + Z * fit.bse[0])]
        yield max(map(abs, gaps)) / 200


def stratified_rates(engine, r, inputs):
    """Win rate of a product against all others: risk difference after Mantel and Haenszel, variance after Sato, as published."""
    for rows, row in factor_views(engine, factor_inputs(r, inputs), "win"):
        tables = {}
        for deal, place in zip(rows, strata(rows)):
            tables.setdefault(place, np.zeros((2, 2)))[int(deal[4] != row["level"]["en"]), int(not deal[0])] += 1
        tables = [t for t in tables.values() if t.sum(axis=1).all()]
        a, b, c, d = (np.array([t[i, j] for t in tables]) for i in (0, 1) for j in (0, 1))
        n1, n0, n = a + b, c + d, a + b + c + d
        weight = n1 * n0 / n
        value = (weight * (a / n1 - c / n0)).sum() / weight.sum()
        p = (n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / n**2
        q = (a * d + b * c) / (2 * n)
        half = Z * math.sqrt(value * p.sum() + q.sum()) / weight.sum()
        yield max(abs(row["adjusted"] - value), abs(row["interval"][0] - max(value - half, -1)), abs(row["interval"][1] - min(value + half, 1)))


METHODS = {
    wilson: 1e-12,
    aalen_johansen: 1e-12,
    aalen_johansen_interval: 1e-9,
    quantiles: 1e-12,
    order_statistics: 0,
    means: 1e-12,
    nps: 1e-12,
    linearised: 1e-9,
    herfindahl: 1e-12,
    xmr: 1e-12,
    seasonal: 1e-11,
    kitagawa: 1e-12,
    shrinkage: 1e-11,
    stratified_means: 1e-11,
    stratified_rates: 1e-11,
    smoothing: 0.5 + 1e-4,
}


def main():
    warnings.simplefilter("ignore")
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    engine, failed = Engine(), False
    for check, tolerance in METHODS.items():
        gaps = list(check(engine, random.Random(check.__name__), inputs))
        worst = max(gaps)
        failed |= worst > tolerance or len(gaps) < min(inputs, 200)
        print(f"{check.__name__}: {len(gaps)} compared, largest difference {worst:.2g}, tolerance {tolerance:g}{'' if worst <= tolerance else '  FAILED'}")
    print(f"smoothing: seasons {SEASONS}, cents")
    for q, found in COVERED.items():
        short = [pair for pair in found if pair[0] < 0.94]
        print(f"order statistics at {q}: least coverage {min(found)[0]:.3f} at n = {min(found)[1]}; below 94 % at {len(short)} of {len(found)} sizes, the largest n = {max((n for _, n in short), default=0)}")
    engine.process.stdin.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
