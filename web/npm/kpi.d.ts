// The messages of KPI Workbench. Generated from the Rust types by `cargo xtask declarations`; do not edit.

/**
 * A text in both languages of the product.
 */
export type Text = { 
/**
 * Chinese.
 */
zh: string, 
/**
 * English.
 */
en: string, };

/**
 * A language of the product.
 */
export type Locale = "zh-CN" | "en";

/**
 * A breakdown every event table resolves to one code per row.
 */
export type Dimension = "person" | "team" | "region" | "product" | "industry" | "source" | "customer" | "stage" | "activityType" | "lossReason" | "competitor" | "segment" | "category" | "currency" | "cohort" | "ageBand" | "discountBand" | "marginBand";

/**
 * How a span is cut into periods.
 */
export type Grain = "day" | "week" | "month" | "quarter" | "year";

/**
 * The days `from ≤ d < to`.
 */
export type Period = { 
/**
 * First day.
 */
from: string, 
/**
 * First day after the span.
 */
to: string, };

/**
 * What one row of a table is.
 */
export type TableKind = "opportunities" | "stageHistory" | "orders" | "activities" | "survey" | "targets" | "accounts" | "people" | "products" | "leads" | "payments" | "spend" | "splits" | "rates" | "forecasts" | "firstWins" | "purchases" | "stageStays" | "participations" | "contracts" | "receivables" | "credits" | "starters" | "pipelineMoves";

/**
 * A meaning that a column can be bound to.
 */
export type Field = "id" | "opportunity" | "customer" | "customerName" | "person" | "team" | "manager" | "region" | "product" | "series" | "industry" | "source" | "stage" | "created" | "closed" | "day" | "month" | "amount" | "cost" | "listPrice" | "probability" | "satisfaction" | "recommend" | "attended" | "activityType" | "currency" | "outcome" | "quantity" | "discount" | "converted" | "personName" | "productName" | "lossReason" | "competitor" | "segment" | "expectedClose" | "duration" | "expectedAmount" | "lostOn" | "isClosed" | "status" | "ends" | "dueOn" | "paidOn" | "amountDue" | "amountPaid" | "replied" | "resolved" | "category" | "share" | "rate" | "rateIn" | "actual" | "margin" | "miss" | "original" | "originalCost" | "firstPurchase" | "firstSale" | "sold" | "answered" | "asked" | "skipped" | "criteria" | "second" | "exit" | "visit" | "further" | "next" | "awaited" | "again" | "move";

/**
 * How the texts of a column are read.
 */
export type FieldType = "text" | "day" | "money" | "number";

/**
 * What the value of a variant is measured in.
 */
export type Unit = "count" | "ratio" | "money" | "days" | "points";

/**
 * Which direction is good.
 */
export type Better = "higher" | "lower" | "neither";

/**
 * The three families of the method.
 */
export type Family = "results" | "process" | "customers";

/**
 * One KPI, all its variants or a single one.
 */
export type KpiChoice = { 
/**
 * KPI id, `win_rate`.
 */
id: string, 
/**
 * Variant id; none means all variants, the default first.
 */
variant?: string, 
/**
 * A formula of one's own in place of a definition of the catalogue; the id is then its name.
 */
formula?: string, };

/**
 * Rows whose dimension has one of the values; several filters must all hold.
 */
export type Filter = { 
/**
 * The dimension that is restricted.
 */
dimension: Dimension, 
/**
 * Values that stay, as shown in reports; the empty text stands for "not filled in".
 */
values: Array<string>, };

/**
 * One question to the engine. Everything that changes a number is in here or in the data.
 */
export type Lens = { 
/**
 * KPIs to compute; empty means the whole catalogue.
 */
kpis: Array<KpiChoice>, 
/**
 * Dimensions to break down by; empty means the total.
 */
by: Array<Dimension>, 
/**
 * Cut into periods of this grain.
 */
grain?: Grain, 
/**
 * The calendar that periods are cut by; default the civil one.
 */
calendar?: Calendar, 
/**
 * Which days are worked, for what is due by working days; default Monday to Friday.
 */
workdays?: Workdays, 
/**
 * First day counted.
 */
from?: string, 
/**
 * First day no longer counted.
 */
to?: string, 
/**
 * The day the data is seen from: open, age and censoring refer to it. Default: the last day in the data.
 */
asOf?: string, 
/**
 * Only opportunities created on or after this day, with their stays and activities.
 */
createdFrom?: string, 
/**
 * Only opportunities created before this day.
 */
createdTo?: string, 
/**
 * Only so many groups: those with the largest value of the first definition in the last period, the largest first.
 */
top?: number, 
/**
 * Restrictions, all of which must hold.
 */
filters: Array<Filter>, };

/**
 * Why there is no answer. Never shown as 0.
 */
export type Why = { "reason": "emptyDenominator" } | { "reason": "needsTable", 
/**
 * The missing table.
 */
table: TableKind, } | { "reason": "needsField", 
/**
 * The table that lacks it.
 */
table: TableKind, 
/**
 * The missing column.
 */
field: Field, } | { "reason": "notReached" } | { "reason": "new" } | { "reason": "beforeData" } | { "reason": "notByThisDimension" } | { "reason": "onlyByDimension", 
/**
 * The dimension.
 */
dimension: Dimension, } | { "reason": "notRecorded", 
/**
 * The table.
 */
table: TableKind, } | { "reason": "targetMet" } | { "reason": "periodOver" } | { "reason": "belowZero" } | { "reason": "needsPeriod" } | { "reason": "notByPeriod" };

/**
 * One number of a report with everything needed to trust it.
 */
export type Cell = { 
/**
 * KPI id.
 */
kpi: string, 
/**
 * Variant id.
 */
variant: string, 
/**
 * Values of the breakdown dimensions.
 */
group: Record<string, string | null>, 
/**
 * Name of the period (`2025-Q3`), `from/to` where no grain was asked, or none for all time.
 */
period: string | null, 
/**
 * The answer; money as a decimal string, rates as unrounded fractions, durations in days.
 */
value: string | number | null, 
/**
 * What was divided, or the plain total.
 */
numerator: string | number | null, 
/**
 * What it was divided by.
 */
denominator: string | number | null, 
/**
 * Rows behind the value.
 */
n: number, 
/**
 * Lower end of the 95 % interval, where one exists.
 */
low: string | number | null, 
/**
 * Upper end of the 95 % interval.
 */
high: string | number | null, 
/**
 * The reason where there is no value.
 */
missing: Why | null, 
/**
 * How much may be said of so many cases; not written where it is all.
 */
grade?: Grade, };

/**
 * The answer to one [`crate::Lens`].
 */
export type Report = { 
/**
 * The day the data was seen from.
 */
asOf: string, 
/**
 * The span that was asked for, if any.
 */
span: Period | null, 
/**
 * Currency code of all amounts, where the data names one.
 */
currency: string | null, 
/**
 * Cells in the order KPI, variant, group, period.
 */
cells: Array<Cell>, };

/**
 * One published definition of a KPI.
 */
export type VariantInfo = { 
/**
 * Variant id, `close_date_count`.
 */
id: string, 
/**
 * Name.
 */
name: Text, 
/**
 * The formula in words.
 */
formula: Text, 
/**
 * What the value is measured in.
 */
unit: Unit, 
/**
 * Do groups add up to the total?
 */
additive: boolean, 
/**
 * The tables and columns it reads.
 */
needs: Array<[TableKind, Array<Field>]>, 
/**
 * The formula in the language of own KPIs, where it has words for it.
 */
source: Text | null, };

/**
 * One KPI.
 */
export type KpiInfo = { 
/**
 * KPI id, equal to the file that defines it.
 */
id: string, 
/**
 * Family.
 */
family: Family, 
/**
 * Name.
 */
name: Text, 
/**
 * What it means and its trap.
 */
about: string, 
/**
 * Which direction is good.
 */
better: Better, 
/**
 * Definitions, the default first.
 */
variants: Array<VariantInfo>, };

/**
 * Everything that can be asked.
 */
export type Catalog = { 
/**
 * Version of the messages; a client refuses another one.
 */
protocol: number, 
/**
 * KPIs in the order of the overview.
 */
kpis: Array<KpiInfo>, 
/**
 * Dimensions.
 */
dimensions: Array<Dimension>, };

/**
 * A spelling that stands for another one, in every row of a column.
 */
export type Replacement = { 
/**
 * File name.
 */
file: string, 
/**
 * Column header.
 */
column: string, 
/**
 * As found.
 */
from: string, 
/**
 * As meant.
 */
to: string, };

/**
 * Decisions about one file; what is not decided is guessed.
 */
export type TableMapping = { 
/**
 * What a row is; `None` leaves the guess.
 */
kind?: TableKind, 
/**
 * The whole file is left out.
 */
ignored: boolean, 
/**
 * Column header to meaning; `null` means the column is not used.
 */
columns: { [key in string]: Field | null }, 
/**
 * Are ambiguous dates such as 03/08 day first? `None` where the column decides by itself.
 */
dayFirst?: boolean, };

/**
 * All decisions; saved with a project and usable for the next export.
 */
export type Mapping = { 
/**
 * By file name.
 */
tables: { [key in string]: TableMapping }, 
/**
 * Stage word to what it means: `won`, `lost` or `open`.
 */
stages: { [key in string]: string }, 
/**
 * Open stages from the first to the last; those that are not named follow in the order of their history. Empty: all do.
 */
stageOrder: Array<string>, 
/**
 * Exit criteria: stage to the columns of opportunities that must be filled in, and not say no, before it is left. A stage that is not
 * named asks for the columns whose header names it: `Qualification: budget confirmed`.
 */
criteria: { [key in string]: Array<string> }, 
/**
 * Accepted spelling repairs.
 */
replacements: Array<Replacement>, 
/**
 * The currency of all reports; the commonest of the files where it is not said.
 */
currency?: string, 
/**
 * Where the business is, as hours ahead of UTC: `UTC+08:00`. Times that say their zone are moved there; a day counts as it is written where it is not said.
 */
zone?: string, 
/**
 * What other currencies are worth. Amounts without a rate are not counted.
 */
rates: Array<ExchangeRate>, 
/**
 * Stage word to the chance of winning from there, as a fraction or in percent: `0.3`, `30%`, `30`.
 */
chances: { [key in string]: string }, 
/**
 * Activity type as it stands in the files to the type it is counted under: `Anruf` to `Call`.
 */
activityTypes: { [key in string]: string }, };

/**
 * How much a finding matters.
 */
export type Severity = "notCounted" | "check" | "note";

/**
 * Where in the user's file.
 */
export type Place = { 
/**
 * File name.
 */
file: string, 
/**
 * Column header, if one column is meant.
 */
column: string | null, 
/**
 * Line in the file, counted from 1 with the header; the first of several.
 */
line: number | null, };

/**
 * One finding; a row that is wrong never loses a file.
 */
export type Diagnostic = { 
/**
 * Stable code, `E-CSV-FIELDS`.
 */
code: string, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * Where.
 */
place: Place, 
/**
 * What was found.
 */
what: Text, 
/**
 * What to do.
 */
fix: Text, 
/**
 * Rows or cells concerned.
 */
count: number, 
/**
 * Up to five lines of the file.
 */
lines: Array<number>, 
/**
 * Up to five texts as found.
 */
examples: Array<string>, 
/**
 * Ids of the KPIs that read what is concerned.
 */
affects: Array<string>, };

/**
 * One column of a file as understood.
 */
export type Column = { 
/**
 * The user's own header.
 */
header: string, 
/**
 * The first value that is not empty.
 */
sample: string, 
/**
 * What it means, if used.
 */
field: Field | null, 
/**
 * How it is read.
 */
columnType: FieldType, 
/**
 * 0 to 1: how sure the binding is.
 */
confidence: number, 
/**
 * The reason for the binding.
 */
evidence: Text, 
/**
 * Cells that are filled.
 */
filled: number, 
/**
 * Different values, counted up to 1,000.
 */
distinct: number, 
/**
 * Cells that could not be read as the type.
 */
unreadable: number, 
/**
 * Heights 0 to 100 of a small histogram of the values; empty for free text.
 */
shape: Array<number>, };

/**
 * A row that is not counted, with its reason.
 */
export type Rejected = { 
/**
 * Reason code, the code of a diagnostic.
 */
code: string, 
/**
 * Reason in words.
 */
reason: Text, 
/**
 * Rows concerned.
 */
count: number, 
/**
 * Lines of the file (header is line 1), all of them.
 */
lines: Array<number>, };

/**
 * One table: a file, or a sheet, entry or list in one.
 */
export type Table = { 
/**
 * What the table is called: the file name, and what it is in there where a file holds several
 * (`book.xlsx › Orders`).
 */
file: string, 
/**
 * Name of the file.
 */
source: string, 
/**
 * `CSV`, `XLSX`, `JSON` …
 */
format: string, 
/**
 * Line of the header, from 1; 0 where the columns have no names.
 */
headerLine: number, 
/**
 * Size of the file in bytes.
 */
bytes: number, 
/**
 * What a row is; none where the file is not used.
 */
kind: TableKind | null, 
/**
 * 0 to 1.
 */
confidence: number, 
/**
 * Encoding as read.
 */
encoding: string, 
/**
 * Delimiter as read.
 */
delimiter: string, 
/**
 * Data rows in the file.
 */
rows: number, 
/**
 * Rows counted.
 */
counted: number, 
/**
 * Rows not counted, by reason; counted + Σ count = rows for a file that is used.
 */
rejected: Array<Rejected>, 
/**
 * Columns in file order.
 */
columns: Array<Column>, };

/**
 * How two files hang together.
 */
export type Relation = { 
/**
 * File with many rows per key.
 */
fromFile: string, 
/**
 * Its column.
 */
fromColumn: string, 
/**
 * File with one row per key.
 */
toFile: string, 
/**
 * Its column.
 */
toColumn: string, 
/**
 * Filled rows that find their key.
 */
matched: number, 
/**
 * Filled rows that do not.
 */
unmatched: number, 
/**
 * Rows with an empty key.
 */
empty: number, };

/**
 * A repair on offer; taking it is one click.
 */
export type Fix = { 
/**
 * The spelling repair.
 */
replacement: Replacement, 
/**
 * Rows it changes.
 */
rows: number, 
/**
 * What it is, in words.
 */
what: Text, };

/**
 * What was loaded and how it was understood.
 */
export type LoadSummary = { 
/**
 * Files in load order.
 */
tables: Array<Table>, 
/**
 * Keys between files.
 */
relations: Array<Relation>, 
/**
 * Repairs on offer.
 */
fixes: Array<Fix>, 
/**
 * Repairs taken.
 */
applied: Array<Fix>, 
/**
 * Findings, most important first.
 */
diagnostics: Array<Diagnostic>, 
/**
 * Stage words and what they mean.
 */
stages: Array<[string, string, number]>, 
/**
 * Open stages in the order in which opportunities go through them, as found or as decided; empty without stage history.
 */
stageOrder: Array<string>, 
/**
 * Exit criteria: stage to the columns it asks for, as decided or as their headers say.
 */
criteria: { [key in string]: Array<string> }, 
/**
 * Activity types as they stand in the files, the type each is counted under, and rows.
 */
activityTypes: Array<[string, string, number]>, 
/**
 * The last day in the data: the default `asOf`.
 */
asOf: string | null, 
/**
 * The first day in the data.
 */
firstDay: string | null, 
/**
 * Currency code, where the data names one.
 */
currency: string | null, 
/**
 * Other currencies in the files.
 */
currencies: Array<string>, 
/**
 * Times of bound columns are given with a zone.
 */
hasZones: boolean, };

/**
 * What the user decided about the reading of a file, where what was found is wrong; nothing: as found.
 */
export type ReadAs = { 
/**
 * Label of the encoding of a text: `gb18030`.
 */
encoding: string | null, 
/**
 * What stands between the cells of a text: one ASCII character.
 */
delimiter: string | null, 
/**
 * Lines of headers, from 1, by the name of the sheet or of the file in an archive, `""` where there is only one table; 0: the columns
 * have no names.
 */
headerLines: { [key in string]: number }, };

/**
 * Asks for the present mapping as a file.
 */
export type SaveMapping = Record<symbol, never>;

/**
 * Asks what a saved mapping says about the tables that are loaded. The reply is not bound yet.
 */
export type ReadMapping = { 
/**
 * The file that was saved.
 */
text: string, };

/**
 * Asks for rows of a table.
 */
export type Preview = { 
/**
 * Name of the table, as in the import report.
 */
file: string, 
/**
 * Only rows that are not counted.
 */
leftOut: boolean, 
/**
 * Rows to skip.
 */
offset: number, 
/**
 * Rows to return, at most 200.
 */
limit: number, };

/**
 * One row as read.
 */
export type PreviewRow = { 
/**
 * Line of the file.
 */
line: number, 
/**
 * Its cells; none where the line could not be cut into cells.
 */
cells: Array<string>, 
/**
 * Why it is not counted.
 */
reason: Text | null, };

/**
 * Rows as read.
 */
export type PreviewPage = { 
/**
 * The table.
 */
file: string, 
/**
 * Headers of the table.
 */
headers: Array<string>, 
/**
 * Rows.
 */
rows: Array<PreviewRow>, 
/**
 * Rows there are in all.
 */
total: number, };

/**
 * Asks for the rows of a table that are not counted, as a file.
 */
export type LeftOut = { 
/**
 * Name of the table; none: the whole import report, one line for each finding.
 */
file: string | null, 
/**
 * Language of the reasons.
 */
locale: Locale, };

/**
 * What a table is saved as.
 */
export type TableFormat = "csv" | "xlsx";

/**
 * A file made here.
 */
export type TextFile = { 
/**
 * Suggested name.
 */
name: string, 
/**
 * Its text: CSV has a byte order mark, so that spreadsheets read its letters. Or its bytes in base64.
 */
text: string, 
/**
 * Is it base64?
 */
base64?: boolean, };

/**
 * Asks how far the data can be trusted.
 */
export type AskQuality = Record<symbol, never>;

/**
 * Rows of one KPI that are lost to one fault.
 */
export type Cost = { 
/**
 * KPI id.
 */
kpi: string, 
/**
 * Variant id.
 */
variant: string, 
/**
 * Rows that would count if they were complete.
 */
rows: number, 
/**
 * The figure as computed, over all days of the data.
 */
value: string | number | null, 
/**
 * The least it could be if the rows were complete; known for shares of rows.
 */
low: number | null, 
/**
 * The most it could be.
 */
high: number | null, };

/**
 * One fault and the points it costs.
 */
export type Loss = { 
/**
 * Reason code, as in an explanation.
 */
code: string, 
/**
 * Reason in words.
 */
label: Text, 
/**
 * Points of the score, of 100.
 */
points: number, 
/**
 * The KPIs it costs rows, the most rows first.
 */
costs: Array<Cost>, };

/**
 * How far the data can be trusted: for each KPI that has a value, the share of the rows it needs that are complete and
 * readable; the score is the mean of these shares in percent. 100 − score = Σ points.
 */
export type Quality = { 
/**
 * 0 to 100; none where no KPI can be computed.
 */
score: number | null, 
/**
 * KPIs the score is the mean of.
 */
kpis: number, 
/**
 * Faults, the most expensive first.
 */
losses: Array<Loss>, };

/**
 * Asks how one cell was computed: the lens names one KPI with its variant and no breakdown.
 */
export type Explain = { 
/**
 * Scope of the cell; a group is given as a filter, a period as from and to.
 */
lens: Lens, };

/**
 * Rows with the same fate.
 */
export type RowGroup = { 
/**
 * `counted`, or the code of the reason.
 */
code: string, 
/**
 * The same in words.
 */
label: Text, 
/**
 * Rows.
 */
count: number, };

/**
 * How a number came about.
 */
export type Explanation = { 
/**
 * KPI id.
 */
kpi: string, 
/**
 * Variant id.
 */
variant: string, 
/**
 * Name of the variant.
 */
name: Text, 
/**
 * The formula in words.
 */
formula: Text, 
/**
 * What stands above the line, in words.
 */
numeratorLabel: Text, 
/**
 * What stands below the line, in words; empty for plain totals.
 */
denominatorLabel: Text, 
/**
 * The value.
 */
value: string | number | null, 
/**
 * Above the line.
 */
numerator: string | number | null, 
/**
 * Below the line.
 */
denominator: string | number | null, 
/**
 * How the interval was made.
 */
interval: Text, 
/**
 * The table whose rows are listed.
 */
table: TableKind, 
/**
 * Files of that table.
 */
files: Array<string>, 
/**
 * All rows of the table in the files.
 */
total: number, 
/**
 * Rows left out, by reason, in the order the tests are made.
 */
excluded: Array<RowGroup>, 
/**
 * Rows counted below the line (all counted rows for a total).
 */
counted: number, 
/**
 * Rows counted above the line, where that is a part of them.
 */
inNumerator: number | null, 
/**
 * Headers of the user's columns that were read.
 */
columns: Array<string>, };

/**
 * Asks for rows behind a cell.
 */
export type Rows = { 
/**
 * Scope, as in [`Explain`].
 */
lens: Lens, 
/**
 * `counted`, or a reason code.
 */
code: string, 
/**
 * Rows to skip.
 */
offset: number, 
/**
 * Rows to return, at most 200.
 */
limit: number, };

/**
 * Rows as they stand in the user's files.
 */
export type RowsPage = { 
/**
 * Headers: file, line, then the columns bound.
 */
headers: Array<string>, 
/**
 * Texts of each row.
 */
rows: Array<Array<string>>, 
/**
 * All rows with this code.
 */
total: number, };

/**
 * Asks for the rows behind a cell as a CSV file.
 */
export type SaveRows = { 
/**
 * Scope, as in [`Explain`].
 */
lens: Lens, 
/**
 * `counted`, or a reason code.
 */
code: string, };

/**
 * What a figure is spread by.
 */
export type Basis = "history" | "even" | "season" | "capacity" | "potential";

/**
 * A figure the spread must keep.
 */
export type Lock = { 
/**
 * Node id, as [`PlanNode::id`].
 */
node: string, 
/**
 * Month 0 to 11, or none for the whole year.
 */
month: number | null, 
/**
 * The figure.
 */
amount: string, 
/**
 * Value of the product axis, or none for all of them.
 */
product?: string, 
/**
 * Put there by an edit, to hold what should not move; the user did not ask for it.
 */
held?: boolean, };

/**
 * What is known about one person of the plan beyond the data: a new hire, a leaver, somebody part of the year.
 */
export type Member = { 
/**
 * Node id, `team/person`. One that the data does not have is a new hire.
 */
node: string, 
/**
 * First day in the job; default: long before.
 */
joins?: string, 
/**
 * First day no longer in the job. Months from then on count for the team's unassigned node, or for nobody.
 */
leaves?: string, 
/**
 * Amount a full month brings; default: the mean of the team's people with history.
 */
productivity?: string, 
/**
 * Potential of the territory.
 */
potential?: string, };

/**
 * The rules of a target tree; the tree itself follows from them and the data.
 */
export type Spread = { 
/**
 * Calendar year that is planned; default the year after `asOf`.
 */
year?: number, 
/**
 * Company target of the year; default last twelve months plus ten percent.
 */
total?: string, 
/**
 * How to spread over teams and people.
 */
people: Basis, 
/**
 * How to spread over months.
 */
months: Basis, 
/**
 * Figures to keep.
 */
locks: Array<Lock>, 
/**
 * A third axis, such as `product` or `industry`; each person's share by own history, else the company's.
 */
by?: Dimension, 
/**
 * New hires, leavers and what else is known about people.
 */
members: Array<Member>, 
/**
 * Percent of full productivity in each month after joining, then 100; default 25, 50, 75.
 */
ramp?: Array<number>, 
/**
 * Weights of the twelve calendar months for [`Basis::Season`]; default from the own history.
 */
season?: Array<number>, 
/**
 * Over-assignment in hundredths of a percent: of teams against the company, of people against their team.
 */
over?: [number, number], 
/**
 * Give each team a node for what nobody holds; it takes the months of leavers.
 */
unassigned: boolean, 
/**
 * Put a level of regions between the company and its teams: each team stands under the region it booked most in.
 */
regions: boolean, 
/**
 * May a locked team figure differ from the sum of its people? Default no.
 */
teamsMayDiffer: boolean, };

/**
 * Which figures stay when one is edited.
 */
export type Keep = "year" | "parent" | "others";

/**
 * A figure typed into the tree.
 */
export type CellEdit = { 
/**
 * Node id.
 */
node: string, 
/**
 * Month 0 to 11, or none for the whole year.
 */
month?: number, 
/**
 * Quarter 0 to 3 in place of a month: its months keep their parts of it.
 */
quarter?: number, 
/**
 * Value of the product axis.
 */
product?: string, 
/**
 * The new figure.
 */
amount: string, 
/**
 * What stays.
 */
keep: Keep, };

/**
 * Asks for the tree of a spread.
 */
export type PlanEdit = { 
/**
 * The rules.
 */
spread: Spread, 
/**
 * Make the tree the target of attainment from now on.
 */
publish: boolean, 
/**
 * Take back what was published: the targets of the files count again.
 */
withdraw?: boolean, 
/**
 * A figure typed into the tree of these rules: the reply has the rules that follow.
 */
edit?: CellEdit, };

/**
 * What a node of the tree is.
 */
export type NodeKind = "company" | "region" | "team" | "person" | "newHire" | "leaver" | "unassigned";

/**
 * Company, region, team or person.
 */
export type PlanNode = { 
/**
 * `` for the company, `//region`, `team`, `team/person`; the unassigned node of a team is `team/*`.
 */
id: string, 
/**
 * Name; empty where the data does not fill it in.
 */
name: string, 
/**
 * Depth below the company, which is 0.
 */
level: number, 
/**
 * What it is.
 */
kind: NodeKind, 
/**
 * Won in the twelve months before.
 */
history: string, 
/**
 * Target of the year.
 */
total: string, 
/**
 * Is the year's figure locked?
 */
locked: boolean, 
/**
 * Targets of the months.
 */
months: string[], 
/**
 * Which months are locked.
 */
lockedMonths: Array<boolean>, 
/**
 * Targets of the four quarters: sums of months.
 */
quarters: string[], 
/**
 * Sum of the children less the own figure: the declared over-assignment, or what a team may differ by. 0 otherwise.
 */
over: string, 
/**
 * The months of each value of the product axis, in the order of [`PlanView::products`].
 */
products: string[][], 
/**
 * Productivity × ramp × months in the job, where it is known: what the node can do.
 */
capacity: string | null, };

/**
 * How far one figure moved by an edit.
 */
export type Moved = { 
/**
 * Node id.
 */
node: string, 
/**
 * Month 0 to 11, or none for the whole year.
 */
month: number | null, 
/**
 * New less old.
 */
by: string, };

/**
 * The tree, in the order company, region where asked for, team, its people, next team.
 */
export type PlanView = { 
/**
 * Planned year.
 */
year: number, 
/**
 * The twelve months that history was taken from: first day.
 */
historyFrom: string, 
/**
 * First day after them.
 */
historyTo: string, 
/**
 * Nodes.
 */
nodes: Array<PlanNode>, 
/**
 * Largest difference between a node and the sum of its children, over all nodes, months and products, beyond what
 * [`PlanNode::over`] declares: 0 by construction.
 */
gap: string, 
/**
 * Is this spread the published one?
 */
published: boolean, 
/**
 * Values of the product axis; empty without one.
 */
products: Array<string>, 
/**
 * The rules of this tree: as asked, or as they follow from the edit.
 */
rules: Spread, 
/**
 * What the edit moved beside the figure itself, largest first, at most 24.
 */
moved: Array<Moved>, };

/**
 * Asks for a tree as a file: one line per person (and product), months as columns.
 */
export type SavePlan = { 
/**
 * The rules of the tree.
 */
spread: Spread, 
/**
 * Language of the header.
 */
locale: Locale, 
/**
 * CSV or workbook.
 */
format: TableFormat, };

/**
 * Asks for the rules that give the figures of a file in any format the import reads: each filled cell becomes a lock, their
 * sum the total.
 */
export type ReadPlan = { 
/**
 * The text, in the form [`SavePlan`] writes.
 */
text: string, 
/**
 * The bytes of a file in base64, in place of the text: a workbook, or text in any encoding.
 */
base64: string, 
/**
 * The rules for what the text does not fill in.
 */
spread: Spread, };

/**
 * Targets as a caller keeps them: rules with a reason. The engine keeps none.
 */
export type PlanVersion = { 
/**
 * Number, from 1.
 */
number: number, 
/**
 * Why it was made.
 */
reason: string, 
/**
 * The rules.
 */
spread: Spread, };

/**
 * Asks what changed from one version to another.
 */
export type ComparePlans = { 
/**
 * The earlier version.
 */
before: PlanVersion, 
/**
 * The later version.
 */
after: PlanVersion, };

/**
 * Something that can be changed.
 */
export type Lever = "volume" | "winRate" | "stageConversion" | "dealSize" | "price" | "discount" | "cost" | "cycle" | "retention" | "headcount" | "activity";

/**
 * One lever moved.
 */
export type Change = { 
/**
 * What.
 */
lever: Lever, 
/**
 * Source of [`Lever::Volume`], stage of [`Lever::StageConversion`].
 */
item?: string, 
/**
 * Factor once it is fully in effect; 1 is "as it was".
 */
factor: number, 
/**
 * First month of the effect; default the first month ahead.
 */
from?: string, 
/**
 * Months until it is fully in effect, in equal steps; default 1: at once.
 */
over?: number, 
/**
 * What it costs, if known.
 */
cost?: string, };

/**
 * Changes against the base; without any it is the base.
 */
export type Scenario = { 
/**
 * Name.
 */
name: string, 
/**
 * What is different; the order does not matter.
 */
changes: Array<Change>, };

/**
 * Asks for the forecast of a year, as it is or under a scenario.
 */
export type AskForecast = { 
/**
 * Calendar year; default the year after `asOf`.
 */
year?: number, 
/**
 * Target of the year; default that of the plan.
 */
target?: string, 
/**
 * Paths to draw, at most 20,000; default 2,000. Fewer paths are the first of more.
 */
paths?: number, 
/**
 * Seed of the draws; default 42.
 */
seed?: number, 
/**
 * What is changed.
 */
scenario: Scenario, 
/**
 * Count repeat orders without an opportunity as bookings too; targets do not.
 */
withRepeat: boolean, 
/**
 * What the changes should keep to.
 */
limits: Limits, 
/**
 * Leave out the backtest, which does not depend on the scenario.
 */
withoutBacktest: boolean, };

/**
 * A distribution of amounts.
 */
export type Distribution = { 
/**
 * One path in ten is below.
 */
p10: string, 
/**
 * One in four is below.
 */
p25: string, 
/**
 * Half are below.
 */
p50: string, 
/**
 * One in four is above.
 */
p75: string, 
/**
 * One in ten is above.
 */
p90: string, };

/**
 * Part of the paths that end between two amounts.
 */
export type Bin = { 
/**
 * From.
 */
from: string, 
/**
 * To.
 */
to: string, 
/**
 * Share of all paths.
 */
share: number, };

/**
 * A month behind or ahead, or the twelve months that end with it.
 */
export type ForecastMonth = { 
/**
 * First day.
 */
month: string, 
/**
 * Booked by the as-of day; none for months ahead.
 */
actual: string | null, 
/**
 * Booked and expected.
 */
expected: string, 
/**
 * Booked and drawn; none for whole months behind.
 */
drawn: Distribution | null, };

/**
 * One origin of the backtest: what was foretold for the months from it on, and what came.
 */
export type BacktestPoint = { 
/**
 * First day foretold.
 */
from: string, 
/**
 * One path in ten was below.
 */
low: string, 
/**
 * Half were below.
 */
middle: string, 
/**
 * One path in ten was above.
 */
high: string, 
/**
 * What came.
 */
actual: string, };

/**
 * How the forecast would have done on the own past.
 */
export type Backtest = { 
/**
 * Months foretold from each origin.
 */
months: number, 
/**
 * Months of history before the first origin; a forecast itself needs twelve.
 */
history: number, 
/**
 * Σ |foretold − actual| ÷ Σ actual.
 */
wape: number, 
/**
 * Mean of |foretold − actual| ÷ actual.
 */
mape: number, 
/**
 * Σ (foretold − actual) ÷ Σ actual: above 0 the forecast was too high.
 */
bias: number, 
/**
 * Origins whose actual lay between low and high; eight in ten should.
 */
inside: number, 
/**
 * Origins.
 */
origins: number, 
/**
 * Mean squared error of the chance to do as well as a year before: 0 is perfect, 0.25 is a coin.
 */
brier: number | null, 
/**
 * The origins in order.
 */
points: Array<BacktestPoint>, };

/**
 * What changes must keep to. Nothing is limited unless it is given.
 */
export type Limits = { 
/**
 * The most that the changes may cost together.
 */
budget?: string, 
/**
 * The least gross profit ÷ bookings of the year, as a fraction.
 */
margin?: number, 
/**
 * The most new opportunities a person can take on in a month.
 */
load?: number, 
/**
 * How far a lever may go in a mix, as a factor of the base; 1: it stays.
 */
levers: Array<[Lever, number]>, };

/**
 * Which limit a check is about.
 */
export type LimitKind = "budget" | "margin" | "load";

/**
 * Whether a scenario keeps to a limit.
 */
export type LimitCheck = { 
/**
 * Which.
 */
kind: LimitKind, 
/**
 * The limit.
 */
limit: number, 
/**
 * What the scenario has; none where the data do not say.
 */
value: number | null, 
/**
 * Does it keep to it?
 */
holds: boolean | null, };

/**
 * What a lever is in the data, or why it cannot be moved.
 */
export type LeverInfo = { 
/**
 * What.
 */
lever: Lever, 
/**
 * What it is called, without source or stage.
 */
name: Text, 
/**
 * Source or stage.
 */
item: string | null, 
/**
 * Value in the base: opportunities per month, share, money (in currency units), days or people.
 */
value: number | null, 
/**
 * Own worst and best quarter as factors of the mean quarter; worst first.
 */
range: [number, number] | null, 
/**
 * Quarters behind the range.
 */
quarters: number, 
/**
 * Why it cannot be moved.
 */
reason: Text | null, 
/**
 * What moving it takes for granted.
 */
note: Text | null, };

/**
 * What a forecast rests on.
 */
export type ForecastBasis = { 
/**
 * Made from orders, as there are no won opportunities: "opportunities" are orders, each won on its day.
 */
ofOrders: boolean, 
/**
 * New opportunities per month, mean of twelve months.
 */
perMonth: number, 
/**
 * Yearly growth of the inflow that stands out of its noise.
 */
growth: number, 
/**
 * Share won in the end, by the own curve.
 */
winRate: number, 
/**
 * Days until half of the wins have come.
 */
medianDays: number, 
/**
 * Mean won amount.
 */
dealSize: string, 
/**
 * Opportunities open at the as-of day.
 */
open: number, 
/**
 * Bookings of the calendar months against the mean month, from January.
 */
season: Array<number>, 
/**
 * Stages with a win curve of their own: name, opportunities, share won.
 */
stages: Array<[string, number, number]>, 
/**
 * Relative deviations from quarter to quarter beyond chance: inflow, win rate.
 */
shocks: [number, number], };

/**
 * The forecast of a year.
 */
export type ForecastView = { 
/**
 * The day it was made from.
 */
asOf: string, 
/**
 * Year.
 */
year: number, 
/**
 * Target of the year.
 */
target: string, 
/**
 * Seed and number of paths.
 */
seed: number, 
/**
 * Paths drawn.
 */
paths: number, 
/**
 * Expected bookings of the year: the sum of the four parts below.
 */
expected: string, 
/**
 * Already won.
 */
booked: string, 
/**
 * From opportunities open now.
 */
fromOpen: string, 
/**
 * From opportunities not created yet.
 */
fromNew: string, 
/**
 * From repeat business without opportunity.
 */
fromRepeat: string, 
/**
 * Bookings of the year over all paths.
 */
drawn: Distribution, 
/**
 * Share of paths that reach the target.
 */
chance: number, 
/**
 * Probability that what is booked and open reaches the target without anything new: by convolution, without shocks.
 */
openAlone: number, 
/**
 * The amount reached with a probability of 90, 80, 70, 50, 30 and 20 %.
 */
sure: [number, string][], 
/**
 * Histogram of the year over all paths.
 */
bins: Array<Bin>, 
/**
 * The months from two years back to the end of the year.
 */
months: Array<ForecastMonth>, 
/**
 * The twelve months that end with each of the last twelve and all further months.
 */
trailing: Array<ForecastMonth>, 
/**
 * Expected gross profit of the year, where costs are known.
 */
grossProfit: string | null, 
/**
 * Gross profit ÷ bookings.
 */
margin: number | null, 
/**
 * Costs of the changes.
 */
programmeCost: string, 
/**
 * The levers, those without data with the reason.
 */
levers: Array<LeverInfo>, 
/**
 * What it rests on.
 */
basis: ForecastBasis, 
/**
 * How it would have done on the own past.
 */
backtest: Backtest | null, 
/**
 * Why there is no backtest.
 */
withheld: Text | null, 
/**
 * The changes in words.
 */
words: Text, 
/**
 * The limits that were given.
 */
limits: Array<LimitCheck>, };

/**
 * Asks why a figure moved.
 */
export type AskChange = { 
/**
 * One KPI and variant over one span, without breakdown and grain.
 */
lens: Lens, 
/**
 * The groups whose parts in the change are asked for.
 */
by?: Dimension, 
/**
 * The period compared with.
 */
against: Against, 
/**
 * How effects of price, volume and mix are weighed.
 */
weights: Weights, };

/**
 * The change of a figure, taken apart: `before` + Σ `totals` = `now`.
 */
export type ChangeView = { 
/**
 * The earlier period.
 */
beforePeriod: Period, 
/**
 * The later period.
 */
nowPeriod: Period, 
/**
 * Value in the earlier period.
 */
before: string | number | null, 
/**
 * Value in the later period.
 */
now: string | number | null, 
/**
 * The effects.
 */
effects: Array<Effect>, 
/**
 * Sum of each effect over all groups.
 */
totals: (string | number)[], 
/**
 * Groups, the largest part in the change first.
 */
rows: Array<ChangeRow>, 
/**
 * Groups that were looked at: of many, some move by chance.
 */
searched: number, };

/**
 * One group in both periods.
 */
export type ChangeRow = { 
/**
 * Its name; none where it is not filled in.
 */
group: string | null, 
/**
 * Value in the earlier period.
 */
before: string | number | null, 
/**
 * Value in the later period.
 */
now: string | number | null, 
/**
 * Below the line in the earlier and the later period: the weight of the group. Pieces, for price and volume.
 */
weights: [number, number], 
/**
 * Its part in each effect, in the order of [`ChangeView::effects`].
 */
effects: (string | number)[], };

/**
 * One way in which a figure changes.
 */
export type Effect = "rate" | "mix" | "new" | "lost" | "price" | "cost" | "volume" | "rest" | "amount" | "currency";

/**
 * What the later period is compared with.
 */
export type Against = "period" | "year";

/**
 * Which period's figures weigh an effect.
 */
export type Weights = "midpoint" | "base";

/**
 * Asks which periods of a figure stand out.
 */
export type AskTrend = { 
/**
 * One KPI and variant with a grain, without breakdown.
 */
lens: Lens, 
/**
 * Take the season out first, where two whole years of months or quarters above 0 show one that is more than chance.
 */
seasonal: boolean, };

/**
 * The periods of a figure with their natural limits (XmR), and the last whole one beside earlier ones.
 */
export type TrendView = { 
/**
 * Whole periods the limits come from; a running period is not among them.
 */
periods: number, 
/**
 * Mean of the periods; none, like the limits, for fewer than six.
 */
mean: number | null, 
/**
 * Mean − 2.66 × mean moving range.
 */
low: number | null, 
/**
 * Mean + 2.66 × mean moving range.
 */
high: number | null, 
/**
 * Each period with the factor of its season, where it was taken out: mean and limits are those of value ÷ factor, and times the
 * factor those of the period. Empty where it was not.
 */
season: Array<[string, number]>, 
/**
 * Periods that stand out.
 */
signals: Array<Signal>, 
/**
 * The last whole period.
 */
period: string | null, 
/**
 * Its value.
 */
last: string | number | null, 
/**
 * The value of the period before.
 */
previous: string | number | null, 
/**
 * The value of the same period a year earlier.
 */
yearAgo: string | number | null, };

/**
 * Asks for the groups of one rate in order. The peers of a group are all groups of the lens: filter to a role or segment for
 * fairer ones.
 */
export type AskRanking = { 
/**
 * One definition that counts a part of its rows, one breakdown, no grain.
 */
lens: Lens, 
/**
 * Seed of the draws behind intervals and ranks; default 42.
 */
seed?: number, };

/**
 * All groups of a rate.
 */
export type RankingView = { 
/**
 * The dimension.
 */
dimension: Dimension, 
/**
 * Rate of the peers together: the groups with at least five cases, at most the 500 largest.
 */
pooled: number | null, 
/**
 * So many cases of its own weigh as much as the peers; none where the groups differ by no more than chance.
 */
weight: number | null, 
/**
 * Peers that were held against each other.
 */
searched: number, 
/**
 * Those with a rank first, by rank; then by number of cases.
 */
groups: Array<RankedGroup>, };

/**
 * One group in its place.
 */
export type RankedGroup = { 
/**
 * Its value of the dimension; none for rows without one.
 */
group: string | null, 
/**
 * Rows above the line.
 */
part: number, 
/**
 * Rows below the line.
 */
n: number, 
/**
 * Part ÷ n, as it is.
 */
rate: number | null, 
/**
 * What the rate is likely to be: between its own and that of all, nearer to its own the more cases there are.
 */
shrunken: number | null, 
/**
 * Its 95 % interval.
 */
interval: [number, number] | null, 
/**
 * Place among the groups with enough cases by the shrunken rate, from 1 for the highest.
 */
rank: number | null, 
/**
 * Best and worst place in nine of ten repetitions.
 */
ranks: [number, number] | null, 
/**
 * Differs from all others together, where of the groups named so one in ten may be by chance (Benjamini-Hochberg).
 */
standsOut: boolean, 
/**
 * How much may be said of so many cases.
 */
grade: Grade, };

/**
 * How much may be said of a rate, mean or quantile with so many cases behind it.
 */
export type Grade = "counts" | "estimate" | "full";

/**
 * The calendar of a business; by default the civil one.
 */
export type Calendar = { 
/**
 * First month of the year, 1 to 12.
 */
firstMonth: number, 
/**
 * Whole weeks in place of calendar months.
 */
weeks?: Weeks, 
/**
 * A year has the number of the calendar year it begins in; otherwise of the one it ends in.
 */
isNamedByStart: boolean, };

/**
 * A year of 52 or 53 whole weeks.
 */
export type Weeks = { 
/**
 * Weeks of the months of a quarter; a 53rd week belongs to the last month.
 */
pattern: Pattern, 
/**
 * Weekday on which the year ends, 1 for Monday to 7 for Sunday.
 */
lastWeekday: number, 
/**
 * The year ends on that weekday nearest to the end of the month before the first; otherwise on the last one in that month.
 */
isNearest: boolean, };

/**
 * How the 13 weeks of a quarter are shared by its three months.
 */
export type Pattern = "4-4-5" | "4-5-4" | "5-4-4";

/**
 * Which days are worked. By default Monday to Friday.
 */
export type Workdays = { 
/**
 * Whose public holidays are days off. Known from 2010 to 2026; other years have weekends only.
 */
country?: Country, 
/**
 * Further days off.
 */
off: Array<string>, 
/**
 * Working days that would be days off otherwise.
 */
on: Array<string>, };

/**
 * A country whose public holidays are known.
 */
export type Country = "CN";

/**
 * A period that is no chance.
 */
export type Signal = { 
/**
 * Name of the period.
 */
period: string, 
/**
 * Why.
 */
rule: SignalRule, };

/**
 * Why a period is a signal.
 */
export type SignalRule = "beyond" | "run";

/**
 * Asks what a formula means.
 */
export type AskFormula = { 
/**
 * The formula as written.
 */
text: string, };

/**
 * What a formula means, or what is wrong with it.
 */
export type FormulaInfo = { 
/**
 * What the value is measured in; none where the formula is wrong.
 */
unit: Unit | null, 
/**
 * The formula as the product writes it.
 */
text: Text | null, 
/**
 * The tables and columns it reads.
 */
needs: Array<[TableKind, Array<Field>]>, 
/**
 * What is wrong with it.
 */
fault: FormulaFault | null, };

/**
 * What is wrong with a formula, and where.
 */
export type FormulaFault = { 
/**
 * First character, from 0.
 */
at: number, 
/**
 * Characters concerned.
 */
len: number, 
/**
 * What is wrong.
 */
what: Text, 
/**
 * What to do.
 */
fix: Text, 
/**
 * Words that could stand here.
 */
expected: Array<Text>, };

/**
 * What one unit of another currency is worth from a day on.
 */
export type ExchangeRate = { 
/**
 * Its code, `USD`; names and signs mean their code.
 */
currency: string, 
/**
 * In the currency of the report, as a decimal number: `7.1`.
 */
rate: string, 
/**
 * First day it holds; none for a rate that holds from the beginning.
 */
from?: string, };

/**
 * Asks what each lever alone moves between its own worst and best quarter.
 */
export type AskTornado = { 
/**
 * Year; default the year after `asOf`.
 */
year?: number, 
/**
 * The other levers stand as here.
 */
scenario: Scenario, 
/**
 * Count repeat orders without an opportunity as bookings too; targets do not.
 */
withRepeat: boolean, };

/**
 * One bar of the tornado.
 */
export type Swing = { 
/**
 * Lever.
 */
lever: Lever, 
/**
 * Source or stage.
 */
item: string | null, 
/**
 * Factors of the worst and the best quarter, in place of what the scenario has.
 */
factors: [number, number], 
/**
 * Expected bookings at the worst.
 */
worst: string, 
/**
 * Expected bookings at the best.
 */
best: string, };

/**
 * Asks for expected bookings over two levers at once.
 */
export type AskHeatMap = { 
/**
 * Year; default the year after `asOf`.
 */
year?: number, 
/**
 * The other levers.
 */
scenario?: Scenario, 
/**
 * First lever at each of its factors.
 */
rows: [Change, Array<number>], 
/**
 * Second lever at each of its factors.
 */
columns: [Change, Array<number>], 
/**
 * Count repeat orders without an opportunity as bookings too.
 */
withRepeat?: boolean, };

/**
 * Expected bookings by factor of the first lever, then of the second.
 */
export type HeatView = { 
/**
 * Year.
 */
year: number, 
/**
 * Rows of columns.
 */
amounts: string[][], };

/**
 * Asks which changes reach a goal.
 */
export type AskSeek = { 
/**
 * Year; default the year after `asOf`.
 */
year?: number, 
/**
 * Bookings to reach; default the target of the plan.
 */
goal?: string, 
/**
 * With this probability; without it the expected value has to reach the goal.
 */
chance?: number, 
/**
 * Seed and paths for a probability.
 */
seed?: number, 
/**
 * Paths; default 1,000.
 */
paths?: number, 
/**
 * Where the search starts from.
 */
scenario: Scenario, 
/**
 * Count repeat orders without an opportunity as bookings too; targets do not.
 */
withRepeat: boolean, 
/**
 * The levers that may be mixed, each with timing; `factor` is how far it may go, `cost` what that full way costs. Empty: all
 * levers up to their own best quarter, the effort being the part of the way to it.
 */
mix: Array<Change>, 
/**
 * First month of the effect of levers that are not in `mix`; default the first month ahead.
 */
from?: string, 
/**
 * Months until they are fully in effect; default 1: at once.
 */
over?: number, 
/**
 * What the mix must keep to.
 */
limits: Limits, };

/**
 * What one lever alone would have to be.
 */
export type Need = { 
/**
 * Lever.
 */
lever: Lever, 
/**
 * What it is called, as [`LeverInfo::name`].
 */
name: Text, 
/**
 * Source or stage.
 */
item: string | null, 
/**
 * The factor that reaches the goal, on top of the scenario; none where this lever alone cannot.
 */
factor: number | null, 
/**
 * Expected bookings at that factor.
 */
reaches: string | null, 
/**
 * Own best quarter as a factor.
 */
best: number | null, 
/**
 * Quarters at least as good, of how many.
 */
quarters: [number, number], };

/**
 * The answer to a goal.
 */
export type SeekView = { 
/**
 * What was changed already: needs and mix go on from there.
 */
scenario: Scenario, 
/**
 * The goal.
 */
goal: string, 
/**
 * Each lever alone.
 */
alone: Array<Need>, 
/**
 * The least costly mix that reaches it; none where even all of it does not.
 */
mix: Scenario | null, 
/**
 * Expected bookings of the mix, or of going all the way with every lever.
 */
reaches: string, 
/**
 * Its cost, where costs were given.
 */
cost: string | null, 
/**
 * Its effort: the sum over levers of the part of the way to the bound.
 */
effort: number, };

/**
 * Asks for up to four scenarios side by side; the base comes first.
 */
export type AskCompare = { 
/**
 * Year; default the year after `asOf`.
 */
year?: number, 
/**
 * Target; default that of the plan.
 */
target?: string, 
/**
 * Paths; default 2,000.
 */
paths?: number, 
/**
 * Seed; default 42.
 */
seed?: number, 
/**
 * The scenarios.
 */
scenarios: Array<Scenario>, 
/**
 * Count repeat orders without an opportunity as bookings too; targets do not.
 */
withRepeat: boolean, };

/**
 * One scenario of a comparison.
 */
export type ComparedScenario = { 
/**
 * Name; empty for the base.
 */
name: string, 
/**
 * The changes in words.
 */
words: Text, 
/**
 * Expected bookings of the year.
 */
expected: string, 
/**
 * Bookings of the year over all paths.
 */
drawn: Distribution, 
/**
 * Share of paths that reach the target.
 */
chance: number, 
/**
 * Median less that of the base.
 */
gain: string, 
/**
 * Expected gross profit, where costs are known.
 */
grossProfit: string | null, 
/**
 * Gross profit ÷ bookings.
 */
margin: number | null, 
/**
 * Costs of the changes.
 */
programmeCost: string, };

/**
 * Asks how sure each node of a target tree is to be reached.
 */
export type AskChances = { 
/**
 * The tree.
 */
spread: Spread, 
/**
 * What is changed.
 */
scenario: Scenario, 
/**
 * Paths; default 1,000.
 */
paths?: number, 
/**
 * Seed; default 42.
 */
seed?: number, };

/**
 * How sure a node is to reach its figure.
 */
export type NodeChance = { 
/**
 * Node id.
 */
node: string, 
/**
 * Share of paths that reach the node's figure; none where nothing is known about it.
 */
chance: number | null, 
/**
 * Bookings over all paths.
 */
drawn: Distribution | null, 
/**
 * Why there is none.
 */
reason: Text | null, };

/**
 * Asks which stage costs most.
 */
export type AskBottlenecks = { 
/**
 * Period and filters; no KPIs, breakdown or grain.
 */
lens: Lens, 
/**
 * The period whose conversion is the yardstick.
 */
against: Against, };

/**
 * What one stage costs.
 */
export type Bottleneck = { 
/**
 * Stage.
 */
stage: string, 
/**
 * Opportunities that first entered it in the period, and of them those that got further.
 */
now: [number, number], 
/**
 * The same of the period compared with, seen as long after its end as the present one is.
 */
before: [number, number], 
/**
 * Opportunities fewer that got further than the earlier rate would have let; negative: more.
 */
missing: number | null, 
/**
 * Of those of both periods that got further and have ended: ended, won.
 */
ended: [number, number], 
/**
 * Mean amount of those won.
 */
size: string | null, 
/**
 * Missing × won ÷ ended × mean amount.
 */
value: string | null, 
/**
 * 95 % interval of the value, from the two rates of the stage alone.
 */
interval: [string, string] | null, 
/**
 * What one more in a hundred of those who entered would bring.
 */
point: string | null, };

/**
 * All stages, that which costs most first.
 */
export type BottleneckView = { 
/**
 * The period.
 */
period: Period, 
/**
 * The period compared with.
 */
before: Period, 
/**
 * Stages.
 */
stages: Array<Bottleneck>, };

/**
 * Asks what goes with winning, or with a long cycle.
 */
export type AskFactors = { 
/**
 * Period and filters.
 */
lens: Lens, 
/**
 * Of what.
 */
of: Outcomes, };

/**
 * What factors are asked about.
 */
export type Outcomes = "win" | "cycle";

/**
 * Something that opportunities differ in.
 */
export type Factor = "product" | "size" | "completeness" | "tenure" | "source" | "lines";

/**
 * One level of a factor against all others.
 */
export type FactorRow = { 
/**
 * Factor.
 */
factor: Factor, 
/**
 * Level.
 */
level: Text, 
/**
 * Opportunities of the level.
 */
n: number, 
/**
 * Their win rate, or mean days.
 */
value: number | null, 
/**
 * Less that of all others, as it is.
 */
plain: number | null, 
/**
 * The same among opportunities of equal size band and source.
 */
adjusted: number | null, 
/**
 * Its 95 % interval.
 */
interval: [number, number] | null, 
/**
 * Opportunities of the level that had others like them.
 */
matched: number, 
/**
 * Does the interval leave out 0?
 */
standsOut: boolean, };

/**
 * All factors.
 */
export type FactorsView = { 
/**
 * Of what.
 */
of: Outcomes, 
/**
 * Opportunities.
 */
n: number, 
/**
 * Win rate or mean days of all.
 */
value: number | null, 
/**
 * What the others were made equal in; what the data lack is not among them.
 */
adjustedFor: Array<Factor>, 
/**
 * Levels by factor, those that differ most first.
 */
rows: Array<FactorRow>, };

/**
 * Asks what activities change, by kind.
 */
export type AskEffects = { 
/**
 * Period of the activities, and filters.
 */
lens: Lens, 
/**
 * Days after the activity in which the opportunity has to get further; default 30, at most 365.
 */
days?: number, };

/**
 * What one kind of activity changed.
 */
export type EffectRow = { 
/**
 * Kind; none where it is not filled in.
 */
kind: string | null, 
/**
 * First activities of the kind in a stage, whose days after are all over.
 */
n: number, 
/**
 * Of them, those with opportunities beside them that were open on the same day, in the same stage and age band, and had no
 * such activity in the two weeks before.
 */
matched: number, 
/**
 * Part of the matched that got further within the days.
 */
rate: number | null, 
/**
 * The same of those beside them, each day, stage and age as often as the activity.
 */
others: number | null, 
/**
 * The difference, over days, stages and ages.
 */
difference: number | null, 
/**
 * Its 95 % interval.
 */
interval: [number, number] | null, 
/**
 * What activities of the kind cost in the period, of those whose days after are all over, where that is known.
 */
cost: string | null, 
/**
 * Cost ÷ (difference × activities): of one opportunity more that got further, where the interval lies above 0.
 */
costPerEffect: string | null, };

/**
 * All kinds, the most frequent first.
 */
export type EffectsView = { 
/**
 * Days in which the opportunity had to get further.
 */
days: number, 
/**
 * Is getting further a later stage or the win? Without stage history it is the win.
 */
byStage: boolean, 
/**
 * Kinds.
 */
rows: Array<EffectRow>, };

/**
 * Asks for suggestions and for what speaks for and against a target.
 */
export type AskEvidence = { 
/**
 * The tree whose total is judged; its members give the capacity.
 */
spread: Spread, 
/**
 * A scenario beside the year as it is; one without changes is none.
 */
scenario: Scenario, 
/**
 * Growth of the market, as a fraction: 0.08 is eight percent.
 */
marketGrowth?: number, 
/**
 * Growth of the strongest competitor.
 */
competitorGrowth?: number, 
/**
 * The day on which the target is looked at again.
 */
review?: string, 
/**
 * Probabilities of the three tiers; default 0.8, 0.5, 0.2.
 */
chances?: [number, number, number], 
/**
 * Paths; default 2,000.
 */
paths?: number, 
/**
 * Seed; default 42.
 */
seed?: number, };

/**
 * Where a suggestion comes from.
 */
export type SuggestionKind = "smoothing" | "pipeline" | "funnel" | "capacity" | "market" | "competitor";

/**
 * A figure for the year from one source, or why there is none.
 */
export type Suggestion = { 
/**
 * Source.
 */
kind: SuggestionKind, 
/**
 * The figure.
 */
amount: string | null, 
/**
 * Against the last twelve months, as a fraction.
 */
growth: number | null, 
/**
 * How it came about, with its numbers; or why there is none.
 */
how: Text, };

/**
 * The smoothing that foretold the own past best.
 */
export type SmoothingView = { 
/**
 * `none`, `additive` or `multiplicative`.
 */
season: string, 
/**
 * Has it a damped trend?
 */
hasTrend: boolean, 
/**
 * Weights of level, trend and season, 0 to 1.
 */
weights: [number, number, number], 
/**
 * Σ |foretold − actual| ÷ Σ actual over three months from each origin.
 */
wape: number, 
/**
 * Σ (foretold − actual) ÷ Σ actual.
 */
bias: number, 
/**
 * Origins of the backtest.
 */
origins: number, 
/**
 * The months of the year.
 */
months: string[], };

/**
 * A level of ambition.
 */
export type TierKind = "base" | "stretch" | "challenge" | "asked";

/**
 * A target with its evidence.
 */
export type Tier = { 
/**
 * Level.
 */
kind: TierKind, 
/**
 * The figure.
 */
amount: string, 
/**
 * Share of paths that reach it.
 */
chance: number, 
/**
 * Against the last twelve months, as a fraction.
 */
growth: number | null, 
/**
 * In how many twelve-month spans of the own history growth was at least this, of how many.
 */
history: [number, number], 
/**
 * What each lever alone would have to be.
 */
needs: Array<Need>, 
/**
 * Opportunities per month it takes at the own win rate and deal size.
 */
opportunitiesPerMonth: number | null, };

/**
 * One letter of the SMART check.
 */
export type SmartCheck = { 
/**
 * `S`, `M`, `A`, `R` or `T`.
 */
letter: string, 
/**
 * Does it hold?
 */
holds: boolean, 
/**
 * Why, with the numbers.
 */
why: Text, };

/**
 * What the year may bring, and how sure the total that was asked about is.
 */
export type YearOdds = { 
/**
 * Share of paths that reach the total.
 */
chance: number, 
/**
 * The amount reached with a probability of 90, 80, 70, 50, 30 and 20 %.
 */
sure: [number, string][], 
/**
 * Histogram of the year over all paths.
 */
bins: Array<Bin>, };

/**
 * What speaks for and against a target.
 */
export type EvidenceView = { 
/**
 * Year.
 */
year: number, 
/**
 * Booked in the last twelve whole months.
 */
lastYear: string, 
/**
 * The year as it is.
 */
base: YearOdds, 
/**
 * The year under the scenario that was asked about.
 */
scenario: YearOdds | null, 
/**
 * Figures by source.
 */
suggestions: Array<Suggestion>, 
/**
 * The smoothing behind the first of them.
 */
smoothing: SmoothingView | null, 
/**
 * Base, stretch, challenge, and the total that was asked about.
 */
tiers: Array<Tier>, 
/**
 * Specific, measurable, achievable, relevant, time-bound.
 */
smart: Array<SmartCheck>, };

/**
 * Asks for the role templates.
 */
export type AskRoles = Record<symbol, never>;

/**
 * How an attainment becomes points.
 */
export type Measured = { 
/**
 * KPI id, or any name.
 */
kpi: string, 
/**
 * Weight in percent.
 */
weight: number, 
/**
 * Less is better: attainment is target ÷ actual.
 */
lowerIsBetter: boolean, 
/**
 * Attainment below this gives 0 points.
 */
floor?: number, 
/**
 * Attainment above this counts as this.
 */
cap?: number, 
/**
 * Steps in place of the attainment itself: from this attainment on, so many points (1 is full).
 */
ladder: Array<[number, number]>, };

/**
 * A role with its measures.
 */
export type Role = { 
/**
 * Id, such as `hunter`.
 */
id: string, 
/**
 * Name.
 */
name: Text, 
/**
 * Its measures; weights of 100 percent together.
 */
measures: Array<Measured>, };

/**
 * What happens to the weight of a measure without a value.
 */
export type Absent = "redistribute" | "zero";

/**
 * Pay as a function of the score; 1 is the target pay.
 */
export type PayCurve = { "kind": "linear", 
/**
 * Nothing below this score.
 */
floor: number, 
/**
 * No more than this part of the target pay.
 */
cap: number | null, } | { "kind": "stepped", 
/**
 * Score and part of the target pay, ascending.
 */
steps: Array<[number, number]>, } | { "kind": "accelerated", 
/**
 * Nothing below this score.
 */
floor: number, 
/**
 * Score from which the accelerator works.
 */
from: number, 
/**
 * Pay per point above it.
 */
rate: number, 
/**
 * No more than this part of the target pay.
 */
cap: number | null, };

/**
 * One value of a person.
 */
export type Reached = { 
/**
 * As in [`Measured::kpi`].
 */
kpi: string, 
/**
 * Actual; none if unknown.
 */
actual: number | null, 
/**
 * Target.
 */
target: number, 
/**
 * Cases behind the actual: chance moves it by about 1 ÷ √n.
 */
n: number, };

/**
 * A person to be scored.
 */
export type Scored = { 
/**
 * Name.
 */
name: string, 
/**
 * Id of the role.
 */
role: string, 
/**
 * Variable pay at a score of 1.
 */
pay: string, 
/**
 * Part of the period in the job, 0 to 1; pay is prorated.
 */
present?: number, 
/**
 * Values.
 */
values: Array<Reached>, };

/**
 * Asks for scores and pay under a plan, and against another.
 */
export type AskScore = { 
/**
 * Roles; empty: the templates.
 */
roles: Array<Role>, 
/**
 * People.
 */
people: Array<Scored>, 
/**
 * What a missing value does.
 */
absent: Absent, 
/**
 * Pay curve.
 */
curve: PayCurve, 
/**
 * Pay curve to compare with.
 */
other?: PayCurve, 
/**
 * Seed of the noise; default 42.
 */
seed?: number, };

/**
 * A person's score and pay.
 */
export type ScoreRow = { 
/**
 * Name.
 */
name: string, 
/**
 * Id of the role.
 */
role: string, 
/**
 * Σ weight × points; none where nothing is known.
 */
score: number | null, 
/**
 * Per measure of the role: attainment and weighted points.
 */
parts: Array<[string, number | null, number]>, 
/**
 * Pay.
 */
pay: string, 
/**
 * Pay under the other curve.
 */
other: string | null, 
/**
 * Rank within the role, from 1.
 */
rank: number | null, 
/**
 * Ranks in nine of ten repetitions with chance.
 */
ranks: [number, number] | null, 
/**
 * Pay in nine of ten repetitions with chance.
 */
pays: [string, string] | null, 
/**
 * Said where few cases stand behind the score.
 */
note: Text | null, };

/**
 * Scores and pay of all.
 */
export type ScoreView = { 
/**
 * People as asked.
 */
rows: Array<ScoreRow>, 
/**
 * Pay of all.
 */
cost: string, 
/**
 * Pay of all at a score of 1.
 */
targetCost: string, 
/**
 * Pay of all under the other curve.
 */
otherCost: string | null, 
/**
 * People with more, less and the same under the first curve than under the other.
 */
against: [number, number, number] | null, 
/**
 * Cost in nine of ten repetitions with chance.
 */
costs: [string, string], 
/**
 * Part of all pairs of one role whose order stays in a repetition: 1 is a ranking free of chance.
 */
stable: number | null, };

/**
 * Asks for the catalogue.
 */
export type Hello = Record<symbol, never>;

/**
 * Asks for the import report.
 */
export type Summary = Record<symbol, never>;

/**
 * Several lenses answered from one state of the data, in one pass per table.
 */
export type Board = { 
/**
 * The lenses; the reply has one report each, in the same order.
 */
lenses: Array<Lens>, };

/**
 * Generates the sample company on this machine and loads it in place of everything else.
 */
export type Sample = { 
/**
 * Language of names and headers.
 */
locale: Locale, 
/**
 * Opportunities to generate; none means the size of the demonstration.
 */
opportunities?: number | null, };

/**
 * Forgets one file, or all.
 */
export type Unload = { 
/**
 * File name; none forgets everything.
 */
file: string | null, };

/**
 * A refused request: what, and what to do.
 */
export type Failure = { 
/**
 * Stable code.
 */
code: string, 
/**
 * What is wrong.
 */
what: Text, 
/**
 * What to do.
 */
fix: Text, };

/**
 * One ask to the engine.
 */
export type Ask = { "call": "hello", "body": Hello } | { "call": "summary", "body": Summary } | { "call": "bind", "body": Mapping } | { "call": "sample", "body": Sample } | { "call": "unload", "body": Unload } | { "call": "preview", "body": Preview } | { "call": "leftOut", "body": LeftOut } | { "call": "saveMapping", "body": SaveMapping } | { "call": "readMapping", "body": ReadMapping } | { "call": "quality", "body": AskQuality } | { "call": "evaluate", "body": Lens } | { "call": "board", "body": Board } | { "call": "explain", "body": Explain } | { "call": "rows", "body": Rows } | { "call": "saveRows", "body": SaveRows } | { "call": "formula", "body": AskFormula } | { "call": "change", "body": AskChange } | { "call": "bottlenecks", "body": AskBottlenecks } | { "call": "factors", "body": AskFactors } | { "call": "effects", "body": AskEffects } | { "call": "trend", "body": AskTrend } | { "call": "ranking", "body": AskRanking } | { "call": "plan", "body": PlanEdit } | { "call": "savePlan", "body": SavePlan } | { "call": "readPlan", "body": ReadPlan } | { "call": "comparePlans", "body": ComparePlans } | { "call": "forecast", "body": AskForecast } | { "call": "tornado", "body": AskTornado } | { "call": "heatMap", "body": AskHeatMap } | { "call": "seek", "body": AskSeek } | { "call": "compareScenarios", "body": AskCompare } | { "call": "chances", "body": AskChances } | { "call": "evidence", "body": AskEvidence } | { "call": "roles", "body": AskRoles } | { "call": "score", "body": AskScore };

/**
 * The reply to an [`Ask`] of the same name.
 */
export type Reply = { "call": "hello", "body": Catalog } | { "call": "summary", "body": LoadSummary } | { "call": "bind", "body": LoadSummary } | { "call": "sample", "body": LoadSummary } | { "call": "unload", "body": LoadSummary } | { "call": "preview", "body": PreviewPage } | { "call": "leftOut", "body": TextFile } | { "call": "saveMapping", "body": TextFile } | { "call": "readMapping", "body": Mapping } | { "call": "quality", "body": Quality } | { "call": "evaluate", "body": Report } | { "call": "board", "body": Array<Report> } | { "call": "explain", "body": Explanation } | { "call": "rows", "body": RowsPage } | { "call": "saveRows", "body": TextFile } | { "call": "formula", "body": FormulaInfo } | { "call": "change", "body": ChangeView } | { "call": "bottlenecks", "body": BottleneckView } | { "call": "factors", "body": FactorsView } | { "call": "effects", "body": EffectsView } | { "call": "trend", "body": TrendView } | { "call": "ranking", "body": RankingView } | { "call": "plan", "body": PlanView } | { "call": "savePlan", "body": TextFile } | { "call": "readPlan", "body": Spread } | { "call": "comparePlans", "body": Array<Moved> } | { "call": "forecast", "body": ForecastView } | { "call": "tornado", "body": Array<Swing> } | { "call": "heatMap", "body": HeatView } | { "call": "seek", "body": SeekView } | { "call": "compareScenarios", "body": Array<ComparedScenario> } | { "call": "chances", "body": Array<NodeChance> } | { "call": "evidence", "body": EvidenceView } | { "call": "roles", "body": Array<Role> } | { "call": "score", "body": ScoreView };
