//! Garden-shaped components that know nothing of incidents.
//!
//! Words come in as fields, events go out as callbacks, and each component owns its accessibility:
//! names, roles, states, keys and where the focus goes. The looks are in `assets/styles/`, one file for each block.
//!
//! Rules that hold for all of them:
//! * no `style` attribute and no `innerHTML`: the content security policy refuses the one, hostile text the other;
//!   a computed value travels as a custom property through the CSSOM,
//! * a control that may not be used is `aria-disabled` with its reason, keeps the focus and swallows the press,
//! * nothing takes the focus unless the agent did something inside the app,
//! * views are erased at each component's edge, which keeps the program small.

pub mod alert;
pub mod arranging;
pub mod avatar;
pub mod button;
pub mod caret;
pub mod checkbox;
pub mod chip;
pub mod combobox;
pub mod disclosure;
pub mod dynamic;
pub mod external_link;
pub mod field;
pub mod file_button;
pub mod focus;
pub mod fold;
pub mod footer_bar;
pub mod foreign_html;
pub mod icon;
pub mod identity;
pub mod key_value;
pub mod live_regions;
pub mod matching;
pub mod matrix;
pub mod menu;
pub mod part;
pub mod radio_cards;
pub mod radio_list;
pub mod reactive;
pub mod rows;
pub mod segmented;
pub mod select;
pub mod skeleton;
pub mod stepping;
pub mod switch;
pub mod tabs;
pub mod tag;
pub mod task_view;
pub mod text_input;
pub mod timeline_list;
pub mod well;
