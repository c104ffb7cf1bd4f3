"""Every KPI definition against SQL in DuckDB, written from the definitions in words, on generated data sets.

python differential.py [data sets] [first]     needs `pip install -r requirements.txt` and dist/npm (cargo xtask build)

Money and counts must be equal exactly, ratios within 1e-12, interval ends within 1e-9. A definition without a question is
listed; fewer compared definitions than COMPARED fail.
"""
import json
import sys

import duckdb

import cases
import contracts
import customers
import pipeline
import process
import results
import stages
import views
from engine import Engine, number
from generate import AS_OF, company, text
from lenses import periods, plan

COMPARED = 268
QUESTIONS = {**results.QUESTIONS, **process.QUESTIONS, **stages.QUESTIONS, **customers.QUESTIONS, **contracts.QUESTIONS, **pipeline.QUESTIONS}
TOLERANCE = {"value": 1e-12, "num": 1e-12, "den": 1e-12, "low": 1e-9, "high": 1e-9}
NAMES = {"num": "numerator", "den": "denominator"}


def is_close(expected, got, within):
    if expected is None or got is None or expected == got:
        return expected is got or expected == got
    return not (isinstance(expected, int) and isinstance(got, int)) and abs(expected - got) <= within * max(abs(expected), abs(got), 1e-3)


def group_of(cell, by):
    return "␟".join("␀" if cell["group"].get(d) is None else cell["group"][d] for d in by)


# What is compared with the list has no answer where the list gives the price of one piece.
PRICED = {"average_discount.rate", "average_discount.given_away", "win_rate.close_date_list_price", "pipeline.list_price"}


class Comparison:
    def __init__(self):
        self.compared, self.numbers, self.wrong = {}, 0, {}

    def differs(self, question, where, key, what, expected, cell):
        shown = "no cell" if cell is None else f"engine {cell['value']} = {cell['numerator']} / {cell['denominator']} [{cell['low']}, {cell['high']}] {cell['missing'] or ''}"
        self.wrong.setdefault(question, []).append(f"{where} {key}: {what}: {shown}; SQL {expected}")

    def cell(self, question, where, key, expected, cell):
        """One cell against what the words give."""
        if cell is None:
            if expected["value"]:
                self.differs(question, where, key, "missing", expected, None)
            return
        self.numbers += 1
        self.compared[question] = self.compared.get(question, 0) + (expected["value"] is not None)
        for what in ("value", "num", "den", "low", "high"):
            if what not in expected or (what != "value" and expected["value"] is None):
                continue
            got = number(cell[NAMES.get(what, what)])
            if what == "num" and isinstance(cell["value"], (int, float)) and got is None:
                continue
            if not is_close(expected[what], got, TOLERANCE[what]):
                self.differs(question, where, key, what, expected, cell)
                return


def cells_of(db, groups, spans, is_all, as_of):
    """The table c: every group in every period."""
    quoted = lambda value: "'" + str(value).replace("'", "''") + "'"
    db.execute(f"create or replace table c as select *, {is_all} as is_all, date '{as_of}' as as_of, (select 2 * (day - pf) > t - f from extent) as is_p_unknown, (select 2 * (day - yf) > t - f from extent) as is_y_unknown from (values {', '.join('(' + quoted(g) + ')' for g in sorted(groups))}) as g(g), "
               f"(values {', '.join('(' + quoted(s[0]) + ', ' + ', '.join('date ' + quoted(d) for d in s[1:]) + ')' for s in spans)}) as s(label, f, t, pf, pt, yf, yt)")


def compare(db, lens, cells, comparison, where, absent):
    by_question = {}
    for cell in cells:
        by_question.setdefault(f"{cell['kpi']}.{cell['variant']}", {})[group_of(cell, lens["by"]), cell["period"] or "all"] = cell
    views.seen(db, lens)
    wanted = set(lens["by"]) | {f["dimension"] for f in lens["filters"]}
    spans = periods(lens, {cell["period"] for cell in cells})
    is_all = spans[0][0] == "all"
    # One value at a time: broken down by it, or only it.
    told = set(lens["by"]) | {f["dimension"] for f in lens["filters"] if len(f["values"]) == 1 and f["values"][0]}
    is_tied = views.has_tied_firsts(db)
    has_prices = not db.execute("select is_so from list_of_pieces").fetchone()[0]
    groups = {group for found in by_question.values() for group, _ in found}
    for source, dimensions in views.DIMENSIONS.items():
        if wanted <= set(dimensions) and source != "whole":
            groups |= {row[0] for row in db.execute(f"select distinct g from {source}").fetchall()}
    cells_of(db, groups if lens["by"] else {""}, spans, is_all, lens["asOf"])
    for name, question in QUESTIONS.items():
        found = by_question.get(name, {})
        if any(wanted & views.OPEN_DIMENSIONS.get(source, set()) for source in question.sources):
            continue
        if "firsts" in question.sources and wanted and is_tied:
            continue
        if (question.spans == "total" and not is_all) or (question.spans == "latest" and lens["asOf"] != str(AS_OF)):
            continue
        has_answer = all(wanted <= set(views.DIMENSIONS[source]) and source not in absent for source in question.sources) and (question.by is None or question.by in told) and (has_prices or name not in PRICED)
        if not has_answer or (is_all and question.spans == "only") or (not is_all and question.spans == "never"):
            for key, cell in found.items():
                comparison.cell(name, where, key, {"value": None}, cell)
            continue
        for group, label, *columns in db.execute(question.sql).fetchall():
            comparison.cell(name, where, (group, label), question.finish(*columns), found.pop((group, label), None))
        for key, cell in found.items():
            comparison.differs(name, where, key, "a period of its own", None, cell)


def absent_of(tables):
    """Conversion needs a history: the stage of today says nothing about it. Contracts need the day they end."""
    has_contracts = "contract end date" in tables["orders.csv"][0]
    has_due = "payment due date" in tables["orders.csv"][0] or "planned payment date" in tables["payments.csv"][0]
    return {name for name, is_there in (("receivables", has_due), ("stays", "stage_history.csv" in tables), ("contracts", has_contracts), ("credits", "splits.csv" in tables), ("forecasts", "forecasts.csv" in tables), ("starters", "hire date" in tables["people.csv"][0]), ("changes", "stage_history.csv" in tables and "amount" in tables["stage_history.csv"][0])) if not is_there}


def by_hand(engine, comparison):
    for name, files, question, lens, period, expected in cases.CASES:
        kpi, variant = question.split(".")
        cells = engine.send([{"name": file, "text": content} for file, content in files.items()], [{**lens, "kpis": [{"id": kpi, "variant": variant}]}])[0]
        found = [cell for cell in cells if cell["period"] == period]
        comparison.cell(question, f"by hand: {name}", period or "all", expected, found[0] if found else None)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    engine, comparison = Engine(), Comparison()
    for seed in range(first, first + count):
        tables, lenses = company(seed), plan(seed)
        reports = engine.send([{"name": name, "text": text(table)} for name, table in tables.items()], lenses)
        db = duckdb.connect(config={"threads": 1})
        views.load(db, tables)
        pipeline.changes(db)
        for lens, cells in zip(lenses, reports):
            compare(db, lens, cells, comparison, f"data set {seed} {json.dumps(lens)}", absent_of(tables))
    by_hand(engine, comparison)
    engine.process.stdin.close()
    missing = [name for name in engine.definitions if not comparison.compared.get(name)]
    done = len(engine.definitions) - len(missing)
    different = sum(len(found) for found in comparison.wrong.values())
    print(f"{count} data sets: {done} of {len(engine.definitions)} definitions compared, {comparison.numbers} numbers, {different} different")
    for name in missing:
        print(f"not compared: {name}")
    for name, found in comparison.wrong.items():
        print(f"{name}: {len(found)} different")
        for line in found[:3]:
            print(f"  {line}")
    sys.exit(bool(comparison.wrong) or done < COMPARED)


if __name__ == "__main__":
    main()
