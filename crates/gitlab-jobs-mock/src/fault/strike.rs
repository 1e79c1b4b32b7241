//! Which fault strikes a request, and what it does to it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Fault, Harm, Kind, Reset};
use crate::reply::Reply;

/// What has to be done to one request.
#[derive(Debug, Default)]
pub(crate) struct Strike {
    /// The answer instead of the operation's, and whether the document judges it.
    pub(crate) instead: Option<(Reply, bool)>,
    pub(crate) stall: bool,
    pub(crate) reset: Option<Reset>,
    pub(crate) delay: Duration,
    /// What becomes of the body; of two harms the first one is done.
    pub(crate) body: Option<Harm>,
    /// How many jobs come to be after the answer.
    pub(crate) shift: u32,
}

impl Strike {
    /// Whether the operation's answer is not sent.
    fn answers(&self) -> bool {
        self.instead.is_some() || self.silences()
    }

    /// Whether no answer is sent at all.
    pub(crate) fn silences(&self) -> bool {
        self.stall || self.reset.is_some()
    }

    /// Whether the operation is performed.
    pub(crate) fn performs(&self) -> bool {
        !self.answers() || self.reset == Some(Reset::AfterPerforming)
    }
}

/// Counts a request, and tells what strikes it. Spent faults are forgotten.
pub(crate) fn strike(faults: &mut Vec<Fault>, operation: &str) -> Option<Strike> {
    let mut strike: Option<Strike> = None;
    let meant = |fault: &&mut Fault| fault.operation == operation || fault.operation == Fault::ANY;
    for fault in faults.iter_mut().filter(meant) {
        if fault.after > 0 {
            fault.after -= 1;
            continue;
        }
        if fault.times == Some(0) {
            continue;
        }
        if let Some(chance) = &mut fault.chance
            && chance.random.f64() >= chance.probability
        {
            continue;
        }
        // Of two answers the first one wins, and the other keeps for the next request.
        let answered = strike.as_ref().is_some_and(Strike::answers);
        if answered && fault.kind.answers() {
            continue;
        }
        fault.times = fault.times.map(|left| left - 1);
        fault.kind.add_to(strike.get_or_insert_default());
    }
    faults.retain(|fault| fault.times != Some(0));
    strike
}

impl Kind {
    /// Whether it takes the place of the operation's answer.
    fn answers(&self) -> bool {
        match self {
            Self::Status { .. } | Self::Answer { .. } | Self::Stall | Self::Reset(_) => true,
            Self::Delay(_) | Self::Body(_) | Self::Shift(_) => false,
        }
    }

    fn add_to(&self, strike: &mut Strike) {
        match self {
            Self::Status {
                status,
                retry_after,
            } => strike.instead = Some((refusal(*status, *retry_after), false)),
            Self::Answer { reply, judged } => strike.instead = Some((reply.clone(), *judged)),
            Self::Stall => strike.stall = true,
            Self::Reset(when) => strike.reset = Some(*when),
            Self::Delay(by) => strike.delay = strike.delay.saturating_add(*by),
            Self::Body(harm) => strike.body = strike.body.or(Some(*harm)),
            Self::Shift(jobs) => strike.shift = strike.shift.saturating_add(*jobs),
        }
    }
}

fn refusal(status: u16, retry_after: Option<u32>) -> Reply {
    let mut reply = if status == 429 {
        // A client compares it with the real time, not with the world's.
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let reset = now.unwrap_or_default().as_secs() + u64::from(retry_after.unwrap_or(0));
        Reply::bytes(status, "text/plain", b"Retry later\n".to_vec())
            .header("RateLimit-Limit", "600")
            .header("RateLimit-Name", "throttle_authenticated_api")
            .header("RateLimit-Observed", "601")
            .header("RateLimit-Remaining", "0")
            .header("RateLimit-Reset", reset.to_string())
            .header("RateLimit-ResetTime", date(reset))
    } else {
        let page = format!("<!DOCTYPE html>\n<html><body><h1>{status}</h1></body></html>\n");
        Reply::bytes(status, "text/html", page.into_bytes())
    };
    if let Some(seconds) = retry_after {
        reply = reply.header("Retry-After", seconds.to_string());
    }
    reply
}

/// Unix seconds as HTTP writes a date.
fn date(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).unwrap_or(0);
    let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(fault: Fault, requests: usize) -> Vec<bool> {
        let mut faults = vec![fault];
        (0..requests)
            .map(|_| strike(&mut faults, "get_job").is_some())
            .collect()
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed_and_about_as_often_as_said() {
        let fault = |seed| Fault::truncate("get_job").chance(0.25, seed);
        let first = struck(fault(1), 1000);
        assert_eq!(first, struck(fault(1), 1000));
        assert_ne!(first, struck(fault(2), 1000));
        let count = first.iter().filter(|hit| **hit).count();
        assert!((200..300).contains(&count), "{count}");
        let some = struck(fault(1).times(3), 1000);
        assert_eq!(some.iter().filter(|hit| **hit).count(), 3);
        assert_eq!(struck(Fault::truncate("*").chance(0.0, 1), 9), [false; 9]);
        assert_eq!(struck(Fault::truncate("*").chance(1.0, 1), 9), [true; 9]);
    }

    #[test]
    fn of_two_answers_one_keeps_and_other_faults_add_up() {
        let mut faults = vec![
            Fault::status("get_job", 500),
            Fault::reset("*", Reset::AfterRead),
            Fault::truncate("get_job").times(2),
        ];
        let first = strike(&mut faults, "get_job").expect("a strike");
        assert!(first.instead.is_some() && first.reset.is_none() && first.body.is_some());
        let second = strike(&mut faults, "get_job").expect("a strike");
        assert!(second.instead.is_none() && second.reset.is_some() && second.body.is_some());
        assert!(faults.is_empty());
        assert!(strike(&mut faults, "get_job").is_none());
    }

    #[test]
    fn dates_are_written_as_http_has_them() {
        assert_eq!(date(1_795_258_860), "Sat, 21 Nov 2026 11:01:00 GMT");
    }
}
