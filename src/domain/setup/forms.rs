//! The app's ticket field and the forms that show it.

/// The ticket field that holds the linked incidents. Zendesk: `ticket_field`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketField {
    /// Its id.
    pub id: u64,
    /// Its name; an administrator may have changed it.
    pub title: String,
    /// Whether it is in use; nothing can be written to one that was deactivated.
    pub active: bool,
}

/// A form that tickets are filled in on. Zendesk: `ticket_form`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketForm {
    /// Its id.
    pub id: u64,
    /// Its name; hostile text.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// The fields on it, in their order.
    pub fields: Vec<u64>,
}

/// What was found of the app's field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldReport {
    /// The field; `None` when the account has none.
    pub field: Option<TicketField>,
    /// Every form of the account; none where its plan has no forms.
    pub forms: Vec<TicketForm>,
}

impl FieldReport {
    /// The forms in use.
    pub fn forms_in_use(&self) -> impl Iterator<Item = &TicketForm> {
        self.forms.iter().filter(|form| form.active)
    }

    /// The forms that do not show the field. An account with one form has nothing to choose: Zendesk shows every field on it.
    pub fn forms_without_field(&self) -> Vec<&TicketForm> {
        let Some(field) = &self.field else { return Vec::new() };
        if self.forms_in_use().count() < 2 {
            return Vec::new();
        }
        self.forms_in_use().filter(|form| !form.fields.contains(&field.id)).collect()
    }

    /// Puts a form in the place of what was known of it.
    pub fn replace(&mut self, form: TicketForm) {
        if let Some(known) = self.forms.iter_mut().find(|known| known.id == form.id) {
            *known = form;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(id: u64, active: bool, fields: &[u64]) -> TicketForm {
        TicketForm { id, name: format!("Form {id}"), active, fields: fields.into() }
    }

    fn report(forms: Vec<TicketForm>) -> FieldReport {
        FieldReport { field: Some(TicketField { id: 5, title: "Incidents".into(), active: true }), forms }
    }

    fn lacking(report: &FieldReport) -> Vec<u64> {
        report.forms_without_field().iter().map(|form| form.id).collect()
    }

    #[test]
    fn only_forms_in_use_can_lack_the_field() {
        let mut found = report(vec![form(1, true, &[5]), form(2, true, &[7]), form(3, false, &[])]);
        assert_eq!(lacking(&found), [2]);
        found.replace(form(2, true, &[7, 5]));
        found.replace(form(9, true, &[]));
        assert_eq!((lacking(&found).len(), found.forms.len()), (0, 3));
    }

    #[test]
    fn one_form_needs_nothing_and_neither_does_an_account_without_the_field() {
        assert!(lacking(&report(vec![form(1, true, &[])])).is_empty());
        assert!(lacking(&report(vec![form(1, true, &[]), form(2, false, &[])])).is_empty());
        let absent = FieldReport { field: None, ..report(vec![form(1, true, &[]), form(2, true, &[])]) };
        assert!(lacking(&absent).is_empty());
    }
}
