//! Words of scores and pay.

use super::Word;

words! {
    SCORES_AND_PAY: "评分与奖金", "Scores and pay";
    SCORES_NOTE: "按截至数据末月的 12 个月评分；名次和奖金后面是重复观察时十次里九次会落入的范围", "Scores of the 12 months up to the one the data end in; behind ranks and pay stands the range of nine in ten repetitions with chance";
    ROLE: "角色模板", "Role";
    PAY_AT_TARGET: "达标奖金（每人）", "Variable pay at target, each";
    MEASURE: "指标", "Measure";
    WEIGHT: "权重", "Weight";
    FLOOR: "起算", "From";
    CAP: "封顶", "Cap";
    TARGET_EACH: "每人目标", "Target each";
    PAY_PLAN: "奖金方案", "Pay plan";
    COMPARED_PLAN: "对比方案（现行）", "Compared with (present plan)";
    NO_PLAN: "不对比", "nothing";
    LINEAR: "线性", "linear";
    STEPPED: "分档", "stepped";
    ACCELERATED: "加速", "accelerated";
    ACCELERATES_FROM: "加速起点", "accelerates from";
    RATE: "加速倍率", "rate above";
    STEPS_OF_PAY: "档位（得分→奖金）", "Steps (score → pay)";
    SCORE: "得分", "Score";
    RANK: "名次", "Rank";
    PAY: "奖金", "Pay";
    AGAINST_PLAN: "较对比方案", "Against the other plan";
    WEIGHTS_ARE: "权重合计", "weights add up to";
}
