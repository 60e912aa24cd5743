//! Teams and people, in the scripts and time zones of a company that is everywhere.

use crate::pagerduty::model::{Team, User};
use crate::pagerduty::world::World;

const TEAMS: [(&str, &str); 12] = [
    ("Payments", "Authorization, capture and the checkout"),
    ("Ledger & Money Movement", "Ledger, payouts and reconciliation"),
    ("Card Issuing", "Virtual and physical cards"),
    ("Mobile", "The apps for iOS and Android"),
    ("Search & Discovery", "Search and recommendations"),
    ("Customer Experience", "The customer portal and the help center"),
    ("Platform", "Kubernetes, networks and delivery"),
    ("Data", "Pipelines, warehouse and reporting"),
    ("Identity & Risk", "Sign-in, fraud and compliance"),
    ("Integrations", "Partners, webhooks and files"),
    ("SRE EMEA", "Reliability, Europe, Middle East and Africa"),
    ("SRE APAC", "Reliability, Asia and Pacific"),
];

/// Name, local part of the address, role, time zone, job title, numbers of the teams.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [usize]);

const PEOPLE: [Row; 34] = [
    ("Maya Chen", "maya.chen", "admin", "America/Los_Angeles", "Staff Engineer, Payments", &[0, 6]),
    ("Jonas Okafor", "jonas.okafor", "limited_user", "Africa/Lagos", "Support Lead", &[5]),
    ("Priya Nair", "priya.nair", "user", "Asia/Kolkata", "Incident Manager", &[0, 5]),
    ("Olu Stake", "olu.stake", "read_only_user", "Europe/London", "VP Customer Success", &[5]),
    ("Amelia Thornton", "amelia.thornton", "owner", "America/New_York", "CTO", &[6]),
    ("山田 太郎", "taro.yamada", "limited_user", "Asia/Tokyo", "Site Reliability Engineer", &[11, 0]),
    ("佐藤 美咲", "misaki.sato", "user", "Asia/Tokyo", "Engineering Manager", &[11, 3]),
    ("王芳", "fang.wang", "limited_user", "Asia/Shanghai", "Backend Engineer", &[1, 11]),
    ("李明轩", "mingxuan.li", "limited_user", "Asia/Singapore", "Data Engineer", &[7]),
    ("김서연", "seoyeon.kim", "limited_user", "Asia/Seoul", "Mobile Engineer", &[3]),
    ("سارة الحداد", "sara.alhaddad", "user", "Asia/Dubai", "Engineering Manager, Issuing", &[2]),
    ("יעל כהן", "yael.cohen", "limited_user", "Asia/Jerusalem", "Security Engineer", &[8]),
    ("محمد رضا احمدی", "mohammad.ahmadi", "observer", "Asia/Tehran", "Risk Analyst", &[8]),
    ("Анна Соколова", "anna.sokolova", "limited_user", "Europe/Tallinn", "Backend Engineer", &[1]),
    ("Дмитро Шевченко", "dmytro.shevchenko", "limited_user", "Europe/Kyiv", "Platform Engineer", &[6, 10]),
    ("Ελένη Παπαδοπούλου", "eleni.papadopoulou", "limited_user", "Europe/Athens", "Search Engineer", &[4]),
    ("अर्जुन शर्मा", "arjun.sharma", "limited_user", "Asia/Kolkata", "Backend Engineer", &[0]),
    ("สมชาย ใจดี", "somchai.jaidee", "limited_user", "Asia/Bangkok", "Network Engineer", &[6, 11]),
    ("Nguyễn Thị Hương", "huong.nguyen", "limited_user", "Asia/Ho_Chi_Minh", "Quality Engineer", &[3]),
    ("José Ángel Muñoz", "jose.munoz", "user", "Europe/Madrid", "Head of Integrations", &[9]),
    ("Łukasz Wiśniewski", "lukasz.wisniewski", "limited_user", "Europe/Warsaw", "Backend Engineer", &[9]),
    ("Chloë Lefèvre", "chloe.lefevre", "limited_user", "Europe/Paris", "Frontend Engineer", &[5]),
    ("Jürgen Großmann", "juergen.grossmann", "limited_user", "Europe/Berlin", "Database Engineer", &[1, 10]),
    ("Siobhán O'Brien", "siobhan.obrien", "limited_user", "Europe/Dublin", "Site Reliability Engineer", &[10]),
    ("Ásdís Jónsdóttir", "asdis.jonsdottir", "limited_user", "Atlantic/Reykjavik", "Platform Engineer", &[6]),
    ("Thabo Mokoena", "thabo.mokoena", "limited_user", "Africa/Johannesburg", "Backend Engineer", &[2]),
    ("Zeynep Yılmaz", "zeynep.yilmaz", "limited_user", "Europe/Istanbul", "Search Engineer", &[4]),
    ("Mateus Carvalho", "mateus.carvalho", "limited_user", "America/Sao_Paulo", "Backend Engineer", &[0]),
    ("Lupita Hernández", "lupita.hernandez", "observer", "America/Mexico_City", "Support Specialist", &[5]),
    ("Aroha Ngata", "aroha.ngata", "limited_user", "Pacific/Auckland", "Site Reliability Engineer", &[11]),
    ("Kwame Asante-Boateng", "kwame.asante", "restricted_access", "Africa/Accra", "Contractor", &[9]),
    (
        "Wolfeschlegelsteinhausenbergerdorff-Montgomery, Hubert",
        "hubert.w",
        "limited_user",
        "America/Chicago",
        "Mainframe Engineer",
        &[1],
    ),
    ("Freya Lindqvist", "freya.lindqvist", "read_only_user", "Europe/Stockholm", "Account Manager", &[5]),
    ("Status Screen", "status.screen", "read_only_limited_user", "UTC", "Lobby display", &[]),
];

const COLORS: [&str; 6] = ["green", "purple", "red", "teal", "brown", "dark-slate-blue"];

/// Puts the teams and the people in.
pub(super) fn fill(world: &mut World) {
    let mut teams = Vec::new();
    for (name, description) in TEAMS {
        let id = world.random.resource();
        teams.push(id.clone());
        let team = Team { id: id.clone(), name: name.to_owned(), description: description.to_owned() };
        world.teams.insert(id, team);
    }
    for (name, address, role, time_zone, job_title, in_teams) in PEOPLE {
        let id = world.random.resource();
        let color = world.random.pick(&COLORS).copied().unwrap_or("green");
        let user = User {
            id: id.clone(),
            name: name.to_owned(),
            email: format!("{address}@northwind.example"),
            role: role.to_owned(),
            time_zone: time_zone.to_owned(),
            color: color.to_owned(),
            job_title: job_title.to_owned(),
            teams: in_teams.iter().filter_map(|number| teams.get(*number)).cloned().collect(),
        };
        world.users.insert(id, user);
    }
}

/// The id of the person with this local part of the address.
pub(super) fn person(world: &World, address: &str) -> Option<String> {
    world.user_by_email(&format!("{address}@northwind.example")).map(|user| user.id.clone())
}
