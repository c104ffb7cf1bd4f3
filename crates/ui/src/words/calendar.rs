//! Words of the business year and of working days.

use super::Word;

words! {
    BUSINESS_YEAR: "年度", "Business year";
    BUSINESS_YEAR_NOTE: "季度和年按它切分；目标仍按自然年", "quarters and years are cut by it; targets stay in calendar years";
    BEGINS_IN: "起始月", "Begins in";
    CUT_INTO: "切分", "Cut into";
    CALENDAR_MONTHS: "自然月", "calendar months";
    ENDS_ON: "年度结束于", "Ends on the";
    LAST_SATURDAY: "最后一个周六", "last Saturday";
    LAST_SUNDAY: "最后一个周日", "last Sunday";
    NEAREST_SATURDAY: "最近的周六", "nearest Saturday";
    NEAREST_SUNDAY: "最近的周日", "nearest Sunday";
    NAMED_BY: "年份名", "Named by";
    ITS_END: "结束年", "the year it ends in";
    WORKDAYS: "工作日", "Working days";
    WORKDAYS_NOTE: "目标进度和每个工作日所需按它计算", "for the pace of targets and what is needed a day";
    HOLIDAYS: "节假日", "Holidays";
    NO_HOLIDAYS: "只有周末", "weekends only";
    CHINA_HOLIDAYS: "中国法定节假日，含调休，2010–2026", "public holidays of China, 2010–2026";
    DAYS_OFF: "另外放假", "Also off";
    DAYS_ON: "另外上班", "Also worked";
    DAYS_AS: "写成 2026-12-24，用逗号分开", "Write days as 2026-12-24, with commas between.";
    TIME_GONE: "时间进度", "time gone";
    ITS_START: "开始年", "the year it begins in";
}
