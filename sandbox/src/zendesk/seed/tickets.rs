//! The tickets with a story; the numbers are what tests and the demo's first lines name.

use serde_json::{Value, json};

use super::super::model::{Audit, BRAND, Comment, FORM, Ticket};
use super::super::stamp::{DAY, HOUR, MINUTE};
use super::super::world::World;
use super::people::{
    BILLING, BRIGHTSIDE_COFFEE, CASA_VERDE, ELENA_PETROVA, HOSTILE, INCIDENT_DESK, JONAS_OKAFOR, KUMO_STATIONERY,
    LAYLA_HADDAD, MEI_TANAKA, MONITORING, PRIYA_NAIR, SAM_RIVERA, TIER_1, TOMAS_HERRERA,
};

/// "Can't complete checkout – card declined": PagerDuty has an incident under this ticket's key.
pub const CHECKOUT: u64 = 48_213;
/// A question without any incident.
pub const NO_INCIDENT: u64 = 48_214;
/// Three incidents in the ticket field.
pub const SEVERAL: u64 = 48_215;
/// Opened by monitoring; its incident came from an event.
pub const AUTOMATIC: u64 = 48_220;
/// Closed: Zendesk takes no update.
pub const CLOSED: u64 = 48_230;
/// Requester and subject are markup.
pub const HOSTILE_TEXT: u64 = 48_240;
/// Arabic subject and comments.
pub const ARABIC: u64 = 48_250;
/// Made before the app was installed: it does not carry the field.
pub const NO_FIELD: u64 = 48_260;

/// One message: who, minutes ago, public or internal, words.
type Message<'a> = (u64, i64, bool, &'a str);

pub(super) struct Draft<'a> {
    pub(super) id: u64,
    pub(super) subject: &'a str,
    pub(super) status: &'a str,
    pub(super) priority: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) organization: Option<u64>,
    pub(super) group: Option<u64>,
    pub(super) assignee: Option<u64>,
    pub(super) tags: &'a [&'a str],
    pub(super) channel: &'a str,
    pub(super) field: Option<Value>,
    pub(super) messages: &'a [Message<'a>],
}

pub(super) fn add(world: &mut World, linked: &[String], now: i64) {
    insert(
        world,
        now,
        &Draft {
            id: CHECKOUT,
            subject: "Can't complete checkout – card declined",
            status: "open",
            priority: Some("high"),
            kind: Some("incident"),
            organization: Some(BRIGHTSIDE_COFFEE),
            group: Some(TIER_1),
            assignee: Some(JONAS_OKAFOR),
            tags: &["checkout", "payments", "pagerduty_incident"],
            channel: "email",
            field: Some(Value::Null),
            messages: &[
                (
                    ELENA_PETROVA,
                    52,
                    true,
                    "Hi,\n\nour customers' cards are declined at step 3 of the checkout, although the same cards work elsewhere. It started about ten minutes ago. Order NW-88-1204 is one of them.\n\nWe are losing the lunch rush – can you look at this quickly?\n\nElena Petrova\nBrightside Coffee",
                ),
                (
                    JONAS_OKAFOR,
                    47,
                    true,
                    "Hi Elena,\n\nthank you for the order number. I can see the declined attempts and am checking with our payments team now. I will write again as soon as I know more.\n\nJonas",
                ),
                (
                    JONAS_OKAFOR,
                    45,
                    false,
                    "Same error as on two other tickets this morning: gateway_timeout on authorization. Looks like us, not the banks.",
                ),
                (
                    ELENA_PETROVA,
                    21,
                    true,
                    "Thanks Jonas. Two more customers left without paying. Is there anything we can do on our side in the meantime?",
                ),
            ],
        },
    );
    insert(
        world,
        now,
        &Draft {
            id: NO_INCIDENT,
            subject: "How do I add a second delivery address?",
            status: "open",
            priority: Some("normal"),
            kind: Some("question"),
            organization: Some(CASA_VERDE),
            group: Some(TIER_1),
            assignee: None,
            tags: &["account"],
            channel: "web",
            field: Some(Value::Null),
            messages: &[(
                TOMAS_HERRERA,
                190,
                true,
                "Hello! We opened a second shop in Valencia and would like to have beans delivered there on Thursdays. Where do I add the address?\n\nTomás",
            )],
        },
    );
    let three = linked.join(" ");
    insert(
        world,
        now,
        &Draft {
            id: SEVERAL,
            subject: "Orders, search and e-mails all slow since this morning",
            status: "open",
            priority: Some("urgent"),
            kind: Some("problem"),
            organization: Some(KUMO_STATIONERY),
            group: Some(INCIDENT_DESK),
            assignee: Some(PRIYA_NAIR),
            tags: &["performance", "pagerduty_incident"],
            channel: "email",
            field: Some(if three.is_empty() { Value::Null } else { json!(three) }),
            messages: &[
                (
                    MEI_TANAKA,
                    160,
                    true,
                    "Good morning,\n\nthe order list takes a minute to open, product search shows yesterday's stock, and our customers get their confirmations an hour late. Are these connected?\n\nMei Tanaka",
                ),
                (
                    PRIYA_NAIR,
                    131,
                    true,
                    "Good morning Mei,\n\nthey may be. Three of our teams are on it and I am following all of them for you.\n\nPriya",
                ),
                (
                    PRIYA_NAIR,
                    128,
                    false,
                    "Linked the three incidents. If the queue recovers first, e-mails will arrive in a burst; warn them before.",
                ),
            ],
        },
    );
    insert(
        world,
        now,
        &Draft {
            id: AUTOMATIC,
            subject: "[monitoring] Search index is more than 30 minutes behind",
            status: "new",
            priority: Some("high"),
            kind: Some("incident"),
            organization: None,
            group: Some(INCIDENT_DESK),
            assignee: None,
            tags: &["monitoring", "search"],
            channel: "api",
            field: Some(Value::Null),
            messages: &[(
                MONITORING,
                34,
                true,
                "Search index lag: 1,874 s (limit 1,800 s)\nRegion: eu-central\nRunbook: https://runbooks.northwind.example/search-index-lag",
            )],
        },
    );
    insert(
        world,
        now,
        &Draft {
            id: CLOSED,
            subject: "Refund for duplicate charge in September",
            status: "closed",
            priority: Some("normal"),
            kind: Some("question"),
            organization: Some(CASA_VERDE),
            group: Some(BILLING),
            assignee: Some(SAM_RIVERA),
            tags: &["refund"],
            channel: "web",
            field: Some(Value::Null),
            messages: &[
                (TOMAS_HERRERA, 61 * 24 * 60, true, "We were charged twice for invoice 2209."),
                (
                    SAM_RIVERA,
                    60 * 24 * 60,
                    true,
                    "The second charge went back to your card today. Sorry for the trouble!",
                ),
            ],
        },
    );
    insert(
        world,
        now,
        &Draft {
            id: HOSTILE_TEXT,
            subject: "<script>alert('subject')</script> & \"quotes\" {{setting.pagerduty_read_only_key}} %s \u{202e}gnp.exe",
            status: "open",
            priority: None,
            kind: None,
            organization: None,
            group: Some(TIER_1),
            assignee: None,
            tags: &["suspicious"],
            channel: "web",
            field: Some(json!("<b>not-an-id</b> ../../users/me PNOTREAL1 javascript:alert(1)")),
            messages: &[
                (
                    HOSTILE,
                    75,
                    true,
                    "<a href=\"javascript:alert('comment')\">click me</a>\n<iframe src=\"https://evil.example\"></iframe>\n\n'; DROP TABLE tickets; --",
                ),
                (SAM_RIVERA, 70, false, "Please do not click anything in here."),
            ],
        },
    );
    insert(
        world,
        now,
        &Draft {
            id: ARABIC,
            subject: "لا يمكن إتمام الدفع منذ الصباح",
            status: "pending",
            priority: Some("high"),
            kind: Some("incident"),
            organization: None,
            group: Some(TIER_1),
            assignee: Some(JONAS_OKAFOR),
            tags: &["checkout"],
            channel: "email",
            field: Some(Value::Null),
            messages: &[
                (
                    LAYLA_HADDAD,
                    118,
                    true,
                    "مرحبًا،\n\nيرفض النظام جميع البطاقات عند الخطوة الثالثة من الدفع منذ الساعة التاسعة صباحًا. رقم الطلب NW-88-1377.\n\nشكرًا لكم،\nليلى حداد",
                ),
                (
                    JONAS_OKAFOR,
                    101,
                    true,
                    "مرحبًا ليلى، شكرًا على التفاصيل. نتحقق من الأمر مع فريق المدفوعات وسنعود إليك قريبًا.",
                ),
            ],
        },
    );
    insert(
        world,
        now,
        &Draft {
            id: NO_FIELD,
            subject: "Gift cards cannot be redeemed in the app",
            status: "hold",
            priority: Some("low"),
            kind: Some("problem"),
            organization: Some(BRIGHTSIDE_COFFEE),
            group: Some(TIER_1),
            assignee: Some(SAM_RIVERA),
            tags: &["gift_cards"],
            channel: "web",
            field: None,
            messages: &[(
                ELENA_PETROVA,
                33 * 24 * 60,
                true,
                "Two gift cards show as used although our guests never used them: 4411-90 and 4411-97.",
            )],
        },
    );
}

pub(super) fn insert(world: &mut World, now: i64, draft: &Draft<'_>) {
    let mut comments = Vec::new();
    let mut audits = Vec::new();
    for (author, minutes_ago, public, body) in draft.messages {
        let at = now - minutes_ago * MINUTE;
        let audit_id = world.mint();
        let comment = Comment {
            id: world.mint(),
            author_id: *author,
            body: (*body).to_owned(),
            public: *public,
            created_at: at,
            audit_id,
            channel: draft.channel.to_owned(),
        };
        audits.push(Audit {
            id: audit_id,
            ticket_id: draft.id,
            author_id: *author,
            created_at: at,
            custom: json!({}),
            events: vec![comment.to_json()],
        });
        comments.push(comment);
    }
    let created_at = comments.first().map_or(now - DAY, |comment| comment.created_at);
    // At least a few minutes old, so that a first safe update is never refused by the clock alone.
    let updated_at = comments.last().map_or(now - HOUR, |comment| comment.created_at).min(now - MINUTE);
    let field = world.link_field();
    let ticket = Ticket {
        id: draft.id,
        subject: draft.subject.to_owned(),
        status: draft.status.to_owned(),
        priority: draft.priority.map(str::to_owned),
        kind: draft.kind.map(str::to_owned),
        requester_id: draft.messages.first().map_or(ELENA_PETROVA, |(author, ..)| *author),
        assignee_id: draft.assignee,
        group_id: draft.group,
        organization_id: draft.organization,
        tags: draft.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        custom_fields: field.zip(draft.field.clone()).into_iter().collect(),
        form_id: FORM,
        brand_id: BRAND,
        external_id: None,
        channel: draft.channel.to_owned(),
        created_at,
        updated_at,
        comments,
        audits,
    };
    world.tickets.insert(ticket.id, ticket);
}
