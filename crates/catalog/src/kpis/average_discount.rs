//! How far sold prices lie below the list.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{CLOSED, deals};
use crate::definition::kpi;

const PRICED: [Test; 3] = [Test::Won, Test::Has(Field::Amount), Test::Has(Field::ListPrice)];

kpi! {
    /// (List price − amount) ÷ list price of won opportunities; what was given away is the sum. The list price is that of the product
    /// for as many pieces as the opportunity says. Opportunities without an amount or a list price are left out and listed. Below 0: sold
    /// above the list.
    ///
    /// ```kpi
    /// # products.csv
    /// product | list price
    /// A       | 200
    /// # opportunities.csv
    /// stage | closed     | amount | product
    /// Won   | 2026-01-10 | 150    | A
    /// Lost  | 2026-01-11 | 10     | A
    /// => rate: 50.00 of 200.00
    /// => given_away: 50.00
    /// ```
    /// Nothing won: undefined.
    /// ```kpi
    /// # products.csv
    /// product | list price
    /// A       | 200
    /// # opportunities.csv
    /// stage | closed     | amount | product
    /// Lost  | 2026-01-11 | 10     | A
    /// => rate: missing emptyDenominator
    /// ```
    /// Three pieces.
    /// ```kpi
    /// # products.csv
    /// product | list price
    /// A       | 100
    /// # opportunities.csv
    /// stage | closed     | amount | product | quantity
    /// Won   | 2026-01-11 | 270    | A       | 3
    /// => rate: 30.00 of 300.00
    /// ```
    /// Two and a half pieces: the list amount is rounded to the cent, halves to the even one.
    /// ```kpi
    /// # products.csv
    /// product | list price
    /// A       | 33.33
    /// # opportunities.csv
    /// stage | closed     | amount | product | quantity
    /// Won   | 2026-01-11 | 80     | A       | 2.5
    /// => given_away: 3.32
    /// ```
    /// Sold above the list.
    /// ```kpi
    /// # products.csv
    /// product | list price
    /// A       | 200
    /// # opportunities.csv
    /// stage | closed     | amount | product
    /// Won   | 2026-01-11 | 210    | A
    /// => rate: -0.05
    /// ```
    average_discount {
        family: Results, zh: "平均折扣", en: "Average discount", better: Lower,
        variants: {
            rate {
                "折扣率", "rate", "（标价 − 金额）÷ 标价", "(list price − amount) ÷ list price",
                Formula::Ratio {
                    numerator: deals(What::Difference(Field::ListPrice, Field::Amount), &PRICED, CLOSED),
                    denominator: deals(What::Sum(Field::ListPrice), &PRICED, CLOSED),
                    is_part: false,
                }
            }
            given_away { "让利金额", "given away", "赢单的标价 − 金额", "list price − amount of won opportunities", Formula::Total(deals(What::Difference(Field::ListPrice, Field::Amount), &PRICED, CLOSED)) }
        }
    }
}
