"""The open pipeline from one day to the next: what each opportunity added to it or took from it, and when."""
import datetime

from measures import Question, amount, part_of, rows, share, summed, total

CREATED, RAISED, LOWERED, WON, LOST, REOPENED, KEPT, SLIPPED = range(1, 9)
NEVER = datetime.date.min


def changes(db):
    """The table t_changes, from the words: opportunities as the file has them, and the states that their history gives."""
    # What changed on no known day is dated by the last day of the data.
    last = db.execute("select last from extent").fetchone()[0]
    states = {}
    for deal, day, cents, expected, stage in db.execute("select id, day, amount, expected, stage from t_moves where day is not null").fetchall():
        outcome = {"Closed Won": 1, "Closed Lost": 2}.get(stage, 0)
        states.setdefault(deal, []).append((day, -1 if cents is None else cents, expected or NEVER, outcome))
    db.execute("create table t_changes (k bigint, id varchar, day date, what int, amount bigint)")
    found = []
    for deal, created, closed, cents, outcome in db.execute("select id, created, closed, amount, outcome from t_deals where created is not null").fetchall():
        known = in_order(states.get(deal, []), -1 if cents is None else cents)
        own = of_deal(created, closed, cents, {"open": 0, "won": 1, "lost": 2}[outcome], known, last)
        own += promises(own, known, (last, closed) if outcome == "open" and closed else None)
        found += [[len(found) + i, deal, *change] for i, change in enumerate(own)]
    if found:
        db.executemany("insert into t_changes values (?, ?, ?, ?, ?)", found)


def in_order(states, cents):
    """By their days, ends last; of states of one moment that goes last whose amount the next moment, or the file, has as well."""
    moments = {}
    for state in sorted(states):
        moments.setdefault((state[0], state[3] != 0), []).append(state)
    ordered, goes_on = [], cents
    for moment in sorted(moments, reverse=True):
        tied = sorted(moments[moment], key=lambda state: state[1] == goes_on)
        ordered, goes_on = tied + ordered, tied[0][1]
    return ordered


def of_deal(created, closed, cents, outcome, known, last):
    first = next((state[1] for state in known if state[1] >= 0), None)
    worth, now, found = cents if first is None else first, 0, []
    found.append((created, CREATED, worth))
    last_open = max((state[0] for state in known if state[3] == 0), default=NEVER)
    end = last if outcome == 0 or closed is None else closed
    for i, (day, value, _, then) in enumerate([*known, (end, -1 if cents is None else cents, NEVER, outcome)]):
        is_file = i == len(known)
        day = max(day, created)
        if now and (then == 0 or (is_file and then != now)):
            found.append((day, REOPENED, worth))
            now = 0
        if now == 0 and value >= 0 and worth is not None and value != worth:
            found.append((day, RAISED if value > worth else LOWERED, value - worth))
            worth = value
        if now == 0 and then:
            # The file of opportunities knows the day of the last end.
            is_last = then == outcome and closed is not None and (known[i][0] if not is_file else end) >= last_open
            found.append((max(closed, created) if is_last else day, WON if then == 1 else LOST, None if worth is None else -worth))
            now = then
    return found


def open_before(day, own):
    """Whether it was open at the start of a day, and its amount."""
    past = [change for change in sorted(own, key=lambda change: change[0]) if change[0] < day]
    turns = [what for _, what, _ in past if what in (CREATED, REOPENED, WON, LOST)]
    if not turns or turns[-1] in (WON, LOST):
        return None
    return (None if any(cents is None for *_, cents in past) else sum(cents for *_, cents in past),)


def promises(own, known, now):
    said = [(day, expected) for day, _, expected, then in known if then == 0 and expected != NEVER] + ([now] if now else [])
    found = []
    for i, (day, expected) in enumerate(said):
        month = expected.replace(day=1)
        after = (month + datetime.timedelta(days=31)).replace(day=1)
        until = said[i + 1][0] if i + 1 < len(said) else datetime.date.max
        stood = open_before(month, own) if day < month <= until else None
        if stood:
            found.append((after - datetime.timedelta(days=1), SLIPPED if open_before(after, own) else KEPT, stood[0]))
    return found


def changed(what):
    return summed("changes", "x.day", f"x.what = {what}")


MOVES = "x.what <= 6"
UNTIL_END = "(c.is_all or (c.f <= c.as_of and x.day < c.t))"

QUESTIONS = {
    "pipeline_changes.at_start": Question(("changes",), f"""with o as ({rows("changes", amount() + " as there", "", MOVES, UNTIL_END)}), n as ({rows("changes", amount() + " as more", "x.day", MOVES)})
        select g, label, there, more from o join n using (g, label)""", lambda there, more: {"value": None if there is None or more is None else int(there - more)}),
    "pipeline_changes.created": changed(CREATED),
    "pipeline_changes.raised": changed(RAISED),
    "pipeline_changes.lowered": changed(LOWERED),
    "pipeline_changes.won": changed(WON),
    "pipeline_changes.lost": changed(LOST),
    "pipeline_changes.reopened": changed(REOPENED),
    "pipeline_changes.at_end": Question(("changes",), rows("changes", amount(), "", MOVES, UNTIL_END), total),
    "pipeline_changes.slipped": share("changes", "x.day", f"x.what = {SLIPPED}", f"x.what >= {KEPT}"),
    "pipeline_changes.slipped_amount": part_of("changes", "x.day", f"x.what = {SLIPPED}", f"x.what >= {KEPT}"),
}
