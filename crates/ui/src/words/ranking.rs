//! Words of rankings.

use super::Word;

words! {
    RANKING: "名次", "Ranking";
    RANKING_NOTE: "去掉偶然之后；30 例以上才排名，5 例以下只给个数", "with chance taken out; ranks from 30 cases on, below 5 only counts";
    RAW_RATE: "原值", "As it is";
    SHRUNKEN: "去偶然后", "Likely";
    STANDS_OUT: "与其余不同", "differs from the rest";
    NOT_RANKED: "例数少，不排名", "too few to rank";
    COUNTS_ONLY: "只有个数", "counts only";
    SEASON_OUT: "，已去掉季节", ", season taken out";
    NOTHING_TO_RANK: "没有可比的组", "There is nothing to rank";
}
