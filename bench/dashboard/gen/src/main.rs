//! Makes the CRM export of the benchmark: skewed, slightly dirty, the same bytes everywhere.
//!
//! `crmgen <opportunities> <folder> [seed]`. Integers from a seed; of floats only + − × ÷ √ and an exponential of its own, so that
//! no platform differs.

mod accounts;
mod company;
mod events;
mod opportunities;
mod people;
mod random;
mod words;
mod write;

use std::path::PathBuf;

fn main() {
    let given: Vec<String> = std::env::args().collect();
    let (Some(n), Some(folder)) = (given.get(1).and_then(|n| n.parse().ok()), given.get(2).map(PathBuf::from)) else {
        eprintln!("crmgen <opportunities> <folder> [seed]");
        std::process::exit(2);
    };
    let seed = given.get(3).map_or(20_251_231, |seed| seed.parse().expect("the seed is a number"));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    // In this order: what is drawn later depends on what was drawn before.
    let mut company = company::Company::new(n, folder, seed);
    people::people(&mut company);
    let mut life = accounts::Life::draw(&mut company);
    let deals = opportunities::opportunities(&mut company, &mut life);
    events::activities(&mut company, &mut life, &deals);
    events::orders(&mut company, &mut life);
    accounts::accounts(&mut company, &life);
    events::surveys(&mut company, &life);
    people::targets(&mut company);
}
