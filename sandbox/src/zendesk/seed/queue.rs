//! The ordinary queue behind the told tickets: enough for search, paging and long sessions.

use super::super::model::Role;
use super::super::world::World;
use super::people::{BILLING, INCIDENT_DESK, JONAS_OKAFOR, SAM_RIVERA, TIER_1};
use super::tickets::{Draft, insert};

/// How many tickets the queue holds.
const LENGTH: u64 = 240;
/// The number of the first one.
const FIRST: u64 = 47_600;

const SUBJECTS: [(&str, &str, &str); 12] = [
    (
        "Invoice shows the old company name",
        "billing",
        "Could you send the invoice again with our new name? We merged in spring.",
    ),
    ("Delivery window for Thursday", "shipping", "Is it possible to have Thursday's delivery before nine?"),
    (
        "Password reset link expired",
        "account",
        "The link in the mail says it is no longer valid. I clicked it right away.",
    ),
    ("Two parcels, one label", "shipping", "The second box came without a label, so the driver did not take it."),
    (
        "Checkout hangs on the last step",
        "checkout",
        "The wheel turns and nothing happens. Reloading made a second order.",
    ),
    ("Where is my credit note?", "billing", "You promised a credit note on Monday, I cannot find it in the portal."),
    (
        "Cannot upload product pictures",
        "catalog",
        "Every picture over two megabytes fails with 'something went wrong'.",
    ),
    ("Stock numbers differ from the warehouse", "catalog", "The portal shows 14 kettles, the shelf holds none."),
    ("App signs me out every hour", "account", "Since the update I have to sign in again and again."),
    ("Order confirmation came twice", "email", "Same order, same minute, two mails."),
    ("Webhook deliveries are late", "api", "Our endpoint gets order events with ten minutes of delay."),
    ("Please change the VAT number", "billing", "Our new number is DE 123 456 789, valid from the first of the month."),
];

pub(super) fn add(world: &mut World, seed: u64, now: i64) {
    let customers: Vec<(u64, Option<u64>)> = world
        .users
        .values()
        .filter(|user| user.role == Role::EndUser)
        .map(|user| (user.id, user.organization_id))
        .collect();
    let mut dice = seed ^ 0x9e37_79b9_7f4a_7c15;
    for number in 0..LENGTH {
        let Some((subject, tag, words)) = pick(&SUBJECTS, &mut dice) else {
            continue;
        };
        let Some((requester, organization)) = pick(&customers, &mut dice) else {
            continue;
        };
        let status =
            pick(&["new", "open", "open", "pending", "solved", "solved", "closed"], &mut dice).unwrap_or("open");
        let priority = pick(&[None, Some("low"), Some("normal"), Some("normal"), Some("high")], &mut dice).flatten();
        let group = pick(&[TIER_1, TIER_1, BILLING, INCIDENT_DESK], &mut dice);
        let assignee = pick(&[None, Some(JONAS_OKAFOR), Some(SAM_RIVERA)], &mut dice).flatten();
        // Older numbers are older tickets: about two hours between one and the next.
        let age = i64::try_from((LENGTH - number) * 120 + 240 + roll(&mut dice) % 90).unwrap_or(600);
        insert(
            world,
            now,
            &Draft {
                id: FIRST + number,
                subject,
                status,
                priority,
                kind: Some("question"),
                organization,
                group,
                assignee,
                tags: &[tag],
                channel: "web",
                field: Some(serde_json::Value::Null),
                messages: &[(requester, age, true, words)],
            },
        );
    }
}

/// The next number of a splitmix64 sequence: the same seed gives the same queue.
fn roll(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn pick<T: Copy>(from: &[T], state: &mut u64) -> Option<T> {
    let count = u64::try_from(from.len()).ok().filter(|count| *count > 0)?;
    from.get(usize::try_from(roll(state) % count).ok()?).copied()
}
