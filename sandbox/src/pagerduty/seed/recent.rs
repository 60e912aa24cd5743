//! The incidents that the demo and the tests name, hostile ones among them.

use super::story::{By, Deed, PLAIN, Story};

/// One hour and one day, in minutes.
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The one with the longest timeline.
pub(super) const LONG: Story = Story {
    ago: 6 * DAY,
    service: "Payouts",
    title: "Payouts to 212 merchants are stuck in review",
    priority: Some("P2"),
    by: By::Person("priya.nair", None),
    body: Some("Compliance put the whole batch on hold. Work through it by hand."),
    ..PLAIN
};

/// Those after the routine and before the demo's own.
pub(super) const BEFORE: [Story; 5] = [
    Story {
        ago: 5 * DAY,
        service: "Customer Portal",
        title: "<img src=x onerror=alert(1)>",
        urgency: "low",
        by: By::Person("lupita.hernandez", None),
        body: Some("<script>document.title='owned'</script> [click](javascript:alert(1))"),
        bridge: Some(("+44 20 7946 0000,,,1\"><svg onload=alert(2)>", "javascript:alert(document.domain)")),
        deeds: &[
            (3, "chloe.lefevre", Deed::Acknowledge),
            (9, "chloe.lefevre", Deed::Note("</textarea><script>alert('note')</script> {{7*7}} ${7*7}")),
        ],
        ..PLAIN
    },
    Story {
        ago: 4 * DAY,
        service: "Mobile App",
        title: "Update \u{202e}gnp.ecioyni\u{202c} cannot be opened \u{2066}(שגיאה 500)\u{2069}",
        by: By::Event("mobile-update-open"),
        deeds: &[(4, "seoyeon.kim", Deed::Acknowledge)],
        ..PLAIN
    },
    Story {
        ago: 3 * DAY,
        service: "Payments Webhooks",
        title: "Retries overload the endpoint of one merchant",
        urgency: "low",
        by: By::Event("webhook-retries-merchant-7731"),
        deeds: &[],
        ..PLAIN
    },
    Story {
        ago: 26 * HOUR,
        service: "Card Issuing",
        title: "Card shipments from Poznań are late",
        urgency: "low",
        priority: Some("P4"),
        by: By::Person("sara.alhaddad", None),
        deeds: &[(2, "thabo.mokoena", Deed::Acknowledge), (5, "thabo.mokoena", Deed::Snooze(3 * DAY))],
        ..PLAIN
    },
    Story {
        ago: 5 * HOUR,
        service: "Ledger",
        title: "Ledger: balance mismatch of EUR 0.03 in closing run",
        priority: Some("P3"),
        by: By::Event("ledger-closing-mismatch"),
        deeds: &[
            (4, "juergen.grossmann", Deed::Acknowledge),
            (30, "juergen.grossmann", Deed::Note("Rounding of one FX conversion; the entry is known.")),
            (55, "priya.nair", Deed::Assign("anna.sokolova")),
            (58, "anna.sokolova", Deed::Acknowledge),
        ],
        ..PLAIN
    },
];

/// The one that the demo's ticket is about.
pub(super) const CHECKOUT: Story = Story {
    ago: 42,
    service: "Checkout API",
    title: "Checkout API: elevated 5xx errors on payment authorization",
    priority: Some("P2"),
    by: By::Person("priya.nair", Some("Zendesk_northwind_48213")),
    body: Some(
        "Zendesk ticket 48213: Harbor Coffee cannot take card payments.\nhttps://northwind.zendesk.com/agent/tickets/48213",
    ),
    bridge: Some(("+1 415 555 0132,,,48213#", "https://meet.northwind.example/inc-1042")),
    deeds: &[
        (3, "maya.chen", Deed::Acknowledge),
        (4, "maya.chen", Deed::Priority("P1")),
        (
            7,
            "maya.chen",
            Deed::Note("Errors come from authorization in us-east only: 4.1% of requests over the last five minutes."),
        ),
        (9, "maya.chen", Deed::Ask("arjun.sharma", "Please check the last deployment of the authorization pool.")),
        (16, "arjun.sharma", Deed::Note("Build 8812 doubled the connections to the token vault. Rolling back.")),
        (21, "priya.nair", Deed::Update("Some card payments fail. The cause is known and a rollback is under way.")),
        (33, "maya.chen", Deed::Note("Rollback is on half of the pool, the error rate is down to 1.2%.")),
    ],
    ..PLAIN
};

/// Those of the last hour.
pub(super) const AFTER: [Story; 10] = [
    Story {
        ago: 35,
        service: "Payments Webhooks",
        title: "Webhook deliveries delayed by 12 minutes",
        priority: Some("P2"),
        by: By::Event("Zendesk_northwind_48220"),
        deeds: &[(6, "mateus.carvalho", Deed::Note("Backlog follows the checkout incident, nothing is lost."))],
        ..PLAIN
    },
    Story {
        ago: 28,
        service: "Customer Portal",
        title: "Customer Portal: dashboards show yesterday's figures",
        urgency: "low",
        by: By::Person("jonas.okafor", Some("Zendesk_northwind_48219")),
        deeds: &[(5, "chloe.lefevre", Deed::Acknowledge)],
        ..PLAIN
    },
    Story {
        ago: 25,
        service: "us-east checkout-gateway",
        title: "Connection pool of the token vault is exhausted",
        by: By::Event("token-vault-pool"),
        deeds: &[(2, "arjun.sharma", Deed::Acknowledge), (3, "arjun.sharma", Deed::Assign("maya.chen"))],
        ..PLAIN
    },
    Story {
        ago: 21,
        service: "Mobile App",
        title: "アプリの決済画面が白くなる (iOS 26)",
        priority: Some("P3"),
        by: By::Person("misaki.sato", None),
        deeds: &[(1, "misaki.sato", Deed::Escalate(2))],
        ..PLAIN
    },
    Story {
        ago: 18,
        service: "me-central card-gateway",
        title: "فشل التحقق ثلاثي الأبعاد 3DS لبطاقات Mada",
        by: By::Event("mada-3ds"),
        deeds: &[(2, "sara.alhaddad", Deed::Acknowledge)],
        ..PLAIN
    },
    Story {
        ago: 14,
        service: "eu-west fraud-worker",
        title: "",
        urgency: "low",
        by: By::Event("fraud-features"),
        deeds: &[],
        ..PLAIN
    },
    Story { ago: 9, service: "Card Issuing", title: "PIN resets answer 503", by: By::Event("pin-reset-503"), ..PLAIN },
    // Keys that resemble those of the tickets but are not theirs: another ticket, another Zendesk account.
    Story {
        ago: 8,
        service: "Search",
        title: "Search: exports time out for one merchant",
        urgency: "low",
        by: By::Person("jonas.okafor", Some("Zendesk_northwind_4821")),
        deeds: &[(2, "zeynep.yilmaz", Deed::Acknowledge), (7, "zeynep.yilmaz", Deed::Resolve(None))],
        ..PLAIN
    },
    Story {
        ago: 7,
        service: "Customer Portal",
        title: "Customer Portal: invoices in euro show pounds",
        priority: Some("P4"),
        by: By::Person("priya.nair", Some("Zendesk_northwind-uk_48213")),
        ..PLAIN
    },
    Story {
        ago: 6,
        service: "global kubernetes-broker",
        title: "Control plane: etcd leader changes 9 times in 5 minutes",
        by: By::Event("etcd-leader"),
        ..PLAIN
    },
];
