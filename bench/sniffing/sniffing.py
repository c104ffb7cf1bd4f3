"""What other sniffers make of the delimited files in tests/imports, where each file says what a careful reader expects.

Encoding: chardet and charset-normalizer on the bytes; right where the expected encoding, or one that decodes these bytes to the
same text. Everything else: DuckDB's sniff_csv on the text in UTF-8, so that only its own skills count. Delimiter: equal. Header:
SkipRows + 1 is the expected line and it says there is one. Rows: read_csv with its own settings gives the expected number. Dates:
columns expected as dates got DATE or TIMESTAMP; order: where day and month could be confused, the format it chose has the expected
one first. Numbers: columns expected as amounts got a numeric type.

Usage: python sniffing.py [folder]. The product's own figures: cargo test -p kpi-tests --test imports -- --nocapture
"""

import json
import sys
import tempfile
from pathlib import Path

import chardet
import charset_normalizer
import duckdb

DAYS = {"day", "created", "closed", "entered", "month"}
AMOUNTS = {"amount", "cost", "listPrice", "quantity"}
SAME = {"ascii": "utf-8", "utf-8-sig": "utf-8", "utf_8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}


def same_encoding(found, expected, data):
    if not found:
        return False
    name = SAME.get(found.lower(), found.lower())
    if name == SAME.get(expected, expected):
        return True
    try:
        return data.decode(name) == data.decode(expected)
    except (LookupError, UnicodeDecodeError):
        return False


def sniffed(text):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        try:
            [row] = duckdb.sql(f"select Delimiter, SkipRows, HasHeader, DateFormat, TimestampFormat, Columns from sniff_csv('{file.name}')").fetchall()
            rows = duckdb.sql(f"select count(*) from read_csv('{file.name}')").fetchall()[0][0]
        except duckdb.Error:
            return None
    delimiter, skipped, has_header, day, moment, columns = row
    return delimiter, skipped + 1 if has_header else 0, rows, day or moment or "", {column["name"]: column["type"] for column in columns}


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "../../tests/imports")
    score = {}

    def count(fact, who, right):
        known = score.setdefault(fact, {}).setdefault(who, [0, 0])
        known[0] += bool(right)
        known[1] += 1

    for case in sorted(folder.glob("*/expected.json")):
        for name, about in json.loads(case.read_text("utf-8")).get("files", {}).items():
            expected, delimiter = about.get("encoding"), about.get("delimiter")
            if not expected or not delimiter:
                continue
            data = (case.parent / name).read_bytes()
            count("encoding", "chardet", same_encoding(chardet.detect(data)["encoding"], expected, data))
            best = charset_normalizer.from_bytes(data).best()
            count("encoding", "charset-normalizer", same_encoding(best and best.encoding, expected, data))
            text = data.decode(SAME.get(expected, expected), errors="replace").lstrip("\ufeff")
            got = sniffed(text)
            count("delimiter", "DuckDB", got and got[0] == delimiter)
            if len(about["tables"]) != 1:
                continue
            table = about["tables"][0]
            if table.get("headerLine"):
                count("header line", "DuckDB", got and got[1] == table["headerLine"])
            if table.get("rows") is not None:
                count("rows", "DuckDB", got and got[2] == table["rows"])
            for column, field in (table.get("fields") or {}).items():
                kind = got[4].get(column, "") if got else ""
                if field in DAYS:
                    count("date columns", "DuckDB", kind.startswith(("DATE", "TIMESTAMP")))
                if field in AMOUNTS:
                    count("amount columns", "DuckDB", kind in ("BIGINT", "DOUBLE", "INTEGER") or kind.startswith("DECIMAL"))
            if table.get("dayFirst") is not None:
                style = got[3] if got else ""
                is_day_first = "%d" in style and "%m" in style and style.index("%d") < style.index("%m")
                is_month_first = "%d" in style and "%m" in style and style.index("%m") < style.index("%d")
                count("day or month first", "DuckDB", is_day_first if table["dayFirst"] else is_month_first)
    print("| fact | who | right | of |\n|---|---|---|---|")
    for fact, people in score.items():
        for who, (right, total) in people.items():
            print(f"| {fact} | {who} | {right} ({100 * right / total:.1f} %) | {total} |")


main()
