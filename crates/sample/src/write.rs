//! Writes the data set as CSV files in one language while the ledger counts along.

use crate::ledger::{Ledger, Place};
use crate::model::{Deal, Fate, LOST, WON, World};
use crate::rng::Rng;
use crate::table::Table;
use crate::words::{self, Word};
use crate::{File, Language, Sample, names};

const NAME: Word = ("姓名", "Name");
const TEAM: Word = ("团队", "Team");
const REGION: Word = ("区域", "Region");
const HIRED: Word = ("入职日期", "Hire date");
const ACCOUNT: Word = ("客户编号", "Account ID");
const ACCOUNT_NAME: Word = ("客户名称", "Account name");
const INDUSTRY: Word = ("行业", "Industry");
const SOURCE: Word = ("来源", "Source");
const CREATED: Word = ("创建日期", "Created date");
const PRODUCT: Word = ("产品", "Product");
const SERIES: Word = ("系列", "Series");
const PRICE: Word = ("标价", "List price");
const DEAL: Word = ("商机编号", "Opportunity ID");
const OWNER: Word = ("负责人", "Owner");
const STAGE: Word = ("阶段", "Stage");
const CLOSED: Word = ("关闭日期", "Close date");
const EXPECTED: Word = ("预计成交日期", "Expected close date");
const AMOUNT: Word = ("金额", "Amount");
const QUANTITY: Word = ("数量", "Quantity");
const ENTERED: Word = ("进入日期", "Entered date");
const ACTIVITY: Word = ("活动编号", "Activity ID");
const DATE: Word = ("日期", "Date");
const KIND: Word = ("类型", "Type");
const ATTENDED: Word = ("是否出席", "Attended");
const ORDER: Word = ("订单编号", "Order ID");
const ORDERED: Word = ("订单日期", "Order date");
const COST: Word = ("成本", "Cost");
const RESPONSE: Word = ("问卷编号", "Response ID");
const REPLIED: Word = ("回复日期", "Response date");
const SATISFACTION: Word = ("满意度", "Satisfaction");
const RECOMMEND: Word = ("推荐意愿", "Likelihood to recommend");
const THEME: Word = ("反馈主题", "Theme");
const MONTH: Word = ("月份", "Month");
const TARGET: Word = ("目标金额", "Target amount");
const ENDS: Word = ("合同到期日", "Contract end date");
const LEAD: Word = ("线索编号", "Lead ID");
const COMPANY: Word = ("公司名称", "Company");
const CONTACTED: Word = ("首次联系日期", "First contact date");
const CONVERTED: Word = ("是否转化", "Converted");
const PAYMENT: Word = ("回款编号", "Payment ID");
const DUE: Word = ("计划回款日期", "Planned payment date");
const PLANNED: Word = ("计划回款金额", "Planned amount");
const PAID: Word = ("回款日期", "Payment date");
const RECEIVED: Word = ("回款金额", "Amount received");
const CHANNEL: Word = ("渠道", "Channel");
const SPEND: Word = ("投放费用", "Spend");
/// What an enquiry is called that never became an account, before its number.
const ENQUIRY: Word = ("询盘 ", "Enquiry ");
/// A service contract runs for a year, its first and last day included.
const CONTRACT_DAYS: i64 = 364;

/// What all files need: the data, the language and the names of the people.
struct Writer<'a> {
    world: &'a World,
    language: Language,
    people: Vec<String>,
}

/// Writes all files and closes the ledger.
pub(crate) fn sample(world: &World, language: Language) -> Sample {
    let people = (0..world.people.len()).map(|person| names::person(language, person)).collect();
    let writer = Writer { world, language, people };
    let mut ledger = Ledger::new(world.accounts.len());
    let files = vec![
        writer.people(),
        writer.accounts(),
        writer.products(),
        writer.opportunities(&mut ledger),
        writer.stage_history(),
        writer.activities(),
        writer.orders(&mut ledger),
        writer.survey(&mut ledger),
        writer.targets(&mut ledger),
        writer.leads(),
        writer.payments(),
        writer.spend(),
    ];
    Sample { files, answers: ledger.answers(language) }
}

/// What an opportunity was thought to be worth, and when to close, as it entered each stage: first a guess, mostly too early, at last what the
/// file of opportunities says.
fn estimates(deal: &Deal, position: usize) -> Vec<(i64, i64)> {
    let mut rng = Rng::new(deal.amount.unsigned_abs(), u64::try_from(position).unwrap_or(0));
    let steps = i64::try_from(deal.steps.len()).unwrap_or(0);
    // Four in ten amounts change on the way, most of them down.
    let percent = if rng.chance(400) { rng.range(85, 135) } else { 100 };
    let until = rng.range(1, steps.max(1));
    let early = if rng.chance(550) { rng.range(10, 70) } else { 0 };
    let view = |(step, entered): (i64, &i64)| {
        let amount = if step < until { deal.amount * percent / 100 } else { deal.amount };
        let left = early * (steps - 1 - step).max(0) / steps.max(1);
        (amount, (deal.close - left).max(entered + 5))
    };
    (0..).zip(&deal.steps).map(view).collect()
}

impl Writer<'_> {
    fn table(&self, name: &'static str, header: &[Word], rows: usize) -> Table {
        let titles = header.iter().map(|word| self.language.word(*word)).collect::<Vec<_>>();
        Table::new(name, &titles, rows)
    }

    fn person(&self, position: usize) -> &str {
        self.people.get(position).map_or("", String::as_str)
    }

    fn product(&self, position: usize) -> &'static str {
        words::PRODUCTS.get(position).map_or("", |product| self.language.word(product.name))
    }

    /// The place of a row that belongs to a person.
    fn place(&self, person: usize) -> Place {
        let known = self.world.people.get(person);
        Place { person: Some(person), team: known.map(|known| known.team), region: known.map(|known| known.region), source: None }
    }

    fn people(&self) -> File {
        let header = [NAME, TEAM, REGION, HIRED];
        let mut table = self.table("people.csv", &header, self.world.people.len());
        for (position, person) in self.world.people.iter().enumerate() {
            table.text(self.person(position));
            table.text(&names::team(self.language, person.team));
            table.text(self.language.of(&words::REGIONS, person.region));
            table.date(person.hired);
            table.end();
        }
        table.finish()
    }

    fn accounts(&self) -> File {
        let header = [ACCOUNT, ACCOUNT_NAME, INDUSTRY, REGION, SOURCE, CREATED];
        let mut table = self.table("accounts.csv", &header, self.world.accounts.len());
        for (position, account) in self.world.accounts.iter().enumerate() {
            table.id("A-", position, 4);
            table.text(&names::account(self.language, account));
            table.text(self.language.of(&words::INDUSTRIES, account.industry));
            table.text(self.language.of(&words::REGIONS, account.region));
            table.text(self.language.of(&words::SOURCES, account.source));
            table.date(account.created);
            table.end();
        }
        table.finish()
    }

    fn products(&self) -> File {
        let header = [PRODUCT, SERIES, PRICE];
        let mut table = self.table("products.csv", &header, words::PRODUCTS.len());
        for product in &words::PRODUCTS {
            table.text(self.language.word(product.name));
            table.text(self.language.word(product.series));
            table.money(product.price);
            table.end();
        }
        table.finish()
    }

    fn opportunity(&self, table: &mut Table, position: usize, deal: &Deal) {
        table.id("OP-", position, 5);
        table.id("A-", deal.account, 4);
        table.text(self.person(deal.owner));
        table.text(self.product(deal.product));
        table.text(self.language.of(&words::SOURCES, deal.source));
        table.text(self.language.of(&words::STAGES, deal.stage()));
        table.date(deal.created);
        table.maybe_date(deal.closing());
        table.money(deal.amount);
        table.text(&deal.quantity.to_string());
        table.end();
    }

    fn opportunities(&self, ledger: &mut Ledger) -> File {
        let header = [DEAL, ACCOUNT, OWNER, PRODUCT, SOURCE, STAGE, CREATED, CLOSED, AMOUNT, QUANTITY];
        let deals = &self.world.deals;
        let mut table = self.table("opportunities.csv", &header, deals.len());
        let mut copies = self.world.copies.iter().peekable();
        for (position, deal) in deals.iter().enumerate() {
            self.opportunity(&mut table, position, deal);
            if let Some(day) = deal.closing() {
                let place = Place { source: Some(deal.source), ..self.place(deal.owner) };
                let won = (deal.fate == Fate::Won).then_some(deal.amount);
                ledger.closed(day, &place, deal.account, won);
            }
            while let Some(copy) = copies.next_if(|copy| copy.behind == position) {
                if let Some(deal) = deals.get(copy.deal) {
                    self.opportunity(&mut table, copy.deal, deal);
                }
            }
        }
        table.finish()
    }

    fn stage_history(&self) -> File {
        let header = [DEAL, STAGE, ENTERED, AMOUNT, EXPECTED];
        let rows = self.world.deals.len() * 4;
        let mut table = self.table("stage_history.csv", &header, rows);
        for (position, deal) in self.world.deals.iter().enumerate() {
            let closing_stage = if deal.fate == Fate::Won { WON } else { LOST };
            let closing = deal.closing().map(|day| (closing_stage, day));
            let mut views = estimates(deal, position).into_iter();
            for (stage, day) in deal.steps.iter().copied().enumerate().chain(closing) {
                let (amount, expected) = views.next().unwrap_or((deal.amount, deal.close));
                table.id("OP-", position, 5);
                table.text(self.language.of(&words::STAGES, stage));
                table.date(day);
                table.money(amount);
                table.date(expected);
                table.end();
            }
        }
        table.finish()
    }

    fn activities(&self) -> File {
        let header = [ACTIVITY, DATE, KIND, OWNER, ACCOUNT, DEAL, ATTENDED];
        let mut table = self.table("activities.csv", &header, self.world.activities.len());
        for (position, activity) in self.world.activities.iter().enumerate() {
            table.id("AC-", position, 5);
            table.date(activity.date);
            table.text(self.language.of(&words::KINDS, activity.kind));
            table.text(self.person(activity.owner));
            table.id("A-", activity.account, 4);
            table.maybe_id("OP-", activity.deal, 5);
            let attended = if activity.attended { words::YES } else { words::NO };
            table.text(self.language.word(attended));
            table.end();
        }
        table.finish()
    }

    fn orders(&self, ledger: &mut Ledger) -> File {
        let header = [ORDER, DEAL, ACCOUNT, OWNER, PRODUCT, ORDERED, AMOUNT, COST, ENDS];
        let mut table = self.table("orders.csv", &header, self.world.orders.len());
        for (position, order) in self.world.orders.iter().enumerate() {
            table.id("SO-", position, 5);
            table.maybe_id("OP-", order.deal, 5);
            table.id("A-", order.account, 4);
            table.text(self.person(order.owner));
            table.text(self.product(order.product));
            table.date(order.date);
            table.money(order.amount);
            table.money(order.cost);
            let is_contract = order.deal.is_none() && order.amount > 0;
            table.maybe_date(is_contract.then_some(order.date + CONTRACT_DAYS));
            table.end();
            ledger.order(order.date, &self.place(order.owner), order.amount, order.cost);
        }
        table.finish()
    }

    fn survey(&self, ledger: &mut Ledger) -> File {
        let header = [RESPONSE, ACCOUNT, REPLIED, SATISFACTION, RECOMMEND, THEME];
        let mut table = self.table("survey.csv", &header, self.world.responses.len());
        for (position, response) in self.world.responses.iter().enumerate() {
            table.id("R-", position, 5);
            table.id("A-", response.account, 4);
            table.date(response.date);
            table.maybe_number(response.satisfaction);
            table.maybe_number(response.recommend);
            table.text(response.theme.map_or("", |theme| self.language.of(&words::THEMES, theme)));
            table.end();
            let account = self.world.accounts.get(response.account);
            let place = Place { region: account.map(|known| known.region), ..Place::default() };
            let (satisfaction, recommend) = (response.satisfaction, response.recommend);
            ledger.response(response.date, &place, satisfaction, recommend);
        }
        table.finish()
    }

    fn targets(&self, ledger: &mut Ledger) -> File {
        let header = [MONTH, OWNER, TARGET];
        let mut table = self.table("targets.csv", &header, self.world.targets.len());
        for target in &self.world.targets {
            table.month(target.month);
            table.text(self.person(target.owner));
            table.money(target.amount);
            table.end();
            ledger.target(target.month, &self.place(target.owner), target.amount);
        }
        table.finish()
    }

    fn leads(&self) -> File {
        let header = [LEAD, COMPANY, SOURCE, OWNER, CREATED, CONTACTED, CONVERTED];
        let mut table = self.table("leads.csv", &header, self.world.leads.len());
        for (position, lead) in self.world.leads.iter().enumerate() {
            table.id("L-", position, 5);
            match lead.account.and_then(|account| self.world.accounts.get(account)) {
                Some(account) => table.text(&names::account(self.language, account)),
                None => table.text(&format!("{}{:04}", self.language.word(ENQUIRY), position + 1)),
            }
            table.text(self.language.of(&words::SOURCES, lead.source));
            table.text(self.person(lead.owner));
            table.date(lead.created);
            table.maybe_date(lead.contacted);
            table.text(self.language.word(if lead.account.is_some() { words::YES } else { words::NO }));
            table.end();
        }
        table.finish()
    }

    fn payments(&self) -> File {
        let header = [PAYMENT, DEAL, ACCOUNT, OWNER, DUE, PLANNED, PAID, RECEIVED];
        let mut table = self.table("payments.csv", &header, self.world.payments.len());
        for (position, payment) in self.world.payments.iter().enumerate() {
            let Some(order) = self.world.orders.get(payment.order) else { continue };
            table.id("P-", position, 5);
            table.maybe_id("OP-", order.deal, 5);
            table.id("A-", order.account, 4);
            table.text(self.person(order.owner));
            table.date(payment.due);
            table.money(payment.amount);
            table.maybe_date(payment.paid);
            match payment.paid {
                Some(_) => table.money(payment.amount),
                None => table.text(""),
            }
            table.end();
        }
        table.finish()
    }

    fn spend(&self) -> File {
        let header = [MONTH, CHANNEL, SPEND];
        let mut table = self.table("spend.csv", &header, self.world.spend.len());
        for spend in &self.world.spend {
            table.month(spend.month);
            table.text(self.language.of(&words::SOURCES, spend.source));
            table.money(spend.amount);
            table.end();
        }
        table.finish()
    }
}
