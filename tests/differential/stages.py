"""Stages: conversion, flow, time and rework, from the stays that views.py makes of the history."""
import curves
from measures import Question, count, counted, mean, proportion, quantile, rows, sample, share

FIRST = "x.visit = 1"
ENDED = "x.ended <> 'still_there'"


def of_first(test):
    return share("stays", "x.created", f"{FIRST} and {test}", FIRST)


def flow(end):
    return counted("stays", "x.created", test=f"x.ended = '{end}'" if end else "true")


def days(finish):
    return sample("stays", "x.created", "x.closed - x.created", finish)


# Went on, lost or went back, still there; a stay that ended on an unknown day is left out.
WATCHED = "list({'t': coalesce(x.closed, c.as_of) - x.created, 'e': case x.ended when 'advanced' then 1 when 'still_there' then 0 else 2 end}) filter (where x.k is not null)"



def through(above, below, sources=("paths", "stays")):
    return Question(sources, rows("paths", f"{count(above)}, {count(below)}", "x.closed"), proportion, spans="latest")


QUESTIONS = {
    "stage_compliance.through": through("x.outcome = 'won' and x.skipped = 0", "x.outcome = 'won' and x.skipped is not null"),
    "stage_compliance.win_rate_through": through("x.outcome = 'won' and x.skipped = 0", "x.outcome <> 'open' and x.skipped = 0"),
    "stage_compliance.win_rate_skipping": through("x.outcome = 'won' and x.skipped > 0", "x.outcome <> 'open' and x.skipped > 0"),
    "exit_criteria.left": share("stays", "x.created", "x.ended = 'advanced' and x.met = 1", "x.ended = 'advanced' and x.met is not null"),
    "exit_criteria.won": through("x.outcome = 'won' and x.met = 1", "x.outcome = 'won' and x.met is not null", ("paths",)),
    "exit_criteria.win_rate_met": through("x.outcome = 'won' and x.met = 1", "x.outcome <> 'open' and x.met = 1", ("paths",)),
    "exit_criteria.win_rate_unmet": through("x.outcome = 'won' and x.met = 0", "x.outcome <> 'open' and x.met = 0", ("paths",)),
    "stage_conversion.further": of_first("(x.furthest > x.rank or x.outcome = 'won')"),
    "stage_conversion.of_ended": share("stays", "x.closed", "x.ended = 'advanced'", ENDED),
    "stage_conversion.advanced": of_first("x.ended = 'advanced'"),
    "stage_conversion.lost": of_first("x.ended = 'lost'"),
    "stage_conversion.regressed": of_first("x.ended = 'regressed'"),
    "stage_conversion.still_there": of_first("x.ended = 'still_there'"),
    "stage_flow.entered": flow(None),
    "stage_flow.advanced": flow("advanced"),
    "stage_flow.lost": flow("lost"),
    "stage_flow.regressed": flow("regressed"),
    "stage_flow.still_there": flow("still_there"),
    "time_in_stage.median": days(lambda v: quantile(v, "0.5")),
    "time_in_stage.mean": days(mean),
    "time_in_stage.p90": days(lambda v: quantile(v, "0.9")),
    "time_in_stage.time_to_advance": Question(("stays",), rows("stays", WATCHED, "x.created", "x.closed is not null or x.ended = 'still_there'"), curves.until_half),
    "rework.regressed": share("stays", "x.created", "x.ended = 'regressed'", ENDED),
    "rework.again": share("stays", "x.created", "x.visit > 1"),
}
