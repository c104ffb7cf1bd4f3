"""Small cases by hand: what random companies meet too rarely, or where one reading of the words must be fixed.

Each case: files, then lens, period or None, and what the definition gives by the words.
"""
DEALS = "opportunity id,stage,created,close date,amount\n"
WON_IN_MARCH = DEALS + "1,Closed Won,2025-01-05,{},100\n"
REOPENED = DEALS + "1,Proposal,2025-01-01,2025-12-01,100\n"
REOPENED_HISTORY = "opportunity id,stage,change date\n1,Proposal,2025-01-05\n1,Closed Lost,2025-02-01\n1,Proposal,2025-05-01\n"
FIRST_QUARTERS = {"grain": "quarter", "from": "2025-01-01", "to": "2025-07-01"}


def half(n):
    """n opportunities, closed one a day; the first half is won."""
    return DEALS + "".join(f"{i},{'Closed Won' if i < n // 2 else 'Closed Lost'},2025-01-01,2025-01-{i + 2:02},1\n" for i in range(n))


CASES = [
    # A day with a time is that day: a file written in the zone of the business is not moved to another one.
    *[("a time of day does not move a day", {"opportunities.csv": WON_IN_MARCH.format(stamp)}, "bookings.won_amount", FIRST_QUARTERS, quarter, {"value": amount})
      for stamp, quarter, amount in [("2025-03-31T23:30:00+08:00", "2025-Q1", 10000), ("2025-04-01T00:30:00+08:00", "2025-Q2", 10000),
                                     ("2025-03-31T23:30:00Z", "2025-Q1", 10000), ("2025-03-31 23:30", "2025-Q1", 10000), ("2025-03-31T23:30:00-05:00", "2025-Q1", 10000)]],
    # Months that have targets: February has none, so what was won in it is in neither side.
    ("months without a target", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-01,2025-01-20,50\n2,Closed Won,2025-01-01,2025-02-20,40\n3,Closed Won,2025-01-01,2025-03-20,50\n",
                                 "targets.csv": "month,target\n2025-01,100\n2025-03,100\n"}, "attainment.bookings", {}, None, {"value": 0.5, "num": 10000, "den": 20000}),
    # Open for over 180 days is counted against the rate whatever its due date says.
    ("old, but not due yet", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-01,2025-02-01,10\n2,Proposal,2024-01-01,2026-12-31,10\n"}, "win_rate.penalised",
     {"asOf": "2025-12-31"}, None, {"value": 0.5, "num": 1, "den": 2}),
    # Half are won on the day the last of that half is won: half is half, in any arithmetic.
    *[(f"exactly half of {n}", {"opportunities.csv": half(n)}, "sales_cycle.time_to_win", {"asOf": "2025-12-31"}, None, {"value": n // 2}) for n in (10, 12, 14, 20, 26, 30)],
    # Outcome is the last state on the as-of day: in March the opportunity was lost; in June it is open again.
    ("lost, then reopened: seen between", {"opportunities.csv": REOPENED, "stage_history.csv": REOPENED_HISTORY}, "opportunities.lost", {"asOf": "2025-03-01"}, None, {"value": 1}),
    ("lost, then reopened: not open between", {"opportunities.csv": REOPENED, "stage_history.csv": REOPENED_HISTORY}, "opportunities.open", {"asOf": "2025-03-01"}, None, {"value": 0}),
    ("lost, then reopened: open again", {"opportunities.csv": REOPENED, "stage_history.csv": REOPENED_HISTORY}, "opportunities.open", {"asOf": "2025-06-01"}, None, {"value": 1}),
    # On 1 March only number 1 is closed, and won: the share won is 100 %. The loss in June has not happened.
    ("win chance seen from an earlier day", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-01,2025-02-01,100\n2,Closed Lost,2025-01-01,2025-06-01,100\n3,Proposal,2025-01-01,2025-12-01,100\n"},
     "pipeline.weighted", {"asOf": "2025-03-01"}, None, {"value": 20000}),
    # A row without a probability takes the share won among closed ones: 80 % of 100 and 50 % of 100.
    ("one row without a probability", {"opportunities.csv": "opportunity id,stage,created,close date,amount,probability\n1,Closed Won,2025-01-01,2025-02-01,100,100%\n"
                                       "2,Closed Lost,2025-01-01,2025-02-01,100,0%\n3,Proposal,2025-01-01,2025-12-01,100,80%\n4,Proposal,2025-01-01,2025-12-01,100,\n"},
     "pipeline.weighted", {}, None, {"value": 13000}),
    # Two thirds of 3,000,000.00: the share is not cut to six places.
    ("a chance of two thirds", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-01,2025-02-01,1\n2,Closed Won,2025-01-01,2025-02-01,1\n3,Closed Lost,2025-01-01,2025-02-01,1\n"
                                "4,Proposal,2025-01-01,2025-12-01,3000000\n"}, "pipeline.weighted", {}, None, {"value": 200000000}),
    # Closed before it was created is left out of the cycle: 1 open × 100 % × 100.00 ÷ 10 days.
    ("velocity with a wrong date", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-01,2025-01-11,100\n2,Closed Won,2025-02-01,2025-01-20,100\n3,Proposal,2025-01-01,,5\n"},
     "sales_velocity.per_day", {}, None, {"value": 1000}),
    # A year and a quarter are whole, also where the data begin later: the target of January belongs to the first quarter.
    ("target before the first row", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-10,2025-01-20,50\n2,Closed Won,2025-01-10,2025-03-20,50\n", "targets.csv": "month,target\n2025-01,100\n2025-02,100\n2025-03,100\n"},
     "attainment.bookings", {"grain": "quarter"}, "2025-Q1", {"value": 1 / 3, "num": 10000, "den": 30000}),
    # Without opportunities a new customer is one with a first order.
    ("new customers without opportunities", {"orders.csv": "order id,order date,customer,amount\n1,2025-01-10,A,5\n2,2025-02-10,A,5\n3,2025-02-11,B,5\n"}, "new_customers.first_win", {}, None, {"value": 2}),
    # A period that is not over is compared with the same part of the period before: 10 days of June with 10 days of May.
    ("growth of a month not over", {"opportunities.csv": DEALS + "1,Closed Won,2025-01-01,2025-05-05,100\n2,Closed Won,2025-01-01,2025-05-25,900\n3,Closed Won,2025-01-01,2025-06-05,150\n"},
     "bookings.growth", {"asOf": "2025-06-10", "grain": "month", "from": "2025-06-01", "to": "2025-07-01"}, "2025-06", {"value": 0.5}),
]
