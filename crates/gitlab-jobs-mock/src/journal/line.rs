//! One line for each request: what a program's log says of it, in words or as JSON.

use std::fmt;

use serde_json::json;

use super::{Entry, Verdict};

fn rules(verdicts: &[Verdict]) -> Vec<&str> {
    verdicts.iter().map(|one| one.rule.as_str()).collect()
}

/// A line in words: `GET /api/v4/projects/1/jobs 200 list_project_jobs private-token`, then what is remarkable. Neither
/// query nor body is in it.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, self.path)?;
        match self.status {
            0 => f.write_str("-")?,
            status => write!(f, "{status}")?,
        }
        let operation = match self.operation.as_str() {
            "" => "-",
            known => known,
        };
        write!(f, " {operation} {}", self.credential.as_str())?;
        if self.fault {
            f.write_str(" fault")?;
        }
        if self.lost {
            f.write_str(" lost")?;
        }
        for rule in rules(&self.request) {
            write!(f, " violation={rule}")?;
        }
        for rule in rules(&self.response) {
            write!(f, " bug={rule}")?;
        }
        Ok(())
    }
}

impl Entry {
    /// The line as a JSON object, on one line: what [`Entry`] prints, by name. Neither query nor body is in it.
    pub fn json_line(&self) -> String {
        json!({
            "origin": self.origin.as_str(),
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "operation": self.operation,
            "credential": self.credential.as_str(),
            "fault": self.fault,
            "lost": self.lost,
            "violations": rules(&self.request),
            "bugs": rules(&self.response),
        })
        .to_string()
    }
}
