//! The server as clients see it: reading, changing, artifacts, credentials, and the journal.

#[path = "server/access.rs"]
mod access;
#[path = "server/actions.rs"]
mod actions;
#[path = "server/artifacts.rs"]
mod artifacts;
#[path = "support/client.rs"]
mod client;
#[path = "server/crowd.rs"]
mod crowd;
#[path = "server/faults.rs"]
mod faults;
#[path = "server/judging.rs"]
mod judging;
#[path = "server/program.rs"]
mod program;
#[path = "server/reading.rs"]
mod reading;
#[path = "server/versions.rs"]
mod versions;
#[path = "server/whole.rs"]
mod whole;
#[path = "server/worlds.rs"]
mod worlds;
