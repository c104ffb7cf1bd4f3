"""Writes the Parquet files of this folder and what each says as text: python3 make.py (needs pyarrow)."""

import csv
import datetime as dt
import decimal
import json
import pathlib
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
N = 300


def dates(row):
    return dt.date(2023, 12, 20) + dt.timedelta(days=row * 3 % 500)


def rows():
    for row in range(N):
        gone = row % 7 == 3
        yield {
            "Opportunity ID": f"006{row:05d}",
            "Opportunity Name": f"合同 {row}" if row % 5 else f"Deal, “{row}”\nsecond line",
            "Amount": None if gone else decimal.Decimal(row * 1000 - 50_005) / 100,
            "Probability (%)": None if gone else row % 101,
            "Created Date": dates(row),
            "Close Date": None if gone else dt.datetime(2024, 3, 1, 0, 0, row % 60) + dt.timedelta(days=row),
            "Closed": row % 3 == 0,
            "Stage": ["Prospecting", "谈判", "Closed Won", "Closed Lost"][row * row % 4],
            "Weight": row / 8 - 3,
            "Small": None if gone else float(row) / 4,
            "Count": row * 1_000_003 * (-1 if row % 2 else 1),
            "At": dt.time(row % 24, row % 60, 5),
            "Key": uuid.UUID(int=row * 2**64 + 7),
            "Tags": None if gone else [f"t{tag}" for tag in range(row % 4)],
            "Owner": None if row % 11 == 5 else {"Name": f"Ann {row % 6}", "Team": None if row % 2 else "North"},
        }


SCHEMA = pa.schema([
    pa.field("Opportunity ID", pa.string(), nullable=False),
    ("Opportunity Name", pa.string()),
    ("Amount", pa.decimal128(18, 2)),
    ("Probability (%)", pa.int8()),
    ("Created Date", pa.date32()),
    ("Close Date", pa.timestamp("us")),
    ("Closed", pa.bool_()),
    ("Stage", pa.string()),
    ("Weight", pa.float64()),
    ("Small", pa.float32()),
    ("Count", pa.int64()),
    ("At", pa.time64("us")),
    ("Key", pa.binary(16)),
    ("Tags", pa.list_(pa.string())),
    ("Owner", pa.struct([("Name", pa.string()), ("Team", pa.string())])),
])


def number(value):
    return "" if value is None else str(int(value)) if value == int(value) else repr(value)


def moment(value):
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d %H:%M:%S") if value.time() != dt.time() else value.strftime("%Y-%m-%d")


def texts(row):
    owner = row["Owner"] or {}
    return [
        row["Opportunity ID"], row["Opportunity Name"], "" if row["Amount"] is None else f"{row['Amount']:.2f}",
        number(row["Probability (%)"]), str(row["Created Date"]), moment(row["Close Date"]), "TRUE" if row["Closed"] else "FALSE",
        row["Stage"], number(row["Weight"]), number(row["Small"]), str(row["Count"]), str(row["At"]), str(row["Key"]),
        ", ".join(row["Tags"] or []), owner.get("Name") or "", owner.get("Team") or "",
    ]


def main():
    for old in HERE.glob("*.parquet"):
        old.unlink()
    all_rows = list(rows())
    stored = [{**row, "Key": row["Key"].bytes} for row in all_rows]
    table = pa.Table.from_pylist(stored, schema=SCHEMA)
    table = table.set_column(12, pa.field("Key", pa.uuid()), table["Key"].cast(pa.uuid()))
    plain = [name for name in table.column_names if name not in ("Tags", "Owner")]

    def write(name, table=table, **options):
        pq.write_table(table, HERE / f"{name}.parquet", store_schema=False, **options)

    for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
        write(f"{codec}", compression=codec, row_group_size=128)
        write(f"{codec}_v2", compression=codec, data_page_version="2.0", use_dictionary=False, data_page_size=512)
    write("brotli", compression="brotli")
    write("v1", version="1.0")
    write("one_page", compression="zstd", data_page_size=1 << 20)
    texts_of = ["Opportunity ID", "Opportunity Name", "Stage"]
    for name, kinds in {
        "delta_length": dict.fromkeys(texts_of, "DELTA_LENGTH_BYTE_ARRAY"),
        "delta_text": dict.fromkeys(texts_of, "DELTA_BYTE_ARRAY"),
        "delta_int": dict.fromkeys(["Count", "Probability (%)", "Created Date", "Close Date", "At"], "DELTA_BINARY_PACKED"),
        "streams": dict.fromkeys(["Weight", "Small", "Count", "Key"], "BYTE_STREAM_SPLIT"),
        "runs": {"Closed": "RLE"},
    }.items():
        for version in ["1.0", "2.0"]:
            write(f"{name}_{version[0]}", use_dictionary=False, column_encoding=kinds, data_page_version=version, data_page_size=700)
    write("int96", table.select(plain), use_deprecated_int96_timestamps=True)
    write("millis", table, coerce_timestamps="ms")
    write("int_decimal", table, store_decimal_as_integer=True)
    write("empty", table.slice(0, 0))
    with open(HERE / "expected.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        head = [field.name for field in SCHEMA][:-1] + ["Owner.Name", "Owner.Team"]
        out.writerow(head)
        out.writerows(texts(row) for row in all_rows)
    print(len(list(HERE.glob("*.parquet"))), "files")


main()
