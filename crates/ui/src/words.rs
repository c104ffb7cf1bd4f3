//! Every word of the page in both languages, side by side. Copy rules: short, verb first, numbers before adjectives.

use kpi_model::{Dimension, Effect, Locale, Severity, Why};

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Word(pub &'static str, pub &'static str);

impl Word {
    /// The form of a language.
    #[must_use]
    pub fn get(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Chinese => self.0,
            Locale::English => self.1,
        }
    }
}

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(#[doc = $en] pub const $name: Word = Word($zh, $en);)*
        #[cfg(test)]
        pub(super) const ALL: &[Word] = &[$($name),*];
    };
}

mod calendar;
mod causes;
mod data;
mod keys;
mod limits;
mod pay;
mod project;
mod ranking;
mod targets;
pub use calendar::*;
pub use causes::*;
pub use data::*;
pub use keys::*;
pub use limits::*;
pub use pay::*;
pub use project::*;
pub use ranking::*;
pub use targets::*;

words! {
    BRAND: "KPI 工作台", "KPI Workbench";
    SKIP: "跳到正文", "Skip to content";
    STEPS: "步骤", "Steps";
    DATA: "数据", "Data";
    KPIS: "指标", "KPIs";
    DIAGNOSE: "诊断", "Diagnose";
    TARGETS: "目标", "Targets";
    SCENARIOS: "情景", "Scenarios";
    IMPROVE: "改进", "Improve";
    COMES_LATER: "稍后推出", "comes later";
    SHORTCUTS: "快捷键", "Shortcuts";
    THEME: "切换深浅色", "Switch theme";
    CLOSE: "关闭", "Close";
    MORE: "更多", "More";
    START_OVER: "换成我的数据", "Use my own data";
    SAMPLE_NAME: "恒越科技 · 示例", "Hengyue · sample";
    MY_DATA: "我的数据", "My data";
    LOCAL: "本机计算，已发送 0 字节", "Computed locally, 0 bytes sent";
    LOCAL_SHORT: "本机，0 字节", "Local, 0 bytes";
    PRIVACY: "隐私", "Privacy";
    REQUESTS: "打开后的网络请求", "Network requests since opened";
    BLOCKED: "被策略拦下的请求", "Requests blocked by policy";
    PRIVACY_NOTE: "由页面自己计数；浏览器的网络面板显示同样的数。断开网络，功能完全一样。", "Counted by the page itself; the network panel of the browser shows the same. Go offline: everything works the same.";
    FORGET: "清空本页数据", "Forget all data";
    PERIOD: "期间", "Period";
    ALL_TIME: "全部时间", "All time";
    COMPARE: "对比", "vs";
    YEAR_AGO: "去年同期", "a year before";
    PREVIOUS: "上一期", "period before";
    EVERYONE: "全部", "All";
    SCOPE: "范围", "Scope";
    CLEAR_FILTERS: "清除筛选", "Clear filters";
    RESULTS: "业绩", "Performance";
    PROCESS: "过程", "Process";
    CUSTOMERS: "客户", "Customers";
    CHANGE: "变化从哪来", "Why it moved";
    CHANGE_BY: "按", "by";
    NOT_FILLED: "未填写", "not filled in";
    TOTAL: "合计", "Total";
    BEFORE: "对比期", "Before";
    OWN_KPIS: "自定义指标", "Own KPIs";
    OWN_NOTE: "用公式定义，同样可追溯、可细分", "By a formula; traced and broken down like the others";
    OWN_EXAMPLE: "求和(订单.金额) ÷ 去重(订单.客户)", "sum(orders.amount) / distinct(orders.customer)";
    OWN_NAME: "名称", "Name";
    OWN_IMPACT: "改动影响，版本", "Impact of the change, version";
    OWN_KEEP: "保存", "Keep";
    OWN_EDIT: "编辑", "Edit";
    OWN_DROP: "删除", "Remove";
    XMR: "自然波动范围（XmR）", "natural limits (XmR)";
    XMR_FEW: "不足 6 期，不画自然波动范围", "fewer than six periods: no natural limits";
    SIGNALS_NONE: "没有信号：都在自然波动内", "no signal: all within natural limits";
    SIGNAL_BEYOND: "超出", "beyond";
    SIGNAL_RUN: "连续 8 期同侧", "eighth in a row on one side";
    UPPER: "上限", "upper";
    LOWER: "下限", "lower";
    RATES: "汇率", "Exchange rates";
    RATES_NOTE: "没有汇率的金额不计；汇率随日期变的，拖入汇率表", "Amounts without a rate are not counted; drop a file of rates where they change by date";
    BUSINESS_ZONE: "业务时区", "Time zone of the business";
    BUSINESS_ZONE_NOTE: "时间带时区的，换算后再定日期；夏令时不计", "times that say their zone are moved before their day is taken; summer time is not known";
    AS_WRITTEN: "按文件里写的", "as written";
    AS_IN_FILE: "按汇率表", "as in the file";
    CHANCE: "赢单概率", "Win chance";
    EXIT_CRITERIA: "出口条件", "Exit criteria";
    ADD_COLUMN: "添加一列…", "Add a column…";
    EXIT_CRITERIA_NOTE: "出口条件：离开这个阶段前必须填写、且不为“否”的列", "Exit criteria: columns that must be filled in, and not say no, before a stage is left";
    FROM_HISTORY: "按历史", "from history";
    EVIDENCE: "目标依据", "Evidence for the target";
    EVIDENCE_NOTE: "由自身历史推算；点“采用”设为公司目标", "From the own history; \"Take\" makes it the company target";
    TIER: "档位", "Tier";
    TIER_BASE: "目标", "Target";
    TIER_STRETCH: "冲刺", "Stretch";
    TIER_CHALLENGE: "挑战", "Challenge";
    TIER_ASKED: "当前", "Present";
    AGAINST_YEAR: "较近 12 个月", "Against last 12 months";
    CHANCE_TO_REACH: "达成概率", "Chance";
    OWN_HISTORY: "历史上达到过", "Own history did it";
    WOULD_TAKE: "单独需要（历史季度）", "Alone it would take (own quarters)";
    TAKE: "采用", "Take";
    FIGURES_BY_SOURCE: "各来源的测算", "Figures by source";
    BY_SMOOTHING: "趋势与季节", "Trend and season";
    BY_PIPELINE: "商机预测", "Pipeline forecast";
    BY_FUNNEL: "漏斗测算", "Funnel";
    BY_CAPACITY: "人员产能", "Capacity";
    BY_MARKET: "市场增长", "Market growth";
    BY_COMPETITOR: "竞争对手", "Competitor";
    WITHIN_NOISE: "波动内", "within noise";
    IS_NEW: "上期为 0", "nothing before";
    NOTHING_BEFORE: "对比期没有数据", "no data to compare";
    TARGET: "目标", "target";
    GAP: "差", "short by";
    OVER: "超", "over by";
    TOP: "最高", "top";
    TARGET_REACHED: "目标达成", "Who reached the target";
    TICK_IS_TARGET: "竖线为目标", "the tick is the target";
    ACTUAL_TARGET: "完成 / 目标", "Actual / target";
    ATTAINMENT: "达成率", "Attained";
    CHANGE_TARGETS: "改目标", "Change targets";
    BY_OUTCOME: "商机去向", "What became of opportunities";
    CREATED_IN_PERIOD: "本期新建、赢单、输单、期末进行中", "created, won and lost in the period, open at its end";
    CREATED: "新建", "Created";
    WON: "赢单", "Won";
    LOST: "输单", "Lost";
    OPEN: "进行中", "Open";
    MONTHLY: "每月", "By month";
    PEOPLE_MONTHS: "每位销售的月签约额", "Monthly bookings of each person";
    SAME_SCALE: "同一刻度，按金额排序", "one scale, sorted by amount";
    NO_TARGETS_HERE: "这个期间没有按人的目标。", "There are no targets by person in this period.";
    OPEN_ALL: "打开全部", "Open all";
    SAVE_ROWS: "下载为 CSV", "Download as CSV";
    COUNTED_ROWS: "看计入的行", "Show rows counted";
    LIMITS_WIDE: "波动大于 0–100%，没有哪个月能算异常", "the limits are wider than 0–100%: no month can stand out";
    CHOOSE_PERIOD: "先选一个期间", "choose a period first";
    NAME_TAKEN: "已有同名的指标，换一个名称", "Another KPI has this name; choose another one";
    FILE_REPLACED: "同名文件已换成新的一份", "The file of this name was replaced by the new one";
    NO_TARGETS: "没有目标文件。可以在“目标”里从历史分出来。", "There is no target file. Spread one from history under Targets.";
    SHOW_WORK: "算给我看", "Show your work";
    FORMULA: "公式", "Formula";
    FROM_ROWS: "从行到结果", "From rows to result";
    ROWS_IN_FILES: "文件中的行", "rows in the files";
    COUNTED: "计入", "counted";
    OF_THEM: "其中符合分子的", "of them above the line";
    COLUMNS_USED: "用到的列", "Columns used";
    ROWS: "行", "Rows";
    BREAKDOWN: "分解", "Breakdown";
    BREAKDOWN_NOTE: "横线为 95% 区间，灰线为整体；只有区间不含整体时才着色", "Bars are 95% intervals, the grey line is all; colour only where the interval excludes it";
    BREAKDOWN_BARS: "按数值排序", "Sorted by value";
    VARIANTS: "口径并排", "Definitions side by side";
    VARIANTS_NOTE: "同一份数据，各种公开口径", "the same data under each published definition";
    KPI: "指标", "KPI";
    DEFINITION: "口径", "Definition";
    DEFINITIONS: "全部指标与口径", "All KPIs and definitions";
    ALL_DEFINITIONS: "查看全部指标与口径", "See all KPIs and definitions";
    SEARCH_DEFINITIONS: "查找指标、口径或公式", "Search KPIs, definitions, formulas";
    NO_DEFINITION: "没有找到这样的指标，换个词再试", "No KPI says that; try another word";
    VALUE: "数值", "Value";
    INTERVAL: "95% 区间", "95% interval";
    BY: "按", "By";
    SIGNAL: "信号", "Signal";
    MEAN: "整体", "All";
    MEAN_LINE: "灰线为整段的合计值", "the grey line is the value of the whole span";
    BAND_INTERVAL: "竖线为 95% 区间", "bars are 95% intervals";
    MONTH_OUTSIDE: "末月在区间外", "the last month lies outside";
    MONTH_INSIDE: "末月在波动内", "the last month is within noise";
    FILES: "文件", "Files";
    ADD: "添加", "Add";
    DROP_MORE: "把更多文件拖到这里", "Drop more files here";
    FORMATS: "Excel、CSV、JSON、Parquet、ZIP", "Excel, CSV, JSON, Parquet, ZIP";
    ENCODING: "编码", "Encoding";
    DELIMITER: "分隔符", "delimiter";
    TAB: "制表符", "tab";
    DELIMITED_BY: "分隔符", "Delimiter";
    FIXED_WIDTH: "固定宽度", "fixed width";
    HEADER: "表头", "Header";
    NO_HEADER: "没有表头", "none";
    UNLOCKS: "能算什么", "What this unlocks";
    YOUR_COLUMN: "你的列", "Your column";
    SAMPLE: "样例", "Sample";
    SHAPE: "分布", "Shape";
    MEANS: "含义", "Means";
    TYPE: "类型", "Type";
    CONFIDENCE: "把握", "Confidence";
    CHECK: "检查", "Check";
    NOT_USED: "不用", "Not used";
    MATCHED: "已对上", "matched";
    IGNORED: "未使用", "ignored";
    PLEASE_CHECK: "请确认", "please check";
    LINKS: "关联", "Links";
    STAGE_WORDS: "阶段词", "Stages";
    ACTIVITY_TYPES: "活动类型", "Activity types";
    COUNTED_AS: "计入", "Counted as";
    QUALITY: "质量报告", "Quality report";
    COLUMNS: "列", "Columns";
    ALL_ROWS: "全部", "All";
    LEFT_OUT: "未计入", "Not counted";
    LINE: "行号", "Line";
    REASON: "原因", "Reason";
    NO_ROWS: "没有这样的行。", "There are no such rows.";
    PREVIOUS_ROWS: "上一页", "Previous";
    NEXT_ROWS: "下一页", "Next";
    DOWNLOAD_LEFT_OUT: "下载未计入的行", "Download rows not counted";
    DOWNLOAD_LOG: "下载报告", "Download log";
    SAVE_MAPPING: "保存映射", "Save mapping";
    SAVE_MAPPING_NOTE: "下次导出时，把这个文件一起拖进来，列的含义就不用再选", "Drop this file together with the next export, and its columns are understood the same way";
    SCORE_NOTE: "满分 100：各指标所需行中完整可读的比例的平均", "of 100: the mean, over the KPIs, of the share of rows that are complete and readable";
    ASKED_ABOVE: "见上面的问题", "asked above";
    YES: "是", "Yes";
    NO_LINKS: "文件之间没有找到关联。", "No links between the files were found.";
    POINTS: "扣分", "Points lost";
    FAULT: "缺陷", "Fault";
    COSTS: "影响", "What it costs";
    QUALITY_NOTE: "每处修正都列出，可撤销，不改你的文件", "Every fix is listed, reversible, and never changes your files";
    NOTHING_FOUND: "没有发现问题", "Nothing found";
    APPLY_FIX: "当作同一个", "Treat as the same";
    UNDO_FIX: "撤销", "Undo";
    DAY_FIRST: "日在前", "Day first";
    MONTH_FIRST: "月在前", "Month first";
    REMOVE: "移除", "Remove";
    FROM_TABLE: "从", "From";
    TO_TABLE: "到", "To";
    FOUND: "对上", "Matched";
    NOT_FOUND: "未对上", "Unmatched";
    EMPTY: "空", "Empty";
    STAGE: "阶段", "Stage";
    MEANING: "意思", "Meaning";
    LOOKS_RIGHT: "看起来没错，看指标", "Looks right, see the KPIs";
    NOTHING_READ: "没有读入任何文件。", "No file was read.";
    TO_START: "回到开始", "Back to the start";
    REQUESTS_MADE: "个网络请求", "network requests made";
    READING: "正在读取", "Reading";
    CANCEL: "取消", "Cancel";
    DISMISS: "知道了", "Dismiss";
    RESTARTED: "计算引擎已重启，数据和设置都在。", "The engine was restarted. Data and settings are all here.";
    GO_ON: "继续", "Go on";
    TABLE_KIND: "这个文件是", "This file is";
    IGNORE_FILE: "不使用", "Not used";
    COMPANY: "公司", "Company";
    COMPANY_TARGET: "公司目标", "Company target";
    SPREAD_PEOPLE: "往下分", "Spread by";
    SPREAD_MONTHS: "月度", "Months";
    BY_HISTORY: "按历史占比", "history";
    EVEN: "平均", "even";
    BY_SEASON: "季节规律", "season";
    LOCKED: "锁定", "Locked";
    CELLS: "格", "cells";
    RELEASE_ALL: "全部解锁", "Release all";
    ADDS_UP: "各级合计一致，差额 0", "Levels add up, gap 0";
    DOES_NOT_ADD_UP: "各级合计不一致，差额", "Levels do not add up, gap";
    UNDO: "撤销", "Undo";
    PUBLISH: "发布目标", "Publish";
    PUBLISHED: "已发布", "Published";
    FULL_YEAR: "全年", "Year";
    LAST_YEAR: "过去 12 个月", "Last 12 months";
    AGAINST_LAST: "比过去 12 个月", "vs last 12 months";
    EDIT_HINT: "输入一个数就锁定它，其余按规则重分；清空则解锁", "Type a figure to lock it, the rest is spread again; clear it to release";
    UNNAMED: "未填", "not filled in";
    LEVERS: "杠杆", "Levers";
    SCENARIO: "情景", "Scenario";
    RESET: "恢复", "Reset";
    MARKED_RANGE: "深色段为自己最近八个季度从最差到最好", "Marked range: your worst to best quarter of the last eight";
    BY_SOURCE_AND_STAGE: "按来源和阶段", "By source and by stage";
    CANNOT_MOVE: "数据里没有的", "Not in the data";
    TAKES_EFFECT_OVER: "多久到位", "Takes effect over";
    TAKES_EFFECT_FROM: "何时开始", "From";
    FIRST_MONTH: "下个月", "next month";
    AT_ONCE: "立刻", "at once";
    PROGRAMME_COST: "方案成本", "Programme cost";
    SCENARIO_NOTE: "备注", "Notes";
    SCENARIO_NAME: "情景名称", "Name of the scenario";
    BASELINE: "基线", "Baseline";
    EXPECTED: "预计", "Expected";
    TRAILING: "近十二个月签约", "Trailing 12-month bookings";
    WHAT_MOVES: "哪个影响最大", "What moves it most";
    WORST_TO_BEST: "单独从最差到最好的季度", "each alone, worst to best quarter";
    GOAL_SEEK: "目标倒推", "Goal seek";
    REACH: "达到", "Reach";
    WITH_PROBABILITY: "概率", "with probability";
    AS_EXPECTED: "按预计值", "as expected";
    ONE_ALONE: "单靠一项", "One lever alone";
    NOW: "现在", "Now";
    NEEDS: "需要", "Needs";
    IN_REACH: "够得着吗", "In reach?";
    NOT_ALONE: "单靠这一项到不了", "not alone";
    REACHED_ALREADY: "已经够了", "reached already";
    LEAST_EFFORT: "一起动，最省力的组合", "Together, with least effort";
    NOT_TOGETHER: "每一项都做到自己最好的季度，也到不了", "not even with every lever at its own best quarter";
    ACTUAL: "实际", "actual";
    FORECAST: "预计", "expected";
    COMPARE_HEAD: "比较", "Compare";
    NEW_SCENARIO: "新情景", "New scenario";
    DUPLICATE: "复制", "Duplicate";
    OPTIMISTIC: "乐观", "Optimistic";
    CAUTIOUS: "谨慎", "Cautious";
    MOVE_UP: "上移", "Move up";
    LINK: "链接", "Link";
    VERSIONS: "版本", "Versions";
    VERSION_REASON: "改动的原因", "Reason for the change";
    KEEP_VERSION: "留一个版本", "Keep a version";
    GO_BACK: "回到这一版", "Go back to it";
    SHOW_MOVED: "看改了什么", "Show what moved";
    NOTHING_MOVED: "和这一版一样", "the same as this version";
    BY_CAPACITY_BASIS: "按能力", "capacity";
    BY_POTENTIAL: "按在途商机", "pipeline";
    PEOPLE_AND_RULES: "入职、离职与规则", "Joiners, leavers and rules";
    UNASSIGNED_NODE: "每个团队留一个“未分配”", "An unassigned node in each team";
    TEAMS_MAY_DIFFER: "团队锁定的数可以不等于成员之和", "A locked team may differ from the sum of its people";
    OVER_TEAMS: "团队多分", "Over-assignment of teams";
    OVER_PEOPLE: "个人多分", "Over-assignment of people";
    TEAM_AND_PERSON: "团队/姓名", "Team/name";
    JOINS: "入职", "Joins";
    LEAVES: "离职", "Leaves";
    ROSTER_NOTE: "数据里没有的人是新人；爬坡按 25%、50%、75% 三个月", "A person the data does not have is a new hire; the ramp is 25%, 50%, 75% over three months";
    TWO_LEVERS: "两个杠杆一起动", "Two levers at once";
    TWO_LEVERS_NOTE: "从自己最差的季度到最好；底色为达到目标", "own worst to best quarter; shaded reaches the target";
    DOWN: "竖", "Down";
    ACROSS: "横", "Across";
    MARGIN: "毛利率", "Margin";
    GROSS_PROFIT: "毛利", "Gross profit";
    USE_AS_TARGET: "用作目标", "Use as target";
    PLAN_NEEDS: "定目标和试情景需要带金额和关闭日期的赢单。", "Targets and scenarios need won opportunities with amount and close date.";
    OPEN_DATA: "去看数据", "See the data";
    SHOW_TABLE: "看成表格", "Show as table";
}

/// What the file dialog offers first; any other file can be dropped as well, content decides.
pub const ACCEPTED: &str = ".csv,.tsv,.tab,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.json,.ndjson,.jsonl,.parquet,.zip,.gz";

/// Parts, then what they come to: `赢单率，每月：29.5%`, `Win rate, by month: 29.5%`.
#[must_use]
pub fn sentence(parts: &[&str], result: &str, locale: Locale) -> String {
    match locale {
        Locale::Chinese => format!("{}：{result}", parts.join("，")),
        Locale::English => format!("{}: {result}", parts.join(", ")),
    }
}

/// The word for a dimension.
#[must_use]
pub fn dimension(dimension: Dimension) -> Word {
    match dimension {
        Dimension::Person => Word("人员", "Person"),
        Dimension::Team => Word("团队", "Team"),
        Dimension::Region => Word("区域", "Region"),
        Dimension::Product => Word("产品", "Product"),
        Dimension::Industry => Word("行业", "Industry"),
        Dimension::Source => Word("来源", "Source"),
        Dimension::Customer => Word("客户", "Customer"),
        Dimension::Stage => Word("阶段", "Stage"),
        Dimension::ActivityType => Word("活动类型", "Activity type"),
        Dimension::LossReason => Word("输单原因", "Loss reason"),
        Dimension::Competitor => Word("竞争对手", "Competitor"),
        Dimension::Segment => Word("客户等级", "Segment"),
        Dimension::Category => Word("类别", "Category"),
        Dimension::Currency => Word("币种", "Currency"),
        Dimension::Cohort => Word("首购月", "Cohort"),
        Dimension::AgeBand => Word("商机天数", "Age"),
        Dimension::DiscountBand => Word("折扣档", "Discount band"),
        Dimension::MarginBand => Word("利润率档", "Margin band"),
    }
}

/// The word for a way in which a figure changes.
#[must_use]
pub fn effect(effect: Effect) -> Word {
    match effect {
        Effect::Rate => Word("各组比率变化", "Rates"),
        Effect::Mix => Word("结构变化", "Mix"),
        Effect::New => Word("新增", "New"),
        Effect::Lost => Word("退出", "Gone"),
        Effect::Price => Word("价格", "Price"),
        Effect::Cost => Word("成本", "Cost"),
        Effect::Volume => Word("数量", "Volume"),
        Effect::Rest => Word("无数量", "No quantity"),
        Effect::Amount => Word("变化", "Change"),
        Effect::Currency => Word("汇率", "Exchange rates"),
    }
}

/// Why there is no number, and what would unlock it.
#[must_use]
pub fn why(why: &Why, locale: Locale) -> String {
    let pick = |zh: String, en: String| if locale == Locale::Chinese { zh } else { en };
    match why {
        Why::EmptyDenominator => pick("这个范围内没有可计的记录".into(), "nothing to count here".into()),
        Why::NeedsTable { table: kind } => {
            pick(format!("需要{}文件", table(*kind).0), format!("needs a file of {}", table(*kind).1.to_lowercase()))
        }
        Why::NeedsField { table: kind, field: name } => pick(
            format!("{}里没有“{}”", table(*kind).0, field(*name).0),
            format!("{} have no {}", table(*kind).1.to_lowercase(), field(*name).1.to_lowercase()),
        ),
        Why::NotReached => pick("观察期内还没有达到".into(), "not reached within the time observed".into()),
        Why::New => pick("对比期为 0，是新增".into(), "nothing in the period compared: new".into()),
        Why::NotByThisDimension => pick("这份数据不能按所选维度分".into(), "this table cannot be split that way".into()),
        Why::OnlyByDimension { dimension: name } => {
            pick(format!("需按{}细分", dimension(*name).0), format!("only by {}", dimension(*name).1.to_lowercase()))
        }
        Why::NotRecorded { table: kind } => {
            pick(format!("这里没有{}记录", table(*kind).0), format!("no {} recorded here", table(*kind).1.to_lowercase()))
        }
        Why::PeriodOver => pick("期间已结束".into(), "the period is over".into()),
        Why::BeforeData => pick("数据开始得太晚，没有可比的前一段".into(), "the data begin too late to look back that far".into()),
        Why::TargetMet => pick("目标已达成".into(), "the target is reached".into()),
        Why::BelowZero => pick("分母为负，比率没有意义".into(), "divided by less than nothing: no rate".into()),
        Why::NeedsPeriod => CHOOSE_PERIOD.get(locale).to_owned(),
        Why::NotByPeriod => pick("这个口径不分期间".into(), "this definition has no period".into()),
    }
}

/// The glyph class of a finding.
#[must_use]
pub fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Check | Severity::NotCounted => "jd bad",
        Severity::Note => "jd un",
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, calendar, causes, keys, limits, pay, project, ranking, targets};

    #[test]
    fn both_languages_are_there_and_follow_the_copy_rules() {
        let parts = [ALL, pay::ALL, project::ALL, ranking::ALL, calendar::ALL, causes::ALL, keys::ALL, limits::ALL, targets::ALL];
        for word in parts.into_iter().flatten() {
            assert!(!word.0.is_empty() && !word.1.is_empty());
            for banned in ["您", "！", "赋能", "助力", "一站式"] {
                assert!(!word.0.contains(banned), "{}", word.0);
            }
            for banned in ["please ", "Please", "oops", "!"] {
                assert!(!word.1.contains(banned) || word.1 == "please check", "{}", word.1);
            }
        }
    }
}
