//! Which parts of an incident are shown, and in which order.
//!
//! A part that the console learns later needs a variant, its place in `ALL` and its name; what was chosen before goes on to hold.

/// A part of an incident below its head and its actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// The latest status update.
    StatusUpdate,
    /// Who is at it.
    Responders,
    /// Its fields.
    Details,
    /// What happened.
    Timeline,
    /// What responders wrote.
    Notes,
    /// The other tickets of the incident.
    LinkedTickets,
}

/// A field in the details of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetailField {
    /// The service.
    Service,
    /// The urgency.
    Urgency,
    /// The priority.
    Priority,
    /// The escalation policy.
    EscalationPolicy,
    /// The teams.
    Teams,
    /// To whom it is assigned.
    AssignedTo,
    /// When it was triggered.
    TriggeredAt,
    /// When it was resolved.
    ResolvedAt,
    /// The ticket that it came from.
    Source,
}

/// Something that can be shown or hidden and has a place among its like.
pub trait Showable: Copy + PartialEq + 'static {
    /// All of them, in the order in which they stand unless somebody chooses another.
    const ALL: &'static [Self];

    /// The name under which it is kept; never shown.
    fn name(self) -> &'static str;
}

impl Showable for Block {
    const ALL: &'static [Self] =
        &[Self::StatusUpdate, Self::Responders, Self::Details, Self::Timeline, Self::Notes, Self::LinkedTickets];

    fn name(self) -> &'static str {
        match self {
            Self::StatusUpdate => "status_update",
            Self::Responders => "responders",
            Self::Details => "details",
            Self::Timeline => "timeline",
            Self::Notes => "notes",
            Self::LinkedTickets => "linked_tickets",
        }
    }
}

impl Showable for DetailField {
    const ALL: &'static [Self] = &[
        Self::Service,
        Self::Urgency,
        Self::Priority,
        Self::EscalationPolicy,
        Self::Teams,
        Self::AssignedTo,
        Self::TriggeredAt,
        Self::ResolvedAt,
        Self::Source,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Urgency => "urgency",
            Self::Priority => "priority",
            Self::EscalationPolicy => "escalation_policy",
            Self::Teams => "teams",
            Self::AssignedTo => "assigned_to",
            Self::TriggeredAt => "triggered_at",
            Self::ResolvedAt => "resolved_at",
            Self::Source => "source",
        }
    }
}

/// Everything of one kind exactly once, in an order, each shown or hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement<T>(Vec<(T, bool)>);

impl<T: Showable> Default for Arrangement<T> {
    fn default() -> Self {
        Self(T::ALL.iter().map(|item| (*item, true)).collect())
    }
}

impl<T: Showable> Arrangement<T> {
    /// What `words` say: names in order, one behind a minus sign is hidden. Names that nobody knows are passed over, and so is one
    /// that comes again. What is not named is shown if `unnamed` says so, beside what it stands beside by default.
    pub fn read<'a>(words: impl IntoIterator<Item = &'a str>, unnamed: bool) -> Self {
        let mut items: Vec<(T, bool)> = Vec::new();
        for word in words {
            let (name, shown) = word.strip_prefix('-').map_or((word, true), |name| (name, false));
            let known = T::ALL.iter().find(|item| item.name() == name);
            if let Some(item) = known.filter(|item| !items.iter().any(|(other, _)| other == *item)) {
                items.push((*item, shown));
            }
        }
        let mut behind: Option<T> = None;
        for item in T::ALL {
            if !items.iter().any(|(other, _)| other == item) {
                let place = items.iter().position(|(other, _)| Some(*other) == behind).map_or(0, |place| place + 1);
                items.insert(place, (*item, unnamed));
            }
            behind = Some(*item);
        }
        Self(items)
    }

    /// In words that [`Arrangement::read`] understands.
    pub fn write(&self) -> String {
        let word = |(item, shown): &(T, bool)| format!("{}{}", if *shown { "" } else { "-" }, item.name());
        self.0.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// Everything in its order, and whether it is shown.
    pub fn items(&self) -> &[(T, bool)] {
        &self.0
    }

    /// Whether `item` is shown.
    pub fn shows(&self, item: T) -> bool {
        self.0.contains(&(item, true))
    }

    /// Shows or hides `item`.
    pub fn set(&mut self, item: T, shown: bool) {
        for (other, is_shown) in &mut self.0 {
            if *other == item {
                *is_shown = shown;
            }
        }
    }

    /// At which place `item` stands, from 0.
    pub fn place(&self, item: T) -> usize {
        self.0.iter().position(|(other, _)| *other == item).unwrap_or_default()
    }

    /// Puts `item` at a place, or at the end if there are fewer.
    pub fn put(&mut self, item: T, place: usize) {
        let from = self.place(item);
        if from < self.0.len() {
            let moved = self.0.remove(from);
            self.0.insert(place.min(self.0.len()), moved);
        }
    }
}

/// What is shown of an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// The parts.
    pub blocks: Arrangement<Block>,
    /// The fields in its details.
    pub fields: Arrangement<DetailField>,
}

/// One of the things that can be shown, hidden and moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A part of an incident.
    Block(Block),
    /// A field in its details.
    Field(DetailField),
}

impl Item {
    /// Its name in ids and keys, where nobody reads it.
    pub fn key(self) -> String {
        match self {
            Self::Block(block) => format!("block-{}", block.name()),
            Self::Field(field) => format!("field-{}", field.name()),
        }
    }

    /// The item with this key.
    pub fn of_key(key: &str) -> Option<Self> {
        let blocks = Block::ALL.iter().map(|block| Self::Block(*block));
        let fields = DetailField::ALL.iter().map(|field| Self::Field(*field));
        blocks.chain(fields).find(|item| item.key() == key)
    }

    /// Whether both stand in the same list.
    pub fn is_like(self, other: Self) -> bool {
        matches!((self, other), (Self::Block(_), Self::Block(_)) | (Self::Field(_), Self::Field(_)))
    }
}

impl Display {
    /// Shows or hides `item`.
    pub fn set(&mut self, item: Item, shown: bool) {
        match item {
            Item::Block(block) => self.blocks.set(block, shown),
            Item::Field(field) => self.fields.set(field, shown),
        }
    }

    /// At which place `item` stands, from 0, and of how many.
    pub fn standing(&self, item: Item) -> (usize, usize) {
        match item {
            Item::Block(block) => (self.blocks.place(block), self.blocks.items().len()),
            Item::Field(field) => (self.fields.place(field), self.fields.items().len()),
        }
    }

    /// Puts `item` at a place among its like.
    pub fn put(&mut self, item: Item, place: usize) {
        match item {
            Item::Block(block) => self.blocks.put(block, place),
            Item::Field(field) => self.fields.put(field, place),
        }
    }

    /// The place to which a step up or down leads; none at the end.
    pub fn step(&self, item: Item, up: bool) -> Option<usize> {
        let (place, count) = self.standing(item);
        if up { place.checked_sub(1) } else { Some(place + 1).filter(|to| *to < count) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_named_comes_in_its_order_and_new_parts_stand_where_they_do_by_default() {
        let arrangement = Arrangement::<Block>::read("notes -details hologram notes".split(' '), true);
        assert_eq!(arrangement.write(), "status_update responders notes linked_tickets -details timeline");
        let listed = Arrangement::<Block>::read(["timeline", "details"], false);
        assert_eq!(listed.write(), "-status_update -responders timeline -notes -linked_tickets details");
        assert!(listed.shows(Block::Details) && !listed.shows(Block::Notes));
    }

    #[test]
    fn things_move_and_nothing_falls_off_the_end() {
        let mut arrangement = Arrangement::<Block>::default();
        arrangement.put(Block::Notes, 0);
        assert_eq!(arrangement.place(Block::Notes), 0);
        arrangement.put(Block::Notes, 4);
        assert_eq!(arrangement, Arrangement::default());
        arrangement.put(Block::LinkedTickets, 99);
        assert_eq!(arrangement, Arrangement::default());
        arrangement.set(Block::Timeline, false);
        assert!(!arrangement.shows(Block::Timeline));
    }

    #[test]
    fn every_item_is_found_by_its_key() {
        for block in Block::ALL {
            assert_eq!(Item::of_key(&Item::Block(*block).key()), Some(Item::Block(*block)));
        }
        for field in DetailField::ALL {
            assert_eq!(Item::of_key(&Item::Field(*field).key()), Some(Item::Field(*field)));
        }
        assert_eq!(Item::of_key("block-levitation"), None);
    }

    proptest! {
        #[test]
        fn whatever_was_kept_each_thing_is_there_once(text in "[a-z_ -]{0,80}", unnamed in any::<bool>(), place in 0_usize..12) {
            let mut arrangement = Arrangement::<DetailField>::read(text.split(' '), unnamed);
            arrangement.put(DetailField::Teams, place);
            prop_assert_eq!(arrangement.items().len(), DetailField::ALL.len());
            for field in DetailField::ALL {
                prop_assert_eq!(arrangement.items().iter().filter(|(item, _)| item == field).count(), 1);
            }
            prop_assert_eq!(Arrangement::read(arrangement.write().split(' '), !unnamed), arrangement);
        }
    }
}
