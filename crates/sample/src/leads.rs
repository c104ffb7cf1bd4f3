//! Leads: where the accounts came from, and enquiries that came to nothing.

use crate::date::{END, START};
use crate::model::{Account, Lead};
use crate::rng::Rng;
use crate::words::SOURCES;

/// Enquiries that came to nothing for 100 accounts.
const IN_VAIN: usize = 90;

/// Days until somebody was in touch: most on the day or the next, some late, a few never.
fn contacted(rng: &mut Rng, created: i64) -> Option<i64> {
    let days = match rng.below(1000) {
        ..340 => 0,
        340..610 => 1,
        610..900 => rng.range(2, 9),
        900..940 => rng.range(10, 30),
        _ => return None,
    };
    Some(created + days).filter(|day| *day <= END)
}

/// All leads in the order of their dates. An account was a lead some weeks before it was entered.
pub(crate) fn leads(seed: u64, accounts: &[Account]) -> Vec<Lead> {
    let mut rng = Rng::new(seed, 10);
    let mut list = Vec::with_capacity(accounts.len() * 2);
    for (position, account) in accounts.iter().enumerate() {
        let created = (account.created - rng.range(0, 24)).max(START);
        let contacted = contacted(&mut rng, created).map(|day| day.min(account.created.max(created)));
        list.push(Lead { account: Some(position), owner: account.owner, source: account.source, created, contacted });
    }
    for _ in 0..accounts.len() * IN_VAIN / 100 {
        let like = accounts.get(rng.index(accounts.len()));
        let source = rng.index(SOURCES.len());
        let created = rng.range(START, END);
        list.push(Lead {
            account: None,
            owner: like.map_or(0, |account| account.owner),
            source,
            created,
            contacted: contacted(&mut rng, created),
        });
    }
    list.sort_by_key(|lead| lead.created);
    list
}
