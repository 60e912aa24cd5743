//! Incidents of the last twenty days that only make the lists long.

use super::story::Deed;

/// One of them, opened by an event.
pub(super) struct Routine {
    pub(super) service: &'static str,
    pub(super) title: &'static str,
    pub(super) urgency: &'static str,
    /// Minutes after the opening, who, what.
    pub(super) deeds: &'static [(i64, &'static str, Deed)],
}

const fn routine(
    service: &'static str,
    title: &'static str,
    urgency: &'static str,
    deeds: &'static [(i64, &'static str, Deed)],
) -> Routine {
    Routine { service, title, urgency, deeds }
}

/// Oldest first.
pub(super) const ROUTINE: [Routine; 24] = [
    routine(
        "us-east ledger-reconciler",
        "Reconciliation lag above 15 minutes",
        "low",
        &[(6, "anna.sokolova", Deed::Acknowledge), (41, "anna.sokolova", Deed::Resolve(None))],
    ),
    routine(
        "eu-west ledger-reconciler",
        "Disk of the write-ahead log 85% full",
        "high",
        &[
            (3, "juergen.grossmann", Deed::Acknowledge),
            (25, "juergen.grossmann", Deed::Resolve(Some("Archived old segments"))),
        ],
    ),
    routine(
        "Customer Portal",
        "Sign-in page: p95 latency over 3 s",
        "low",
        &[(9, "chloe.lefevre", Deed::Acknowledge), (70, "chloe.lefevre", Deed::Resolve(None))],
    ),
    routine(
        "Search",
        "Search index is 40 minutes behind",
        "low",
        &[(12, "eleni.papadopoulou", Deed::Acknowledge), (88, "eleni.papadopoulou", Deed::Resolve(None))],
    ),
    routine(
        "ap-south payout-scheduler",
        "Payout batch 20:00 IST did not start",
        "high",
        &[(2, "fang.wang", Deed::Acknowledge), (19, "fang.wang", Deed::Resolve(None))],
    ),
    routine(
        "Mobile App",
        "Crash rate on Android 16 above 2%",
        "high",
        &[(7, "seoyeon.kim", Deed::Acknowledge), (190, "seoyeon.kim", Deed::Resolve(Some("Rolled back 8.14.0")))],
    ),
    routine(
        "Card Issuing",
        "Virtual cards: provisioning timeouts at the processor",
        "high",
        &[(4, "thabo.mokoena", Deed::Acknowledge), (52, "thabo.mokoena", Deed::Resolve(None))],
    ),
    routine(
        "us-west kubernetes-monitor",
        "Node pool payments-b has 3 nodes not ready",
        "high",
        &[(1, "dmytro.shevchenko", Deed::Acknowledge), (15, "dmytro.shevchenko", Deed::Resolve(None))],
    ),
    routine(
        "Payments Webhooks",
        "Delivery success below 97% for three merchants",
        "low",
        &[(20, "arjun.sharma", Deed::Acknowledge), (140, "arjun.sharma", Deed::Resolve(None))],
    ),
    routine(
        "global dns-proxy",
        "DNSSEC validation failures from one resolver",
        "high",
        &[(5, "somchai.jaidee", Deed::Acknowledge), (33, "somchai.jaidee", Deed::Resolve(None))],
    ),
    routine(
        "eu-central fraud-worker",
        "Fraud scoring falls back to rules only",
        "high",
        &[(3, "yael.cohen", Deed::Acknowledge), (47, "yael.cohen", Deed::Resolve(None))],
    ),
    routine(
        "Payouts",
        "SEPA file rejected: wrong creation date",
        "high",
        &[
            (8, "hubert.w", Deed::Acknowledge),
            (95, "hubert.w", Deed::Resolve(Some("File sent again with the right date"))),
        ],
    ),
    routine(
        "sa-east checkout-gateway",
        "Boleto confirmations delayed",
        "low",
        &[(14, "mateus.carvalho", Deed::Acknowledge), (210, "mateus.carvalho", Deed::Resolve(None))],
    ),
    routine(
        "ap-northeast push-notification-worker",
        "通知の配信が遅延しています",
        "low",
        &[(5, "misaki.sato", Deed::Acknowledge), (38, "misaki.sato", Deed::Resolve(None))],
    ),
    routine(
        "me-central card-gateway",
        "تأخر في تفويض البطاقات",
        "high",
        &[(4, "sara.alhaddad", Deed::Acknowledge), (29, "sara.alhaddad", Deed::Resolve(None))],
    ),
    routine(
        "Checkout API",
        "Apple Pay sessions fail validation",
        "high",
        &[
            (2, "maya.chen", Deed::Acknowledge),
            (36, "maya.chen", Deed::Resolve(Some("Renewed the merchant certificate"))),
        ],
    ),
    routine(
        "Ledger",
        "Replica lag on ledger-eu-3",
        "low",
        &[(11, "juergen.grossmann", Deed::Acknowledge), (44, "juergen.grossmann", Deed::Resolve(None))],
    ),
    routine(
        "us-east warehouse-exporter",
        "Nightly export is 2 hours late",
        "low",
        &[(31, "mingxuan.li", Deed::Acknowledge), (160, "mingxuan.li", Deed::Resolve(None))],
    ),
    routine(
        "eu-west partner-file-gateway",
        "SFTP host key of a partner has changed",
        "low",
        &[(17, "lukasz.wisniewski", Deed::Acknowledge), (61, "lukasz.wisniewski", Deed::Resolve(None))],
    ),
    routine(
        "Customer Portal",
        "Two-factor text messages are not delivered in Brazil",
        "high",
        &[(6, "jonas.okafor", Deed::Acknowledge), (54, "jonas.okafor", Deed::Resolve(None))],
    ),
    routine("us-east session-cache", "Cache evictions above the threshold", "low", &[]),
    routine("af-south refund-worker", "Refund queue is growing", "low", &[]),
    routine(
        "Search",
        "Suggestions return nothing for accented words",
        "low",
        &[(22, "zeynep.yilmaz", Deed::Acknowledge), (300, "zeynep.yilmaz", Deed::Resolve(None))],
    ),
    routine(
        "Mobile App",
        "Push certificate expires in 3 days",
        "low",
        &[(40, "huong.nguyen", Deed::Acknowledge), (400, "huong.nguyen", Deed::Resolve(None))],
    ),
];
