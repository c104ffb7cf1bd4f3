//! Words of what lies behind the figures of the process.

use kpi_model::{Dimension, Factor};

use super::Word;

words! {
    BOTTLENECKS: "瓶颈", "Bottlenecks";
    BOTTLENECKS_NOTE: "按补上它值多少钱排序，不按转化率高低；区间只含转化率的偶然", "by what mending it would bring, not by the lowest rate; the interval holds the chance in the two rates";
    GOT_FURTHER: "前进 ÷ 进入", "Further ÷ entered";
    MISSING_DEALS: "少前进", "Fewer";
    WON_OF_ENDED: "前进后赢单 ÷ 已结束", "Won ÷ ended after it";
    MEAN_WON: "赢单均额", "Mean won";
    AT_STAKE: "值", "At stake";
    ONE_MORE: "每百个多 1 个", "One more in 100";
    NOT_CLEAR: "未超出偶然", "may be chance";
    TOO_FEW: "不足 5 例", "below 5 cases";
    FACTORS: "影响因素", "What goes with it";
    FACTORS_NOTE: "每一项与其余相比，只在金额档和来源相同的商机之间；相关不等于因果", "each against all others, among opportunities of equal amount band and source; it is no proof of a cause";
    FACTORS_PLAIN_NOTE: "每一项与其余相比；相关不等于因果", "each against all others; it is no proof of a cause";
    PLACE: "次序", "Order";
    EARLIER: "往前一位", "one place earlier";
    LEVEL: "分档", "Level";
    AS_IT_IS: "原差", "Plain difference";
    AMONG_LIKE: "可比之下", "Among its like";
    DIFFERS: "有差别", "differs";
    EFFECTS: "活动之后", "After an activity";
    EFFECTS_NOTE: "与同一天、同一阶段、同样时长而两周内没有这类活动的商机相比；只从活动当天算起", "against opportunities of the same day, stage and age without one in the two weeks before; counted from the day of the activity on";
    COMPARABLE: "可比 ÷ 全部", "Matched ÷ all";
    WITH_IT: "有", "With";
    BESIDE_IT: "没有", "Without";
    DIFFERENCE: "差", "Difference";
    COST_PER_EFFECT: "每多前进一单的花费", "Cost of one more";
    NO_EFFECTS: "没有能与商机对上的活动", "No activities that name an opportunity";
    MEAN_DAYS: "平均天数", "Mean days";
    NO_FACTORS: "没有可比的分档", "Nothing to compare";
}

/// The word for something that opportunities differ in.
#[must_use]
pub fn factor(factor: Factor) -> Word {
    match factor {
        Factor::Product => super::dimension(Dimension::Product),
        Factor::Source => super::dimension(Dimension::Source),
        Factor::Size => Word("金额档", "Amount band"),
        Factor::Completeness => Word("填写情况", "Completeness"),
        Factor::Tenure => Word("负责人资历", "Owner's tenure"),
        Factor::Lines => Word("订单行数", "Order lines"),
    }
}
