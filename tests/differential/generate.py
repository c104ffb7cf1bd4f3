"""Small companies with everything that makes figures go wrong: empty cells, ties, returns, reopened opportunities, leavers."""
import csv
import datetime
import io
import random

START = datetime.date(2024, 1, 1)
AS_OF = datetime.date(2025, 12, 31)
DAYS = (AS_OF - START).days
OPEN = ["Prospecting", "Qualification", "Proposal", "Negotiation"]
# How the days of a data set are written. A time of day never moves a day: dates stay dates, and a file with one offset
# throughout is in the zone its business is done in.
CLOCKS = ["{}", "{} 23:30:00", "{}T23:30:00+08:00", "{}T00:10:00+08:00", "{}T23:59:59Z", "{}T00:00:00.000Z"]


def add_column(tables, name, header, value):
    """One more column, its values from the row so far."""
    head, rows = tables[name]
    for row in rows:
        row.append(value(dict(zip(head, row))))
    head.append(header)


class Company:
    def __init__(self, seed):
        self.seed = seed
        self.r = random.Random(seed)
        # What was added later draws from its own numbers, so that the data sets of before stay as they were.
        self.later = random.Random(seed * 31 + 7)
        self.latest = random.Random(seed * 17 + 3)
        self.newest = random.Random(seed * 13 + 5)
        self.clock = CLOCKS[seed % len(CLOCKS)]
        self.has_probability = seed % 2 == 1
        self.has_history = seed % 5 != 4
        r = self.r
        self.people = [f"P{i}" for i in range(r.randint(1, 5))]
        # People who left: they own only what is old; half of them are still in the file of people.
        self.leavers = [f"L{i}" for i in range(r.randint(0, 2))]
        self.accounts = [f"A{i}" for i in range(r.randint(1, 14))]
        self.products = [f"G{i}" for i in range(r.randint(1, 4))]

    def day(self, low, high):
        return START + datetime.timedelta(days=self.r.randint(low, min(high, DAYS)))

    def maybe(self, value, empty=0.1):
        return "" if self.r.random() < empty else value

    def cents(self, low, high):
        # Few different amounts in some companies, so that values are tied.
        value = self.r.choice([100, 2500, 2500, 99999]) if self.seed % 7 == 0 and low > 0 else self.r.randint(low, high)
        return f"{value / 100:.2f}"

    def owner(self, when):
        is_old = (when - START).days < 250
        return self.maybe(self.r.choice(self.people + (self.leavers if is_old else [])))

    def when(self, day):
        return self.clock.format(day) if day != "" else ""

    def deal(self, i):
        """A row of opportunities and its rows of history."""
        r = self.r
        created = self.day(0, DAYS)
        kind = r.choice(["Won", "Won", "Lost", "Open", "Open"])
        path, last = [], created
        for _ in range(r.randint(1, 6)):
            path.append((r.choice(OPEN), last))
            last += datetime.timedelta(days=r.choice([0, 1, 3, 8, 20]))
            if r.random() < 0.12:
                # Lost, and opened again later.
                path.append(("Closed Lost", last))
                last += datetime.timedelta(days=r.randint(1, 40))
        path = [(stage, day) for stage, day in path if day <= AS_OF]
        if path[-1][0] == "Closed Lost":
            path.pop()
        last = path[-1][1]
        closed = min(last + datetime.timedelta(days=r.choice([0, 0, 2, 9, 60, 200])), AS_OF)
        is_backwards = r.random() < 0.04
        if is_backwards:
            closed = max(created - datetime.timedelta(days=r.randint(1, 9)), START)
        stage = {"Won": "Closed Won", "Lost": "Closed Lost"}.get(kind, path[-1][0])
        due = self.maybe(AS_OF + datetime.timedelta(days=r.randint(-250, 90)), 0.3) if kind == "Open" else self.maybe(closed, 0.06)
        row = [f"D{i}", stage, self.when(self.maybe(created, 0.03)), self.when(due), self.maybe(self.cents(100, 90000)), self.maybe(r.choice(self.accounts)),
               self.owner(created), self.maybe(r.choice(self.products)), self.maybe(r.choice(["web", "fair"])),
               self.maybe(r.choice(["price", "timing"]), 0.4) if kind == "Lost" else "", self.maybe(r.choice(["Acme", "Umbra"]), 0.5)]
        if self.has_probability:
            row.append(self.maybe(f"{r.randint(0, 100)}%", 0.2) if kind == "Open" else {"Won": "100%", "Lost": "0%"}[kind])
        history = [[f"D{i}", name, self.when(day)] for name, day in path]
        if is_backwards:
            # Two mistakes at once say nothing: closed before created, and stages after that.
            history = []
        elif kind != "Open" and r.random() < 0.8 and last <= closed:
            history.append([f"D{i}", stage, self.when(closed)])
        return row, history

    def orders(self):
        r, rows = self.r, []
        for i in range(r.randint(1, 90)):
            day, account = self.day(0, DAYS), self.maybe(r.choice(self.accounts))
            owner = self.owner(day)
            for _ in range(r.randint(1, 3)):
                amount = self.cents(-9000, -100) if r.random() < 0.15 else self.cents(1, 50000)
                cost = f"{float(amount) * r.randint(20, 110) / 100:.2f}"
                sign = "-" if amount.startswith("-") else ""
                pieces = "" if self.later.random() < 0.1 else sign + self.later.choice(["1", "2", "12", "2.5", "0.25", "0"])
                rows.append([f"O{i}", self.when(day), account, owner, self.maybe(r.choice(self.products)), self.maybe(amount, 0.05), self.maybe(cost, 0.2), pieces])
        return rows

    def later_day(self, when, low, high, empty):
        """A day so many days after another, as the latest columns write it; sometimes before it, sometimes not there."""
        r = self.latest
        if when == "" or r.random() < empty:
            return ""
        day = datetime.date.fromisoformat(str(when)[:10]) + datetime.timedelta(days=r.randint(low, high))
        return self.when(day)

    def add_later_columns(self, tables):
        """Columns that came later draw from their own numbers, so that the data sets of before stay as they were."""
        r = self.latest
        add = lambda *column: add_column(tables, *column)
        add("orders.csv", "churn reason", lambda row: r.choice(["", "price", "moved"]))
        add("activities.csv", "cost", lambda row: "" if r.random() < 0.3 else f"{r.randint(0, 90000) / 100:.2f}")
        add("leads.csv", "company", lambda row: "" if r.random() < 0.2 else r.choice(self.accounts + ["X1", "X2"]))
        add("survey.csv", "first response date", lambda row: self.later_day(row["response date"], -1, 4, 0.3))
        add("survey.csv", "resolved date", lambda row: self.later_day(row["response date"], -1, 40, 0.4))
        if self.seed % 2 == 1:
            add("leads.csv", "first contact date", lambda row: self.later_day(row["created"], -1, 5, 0.3))
        else:
            # Contracts of a month, a quarter, a year; some end before they begin.
            add("orders.csv", "contract end date", lambda row: self.later_day(row["order date"], *r.choice([(-3, 0), (28, 31), (88, 92), (360, 400)]), 0.3))
        if self.seed % 4 == 0:
            add("orders.csv", "payment due date", lambda row: self.later_day(row["order date"], 10, 60, 0.2))
            add("orders.csv", "paid date", lambda row: self.later_day(row["order date"], -2, 90, 0.3))
            if self.seed % 8 == 0:
                add("orders.csv", "amount paid", lambda row: r.choice(["", "0", row["amount"].lstrip("-"), f"{r.randint(0, 20000) / 100:.2f}"]))
        if self.seed % 4 == 2:
            add("payments.csv", "planned payment date", lambda row: self.later_day(row["payment date"], -30, 30, 0.2))
            add("payments.csv", "planned amount", lambda row: "" if r.random() < 0.3 else f"{r.randint(1, 60000) / 100:.2f}")
        if self.seed % 3 == 0:
            add("opportunities.csv", "expected close date", lambda row: self.later_day(row["close date"] or row["created"], -25, 25, 0.2))

    def add_newest(self, tables):
        """What came last draws from its own numbers too: kinds of cost and feedback, shared credit, days of hire."""
        r = self.newest
        add = lambda *column: add_column(tables, *column)
        add("survey.csv", "issue type", lambda row: r.choice(["", "price", "delivery", "delivery", "service"]))
        # Who was asked and did not answer has no theme, and nobody replied.
        head, rows = tables["survey.csv"]
        for row in rows:
            told = dict(zip(head, row))
            if told["satisfaction"] == "" and told["recommend"] == "":
                row[:] = ["" if name in ("first response date", "resolved date", "issue type") else value for name, value in told.items()]
        add("spend.csv", "expense type", lambda row: r.choice(["", "travel", "fairs"]))
        add("spend.csv", "employee", lambda row: r.choice(["", *self.people]))
        add("opportunities.csv", "opportunity type", lambda row: r.choice(["", "new", "renewal"]))
        if self.seed % 3 != 1:
            add("people.csv", "hire date", lambda row: "" if r.random() < 0.1 else self.when(START + datetime.timedelta(days=r.randint(-300, DAYS))))
        if self.seed % 3 != 0:
            # Some add up, some do not, some name nobody or no opportunity.
            rows = []
            for deal in tables["opportunities.csv"][1]:
                for _ in range(r.choice([0, 0, 1, 2, 3])):
                    rows.append([deal[0], r.choice(["", *self.people, *self.people]), r.choice(["", "0%", "50%", "33.33%", "40%", "60%"])])
            # A file none of whose rows names an opportunity is as good as none.
            is_known = bool(rows)
            rows += [["D99999", self.people[0], "100%"]] * r.randint(0, 1)
            if is_known:
                tables["splits.csv"] = (["opportunity id", "split owner", "split percentage"], rows)

    def add_owners_of_leads(self, tables):
        """Who was given a lead; of which class customers are; what stages ask for."""
        r = random.Random(self.seed * 43 + 3)
        add_column(tables, "accounts.csv", "segment", lambda row: r.choice(["", "large", "small", "small"]))
        if self.seed % 3 != 2:
            add_column(tables, "opportunities.csv", "Qualification: budget", lambda row: r.choice(["", "yes", "yes", "no"]))
            add_column(tables, "opportunities.csv", "Proposal: decision maker", lambda row: r.choice(["", "Ann", "Bob"]))
            add_column(tables, "opportunities.csv", "Proposal: need", lambda row: r.choice(["no", "known", "known"]))
        add_column(tables, "leads.csv", "lead owner", lambda row: r.choice(["", *self.people, *self.people]))

    def add_forecasts(self, tables):
        """Of people, of nobody in particular and of somebody unknown, made before, in and after their month."""
        if self.seed % 2 == 1:
            return
        r, rows = random.Random(self.seed * 31 + 5), []
        for year, month in [(year, month) for year in (2024, 2025) for month in range(1, 13)]:
            # Of nobody in particular only where no people are named: beside them it would be their sum.
            for person in [""] if r.random() < 0.2 else r.sample([*self.people, "X9"], r.randint(0, min(3, len(self.people)))):
                made = min(datetime.date(year, month, 1) + datetime.timedelta(days=r.randint(-25, 40)), AS_OF)
                rows.append(["" if r.random() < 0.05 else str(made), f"{year}-{month:02}", person, "" if r.random() < 0.05 else f"{r.randint(0, 90000) / 100:.2f}"])
        if rows:
            tables["forecasts.csv"] = (["forecast date", "forecast month", "owner", "forecast amount"], rows)

    def add_amounts_of_history(self, tables):
        """What opportunities were worth, and when they were expected to close, at each entry into a stage."""
        if self.seed % 2 == 0 and self.has_history:
            r, worth = random.Random(self.seed * 41 + 1), {}
            for row in tables["opportunities.csv"][1]:
                worth[row[0]] = row[4]
            amount = lambda row: "" if r.random() < 0.1 else r.choice([worth[row["opportunity id"]], f"{r.randint(100, 90000) / 100:.2f}"])
            add_column(tables, "stage_history.csv", "amount", amount)
            add_column(tables, "stage_history.csv", "close date", lambda row: self.later_day(row["change date"], 0, 90, 0.1))

    def survey(self):
        r = self.r
        # 6 and 0 are off the scale of 1 to 5, 11 and 7.5 off the scale of 0 to 10.
        satisfaction = lambda: r.choice([0, 6]) if r.random() < 0.05 else r.randint(1, 5)
        recommend = lambda: r.choice(["11", "7.5"]) if r.random() < 0.05 else r.randint(0, 10)
        return [[f"S{i}", self.when(self.day(0, DAYS)), self.maybe(r.choice(self.accounts)), self.maybe(satisfaction()), self.maybe(recommend())]
                for i in range(r.randint(1, 60))]


def company(seed):
    c = Company(seed)
    r = c.r
    deals, history = [], []
    for i in range(r.randint(1, 80)):
        row, rows = c.deal(i)
        deals.append(row)
        history += rows
    orders, survey = c.orders(), c.survey()
    activities = []
    for i in range(r.randint(1, 60)):
        day = c.day(0, DAYS)
        activities.append([f"V{i}", c.when(day), c.maybe(r.choice(["visit", "call"])), c.owner(day), c.maybe(r.choice(c.accounts)), c.maybe(r.choice(["yes", "no"]), 0.2)])
        # One in ten names an opportunity that is not there.
        seen = c.later.random()
        activities[-1] += ["" if seen < 0.2 else f"D{c.later.randint(0, len(deals) - 1) + (len(deals) if seen > 0.9 else 0)}", c.later.choice(["", "5", "30", "45", "120"])]
    leads = [[f"N{i}", c.maybe(r.choice(["web", "fair"])), c.when(c.day(0, DAYS)), c.maybe(r.choice(["yes", "no", "no"]), 0.1)] for i in range(r.randint(1, 60))]
    payments = []
    for i in range(r.randint(1, 60)):
        opportunity = c.maybe(f"D{r.randint(0, len(deals) + 2)}", 0.2)
        amount = c.cents(-5000, -100) if r.random() < 0.1 else c.cents(1, 60000)
        payments.append([f"R{i}", opportunity, c.maybe(r.choice(c.accounts)), c.when(c.day(0, DAYS)), c.maybe(amount, 0.05)])
    spend = [[c.when(c.day(0, DAYS)), c.maybe(r.choice(["web", "fair", "post"])), c.maybe(c.cents(100, 90000), 0.05)] for _ in range(r.randint(1, 30))]
    targets = [[f"{year}-{month:02}", p, f"{r.randint(0, 500) * 100}"] for year in (2024, 2025) for month in range(1, 13) for p in c.people if r.random() < 0.8]
    people = [[p, c.maybe(r.choice(["North", "South"])), c.maybe(r.choice(["East", "West"]))] for p in c.people + c.leavers[::2]]
    listed = lambda: "" if c.later.random() < 0.1 else c.when(START + datetime.timedelta(days=c.later.randint(0, DAYS)))
    accounts = [[a, c.maybe(r.choice(["Steel", "Food"])), listed()] for a in c.accounts if r.random() < 0.9]
    # A file without rows is none.
    accounts = accounts or [[c.accounts[0], "Steel", ""]]
    products = [[g, c.maybe(c.cents(60000, 120000), 0.15)] for g in c.products]
    r.shuffle(deals), r.shuffle(history), r.shuffle(orders)
    tables = {
        "opportunities.csv": (["opportunity id", "stage", "created", "close date", "amount", "account", "owner", "product", "lead source", "loss reason", "competitor"]
                              + ["probability"] * c.has_probability, deals),
        "stage_history.csv": (["opportunity id", "stage", "change date"], history),
        "orders.csv": (["order id", "order date", "customer", "owner", "product", "amount", "cost", "quantity"], orders),
        "activities.csv": (["activity id", "activity date", "type", "owner", "account", "attended", "opportunity id", "duration"], activities),
        "leads.csv": (["lead id", "lead source", "created", "converted"], leads),
        "payments.csv": (["payment id", "opportunity id", "customer", "payment date", "amount received"], payments),
        "spend.csv": (["date", "channel", "spend"], spend),
        "survey.csv": (["response id", "response date", "customer", "satisfaction", "recommend"], survey),
        "targets.csv": (["month", "owner", "target"], targets),
        "people.csv": (["name", "team", "region"], people),
        "accounts.csv": (["account", "industry", "created date"], accounts),
        "products.csv": (["product", "list price"], products),
    }
    c.add_later_columns(tables)
    c.add_newest(tables)
    c.add_forecasts(tables)
    c.add_amounts_of_history(tables)
    c.add_owners_of_leads(tables)
    if not c.has_history:
        del tables["stage_history.csv"]
    return tables


def text(table):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table[0])
    writer.writerows(table[1])
    return out.getvalue()
