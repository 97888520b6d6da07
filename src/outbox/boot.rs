//! This start of the machine. What was written but not synced survives a killed process and not a
//! power cut; whether there was one since is seen by this name.

/// The name the system gave to this start, where it gives any. Without one, nothing is claimed ahead
/// and every mark is synced.
#[cfg(target_os = "linux")]
pub(super) fn id() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

/// No other system is asked yet.
#[cfg(not(target_os = "linux"))]
pub(super) fn id() -> Option<String> {
    None
}
