/** Sales KPIs from CRM exports, computed on this machine. All messages are described in `kpi.d.ts`. */
import type {
  AskChances, AskCompare, AskEvidence, AskForecast, AskScore, EvidenceView, Role, ScoreView, AskHeatMap, AskSeek, AskTornado, ComparedScenario, ForecastView, HeatView, NodeChance, SeekView, Swing,
  AskBottlenecks, AskEffects, AskFactors, BottleneckView, EffectsView, FactorsView,
  AskChange, Catalog, ChangeView, ComparePlans, Explain, Explanation, Failure, FormulaInfo, Lens, LoadSummary, Mapping, Moved, PlanEdit, PlanView, PreviewPage, Quality, ReadAs,
  RankingView, ReadPlan, Report, Rows, RowsPage, Sample, TrendView, SavePlan, SaveRows, Spread, Text, TextFile, Locale, Preview,
} from "./kpi.d.ts";

export type * from "./kpi.d.ts";

export interface Options {
  /** Folder that holds `engine/` and `worker.js`; default: the folder of this package. Relative to the page; in Node a file URL. */
  assetBase?: string | URL;
  /** The engine module, where it is not to be looked up. In Node the first workbench of the process decides. */
  wasm?: URL | Response | ArrayBuffer | ArrayBufferView | WebAssembly.Module;
}

/** A file to read: a `File`, or a name with its content; `readAs` where its encoding, delimiter or header is not to be found but known. */
export type Source = File | { name: string; bytes: ArrayBuffer | ArrayBufferView | Blob; readAs?: Partial<ReadAs> };

export interface Progress {
  /** The file. */
  name: string;
  /** Bytes read. */
  done: number;
  /** Bytes of the file. */
  total: number;
  /** Rows so far. */
  rows: number;
}

export interface LoadOptions {
  /** Called for the first slice of each file and then at most every 50 ms. */
  onprogress?: (progress: Progress) => void;
  /** Ends the reading; `load` rejects with the signal's reason and nothing is loaded. */
  signal?: AbortSignal;
}

/** A lens; what is left out has its default. */
export type LensInput = Partial<Lens>;

/** One engine with its files. Refused requests reject with a {@link KpiError}. */
export interface Workbench {
  /** Reads files and adds them, all or none; a file replaces the loaded one of the same name. */
  load(files: Iterable<Source>, options?: LoadOptions): Promise<LoadSummary>;
  /** The import report. */
  summary(): Promise<LoadSummary>;
  /** Decides what files and columns mean; replaces all earlier decisions. */
  bind(mapping: Partial<Mapping>): Promise<LoadSummary>;
  /** Generates the sample company and loads it in place of everything else; default language zh-CN. */
  sample(sample?: Partial<Sample>): Promise<LoadSummary>;
  /** Forgets one file; without a name everything. */
  unload(file?: string | null): Promise<LoadSummary>;
  /** Rows of a table as they were read; default: the first 200. */
  preview(preview: Partial<Preview> & { file: string }): Promise<PreviewPage>;
  /** The rows of a table that are not counted, with their reasons, as CSV; without a file the import report. */
  leftOut(options?: { file?: string; locale?: Locale }): Promise<TextFile>;
  /** How far the data can be trusted: a score, and what each fault costs which KPI. */
  quality(): Promise<Quality>;
  /**
   * Lets the browser compile the engine well before the files are there, as it only does with code that has run for a while: takes one
   * core for one to two seconds, and a load that begins ends it. Call it where somebody is about to choose files; once there is work it
   * does nothing, and nothing in Node.
   */
  prepare(): Promise<void>;
  /** What all tables and columns are taken for, as a file for the next export. */
  saveMapping(): Promise<TextFile>;
  /** What a saved mapping says about the tables that are loaded, for {@link bind}. */
  readMapping(text: string): Promise<Mapping>;
  /** KPIs with their variants, and dimensions. */
  catalog(): Promise<Catalog>;
  /** Computes one lens. */
  evaluate(lens?: LensInput): Promise<Report>;
  /** Computes several lenses in one pass; one report each, in the same order. */
  board(lenses: LensInput[]): Promise<Report[]>;
  /** What a formula of one's own means, or what is wrong with it. */
  formula(text: string): Promise<FormulaInfo>;
  /** Which periods of a figure stand out (XmR). */
  trend(lens: LensInput, options?: { seasonal?: boolean }): Promise<TrendView>;
  /** The groups of a rate in order, with chance taken out; the same seed gives the same ranks. */
  ranking(lens: LensInput, options?: { seed?: number }): Promise<RankingView>;
  /** Why a figure moved: its change between two periods, taken apart. */
  change(change: Omit<AskChange, "lens"> & { lens: LensInput }): Promise<ChangeView>;
  /** Which stage costs most against an earlier period. */
  bottlenecks(bottlenecks: Omit<AskBottlenecks, "lens"> & { lens: LensInput }): Promise<BottleneckView>;
  /** What goes with winning, or with a long cycle, among opportunities of equal amount band and source. */
  factors(factors?: Partial<Omit<AskFactors, "lens">> & { lens?: LensInput }): Promise<FactorsView>;
  /** What follows an activity, against opportunities of the same day, stage and age without one. */
  effects(effects?: Partial<Omit<AskEffects, "lens">> & { lens?: LensInput }): Promise<EffectsView>;
  /** How one cell was computed. */
  explain(explain: Omit<Explain, "lens"> & { lens: LensInput }): Promise<Explanation>;
  /** Rows behind a cell; default: the first 200 that are counted. */
  rows(rows: Partial<Omit<Rows, "lens">> & { lens: LensInput }): Promise<RowsPage>;
  /** The same as a CSV file: all of them, at most 100,000. */
  saveRows(rows: Partial<Omit<SaveRows, "lens">> & { lens: LensInput }): Promise<TextFile>;
  /** Spreads targets; default: the suggested spread, not published. */
  plan(edit?: Partial<Omit<PlanEdit, "spread">> & { spread?: Partial<Spread> }): Promise<PlanView>;
  /** Targets as a CSV file. */
  savePlan(plan?: Partial<SavePlan>): Promise<TextFile>;
  /** The rules that give the figures of such a file. */
  readPlan(plan: Partial<ReadPlan> & { text: string }): Promise<Spread>;
  /** How far each figure moved between two versions of the targets. */
  comparePlans(versions: ComparePlans): Promise<Moved[]>;
  /** The forecast of a year: bookings by month and in all, the chance of the target, levers, backtest. */
  forecast(forecast?: Partial<AskForecast>): Promise<ForecastView>;
  /** What each lever alone moves between its own worst and best quarter. */
  tornado(tornado?: Partial<AskTornado>): Promise<Swing[]>;
  /** Expected bookings over two levers. */
  heatMap(levers: AskHeatMap): Promise<HeatView>;
  /** Which change of one lever alone, and which least costly mix, reaches a goal. */
  seek(goal?: Partial<AskSeek>): Promise<SeekView>;
  /** Up to four scenarios side by side, the base first. */
  compareScenarios(scenarios?: Partial<AskCompare>): Promise<ComparedScenario[]>;
  /** How sure each node of a target tree is to be reached. */
  chances(tree?: Partial<AskChances>): Promise<NodeChance[]>;
  /** Suggestions for a target, three tiers, what would have to be true, the SMART check. */
  evidence(evidence?: Partial<AskEvidence>): Promise<EvidenceView>;
  /** Role templates for scores. */
  roles(): Promise<Role[]>;
  /** Scores and pay of people, and how much of it is chance. */
  score(score: Partial<AskScore>): Promise<ScoreView>;
  /** Ends the engine and gives its memory back; what is pending rejects with `E-CLOSED`. */
  close(): void;
}

/** A refused request, or an engine that stopped. The message is English; `what` and `fix` have both languages. */
export class KpiError extends Error implements Failure {
  constructor(failure: Failure);
  /** Stable code. */
  readonly code: string;
  /** What is wrong. */
  readonly what: Text;
  /** What to do. */
  readonly fix: Text;
}

/** Starts an engine: in a browser in a worker of its own, in Node in this process. Makes no request after it has resolved. */
export function createWorkbench(options?: Options): Promise<Workbench>;
