// Words of the command in both languages: pairs of Chinese and English, the same terms as in the workbench.

const TABLES = {
  opportunities: ["商机", "opportunities"], stageHistory: ["阶段历史", "stage history"], orders: ["订单", "orders"], activities: ["活动", "activities"],
  survey: ["满意度调查", "survey"], targets: ["目标", "targets"], leads: ["线索", "leads"], payments: ["回款", "payments"], spend: ["费用", "spend"],
  accounts: ["客户", "accounts"], people: ["人员", "people"], products: ["产品", "products"], firstWins: ["首次赢单", "first wins"],
  purchases: ["购买日", "purchases"], stageStays: ["阶段停留", "stays in stages"], rates: ["汇率表", "exchange rates"], splits: ["业绩分成", "splits"],
  credits: ["分成业绩", "credits"], starters: ["新人", "new sales people"], receivables: ["应收", "receivables"], contracts: ["合同", "contracts"],
  participations: ["商机参与的活动", "kinds of activity"],
};

const FIELDS = {
  id: ["编号", "ID"], opportunity: ["商机编号", "opportunity ID"], customer: ["客户", "account"], customerName: ["客户名称", "account name"],
  person: ["负责人", "owner"], team: ["团队", "team"], manager: ["经理", "manager"], region: ["区域", "region"], product: ["产品", "product"],
  series: ["系列", "series"], industry: ["行业", "industry"], source: ["来源", "source"], stage: ["阶段", "stage"], created: ["创建日期", "created"],
  closed: ["关闭日期", "close date"], day: ["日期", "date"], month: ["月份", "month"], amount: ["金额", "amount"], cost: ["成本", "cost"],
  listPrice: ["标价", "list price"], probability: ["概率", "probability"], satisfaction: ["满意度", "satisfaction"], recommend: ["推荐意愿", "recommendation"],
  attended: ["是否出席", "attended"], activityType: ["活动类型", "activity type"], currency: ["币种", "currency"], outcome: ["结果", "outcome"],
  quantity: ["数量", "quantity"], discount: ["折扣率", "discount rate"], converted: ["是否转化", "converted"], personName: ["姓名", "full name"],
  productName: ["产品名称", "product name"], lossReason: ["输单原因", "loss reason"], competitor: ["竞争对手", "competitor"], segment: ["客户等级", "segment"],
  duration: ["时长", "minutes"], firstPurchase: ["首次购买", "first purchase"], expectedClose: ["预计成交日期", "expected close"],
  expectedAmount: ["预计金额", "expected amount"], lostOn: ["输单日期", "lost on"], isClosed: ["是否已关闭", "is closed"],
  status: ["单据状态或类型", "state or kind of document"], second: ["时刻", "time of day"], exit: ["离开方式", "how it left"], visit: ["第几次进入", "visit"],
  further: ["到达后续阶段", "reached a later stage"], ends: ["合同到期日", "end of the contract"], dueOn: ["应付日期", "due date"], paidOn: ["付款日期", "paid on"],
  amountDue: ["应收金额", "amount due"], amountPaid: ["已付金额", "amount paid"], replied: ["首次回复日期", "first answered"], resolved: ["解决日期", "resolved"],
  category: ["类别", "category"], rate: ["汇率", "rate"], rateIn: ["折算成的币种", "rate given in"], share: ["分成比例", "share"],
  original: ["原币金额", "amount in its own currency"], firstSale: ["首次销售", "first sale"], sold: ["售出日期", "sold on"], answered: ["是否回答", "answered"],
  asked: ["未回答的人", "people who did not answer"], skipped: ["跳过的步骤", "steps left out"],
};

const DIMENSIONS = {
  person: ["人员", "Person"], team: ["团队", "Team"], region: ["区域", "Region"], product: ["产品", "Product"], industry: ["行业", "Industry"],
  source: ["来源", "Source"], customer: ["客户", "Customer"], stage: ["阶段", "Stage"], activityType: ["活动类型", "Activity type"],
  lossReason: ["输单原因", "Loss reason"], competitor: ["竞争对手", "Competitor"], segment: ["客户等级", "Segment"], category: ["类别", "Category"],
  currency: ["币种", "Currency"], cohort: ["首购月", "Cohort"], ageBand: ["商机天数", "Age"], discountBand: ["折扣档", "Discount band"],
  marginBand: ["利润率档", "Margin band"],
};

const UNITS = { count: ["个数", "count"], ratio: ["百分比", "percent"], money: ["金额", "money"], days: ["天", "days"], points: ["分", "points"] };

const PLAIN = {
  kpi: ["指标", "KPI"], variant: ["口径", "Variant"], period: ["期间", "Period"], value: ["数值", "Value"], interval: ["95% 区间", "95% interval"],
  numerator: ["分子", "Numerator"], denominator: ["分母", "Denominator"], days: ["天", "d"], unnamed: ["（未填）", "(not filled in)"], asOf: ["数据看到", "Seen from"],
  currency: ["币种", "currency"], notUsed: ["不用", "not used"], sure: ["把握", "sure"], rows: ["行", "rows"], counted: ["计入", "counted"],
  rejected: ["不计入", "not counted"], lines: ["文件行", "lines"], column: ["列", "Column"], means: ["含义", "Means"], confidence: ["把握", "Confidence"],
  filled: ["已填", "Filled"], unreadable: ["读不出", "Unreadable"], relations: ["关联", "Relations"], from: ["从", "From"], to: ["到", "To"],
  matched: ["对上", "Matched"], unmatched: ["未对上", "Unmatched"], empty: ["空", "Empty"], fixes: ["可以修正", "Repairs on offer"],
  applied: ["已修正", "Repairs taken"], findings: ["发现", "Findings"], name: ["名称", "Name"], unit: ["单位", "Unit"], formula: ["公式", "Formula"],
  dimensions: ["维度", "Dimensions"],
};

/** Everything worded for one locale. */
export function wordsOf(locale) {
  const at = locale === "zh-CN" ? 0 : 1;
  // A word this version does not know is shown as it is on the wire.
  const of = (table) => (key) => table[key]?.[at] ?? key;
  const [table, field] = [of(TABLES), of(FIELDS)];
  const why = ({ reason, table: kind, field: name }) => ({
    emptyDenominator: ["这个范围内没有可计的记录", "nothing to count here"],
    needsTable: [`需要${table(kind)}文件`, `needs a file of ${table(kind)}`],
    needsField: [`${table(kind)}里没有“${field(name)}”`, `${table(kind)} have no ${field(name)}`],
    notReached: ["观察期内还没有达到", "not reached within the time observed"],
    new: ["对比期为 0，是新增", "nothing in the period compared: new"],
    notByThisDimension: ["这份数据不能按所选维度分", "this table cannot be split that way"],
    targetMet: ["目标已达成", "the target is reached"], periodOver: ["期间已结束", "the period is over"],
    notRecorded: ["这里没有记录", "nothing recorded here"],
    belowZero: ["分母为负，比率没有意义", "divided by less than nothing: no rate"], needsPeriod: ["先选一个期间", "choose a period first"],
    notByPeriod: ["这个口径不分期间", "this definition has no period"],
  })[reason]?.[at] ?? reason;
  const text = (both) => both[at === 0 ? "zh" : "en"];
  // Messages of the engine come with or without a full stop.
  const sentences = (...texts) => texts.map((both) => text(both).replace(/[。.]$/, "") + (at === 0 ? "。" : ".")).join(at === 0 ? "" : " ");
  return { locale, table, field, why, text, sentences, dimension: of(DIMENSIONS), unit: of(UNITS), word: of(PLAIN) };
}

export const HELP = {
  "zh-CN": `用法
  kpi-workbench evaluate 文件… [选项]   计算指标，每个格子一行
  kpi-workbench inspect 文件… [选项]    导入报告：行数、不计入的行、列的含义、关联
  kpi-workbench catalog [选项]          能算的指标与口径

evaluate 的选项
  --kpi ID[:VARIANT]   指标，可重复；不给就是全部
  --by DIM             按维度分，可重复：person team region product customer category 等，catalog 列出全部
  --grain GRAIN        按期间分：day week month quarter year
  --from D  --to D     日期 YYYY-MM-DD，含 from、不含 to：[from, to)
  --as-of D            从哪一天看数据；默认是数据里的最后一天
  --filter DIM=VALUE   只看这个值，可重复；同一维度给两次是“或”，不同维度是“且”；DIM= 是“未填”

evaluate 和 inspect 的选项
  --mapping FILE       列的含义等决定，JSON，形式见 kpi.d.ts 的 Mapping

所有命令的选项
  --locale zh-CN|en    文字和消息的语言；默认看环境变量 LC_ALL、LC_MESSAGES、LANG
  --json               输出 JSON
  --help  --version

退出状态：0 完成；2 输入或请求被拒绝，标准输出为空；1 程序错误。
`,
  en: `Usage
  kpi-workbench evaluate FILE… [options]   compute KPIs, one line per cell
  kpi-workbench inspect FILE… [options]    import report: rows, rows not counted, meaning of columns, relations
  kpi-workbench catalog [options]          KPIs and variants that can be computed

Options of evaluate
  --kpi ID[:VARIANT]   KPI, may be repeated; none means all
  --by DIM             break down, may be repeated: person, team, region, product, customer, category …; catalog lists all
  --grain GRAIN        cut into periods: day week month quarter year
  --from D  --to D     days YYYY-MM-DD, from included, to excluded: [from, to)
  --as-of D            the day the data is seen from; default the last day in the data
  --filter DIM=VALUE   only this value, may be repeated: the same dimension twice means either value,
                       different dimensions must all hold; DIM= means "not filled in"

Options of evaluate and inspect
  --mapping FILE       decisions on the meaning of columns, JSON of the type Mapping in kpi.d.ts

Options of all commands
  --locale zh-CN|en    language of words and messages; default from LC_ALL, LC_MESSAGES, LANG
  --json               print JSON
  --help  --version

Exit status: 0 done; 2 input or request refused, nothing on standard output; 1 defect of the program.
`,
};
