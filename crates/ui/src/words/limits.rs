//! Words of what scenarios must keep to.

use super::Word;

words! {
    LIMITS: "约束", "Constraints";
    LIMIT_BUDGET: "投入不超过", "Cost at most";
    LIMIT_MARGIN: "毛利率不低于", "Margin at least";
    LIMIT_LOAD: "每人每月新增商机不超过", "New opportunities a person a month at most";
    LIMIT_LEVERS: "组合里每个杠杆最远到（填现值就不动它）", "How far each lever of the mix may go (its present value: it stays)";
    LIMIT_UNKNOWN: "数据里没有", "the data do not say";
}
