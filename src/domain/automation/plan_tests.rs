//! Laws of planning.
