//! The settings screen in the browser; everything is in the library.

fn main() {
    #[cfg(target_arch = "wasm32")]
    incident_command_console::shell::start_settings();
}
