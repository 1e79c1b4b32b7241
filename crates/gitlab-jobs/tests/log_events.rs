//! Logs with times, taken apart: as runners write them, whoever writes in between, and wherever lines are broken.

use gitlab_jobs::{LineStamp, LogEvent, LogParser};

fn parse(pieces: &[&[u8]]) -> Vec<LogEvent> {
    let mut parser = LogParser::new();
    let mut events: Vec<LogEvent> = pieces.iter().flat_map(|piece| parser.push(piece)).collect();
    events.extend(parser.finish());
    events
}

/// The events as lines of text, which are easier to read than they are.
fn told(log: &str) -> Vec<String> {
    let events = parse(&[log.as_bytes()]).into_iter();
    let told = events.map(|event| match event {
        LogEvent::Text(text) => text,
        LogEvent::LineEnd => "/".to_owned(),
        LogEvent::Return => "<".to_owned(),
        LogEvent::Style(numbers) => format!("style {numbers:?}"),
        LogEvent::SectionStart { name, time, .. } => format!("start {name} {time}"),
        LogEvent::SectionEnd { name, time } => format!("end {name} {time}"),
        LogEvent::Stamp(stamp) => stamped(stamp),
        other => panic!("{other:?} is new here"),
    });
    told.collect()
}

fn stamped(stamp: LineStamp) -> String {
    let output = if stamp.stderr { "err" } else { "out" };
    let goes_on = if stamp.continues { "+" } else { "" };
    let time = stamp.time.format("%H:%M:%S%.6f");
    format!("{time} {}{output}{goes_on}", stamp.stream)
}

/// What runner 18 writes, shortened.
const LOG: &str = "\
2026-05-08T09:28:43.725057Z 00O \x1b[0KRunning with gitlab-runner 18.11.1 (5265d41d)\x1b[0;m\r
2026-05-08T09:28:43.725060Z 00O section_start:1778232523:prepare_executor\r
2026-05-08T09:28:43.725063Z 00O+\x1b[0K\x1b[0K\x1b[36;1mPreparing the \"shell\" executor\x1b[0;m\x1b[0;m
2026-05-08T09:28:43.725066Z 00O section_end:1778232523:prepare_executor\r
2026-05-08T09:28:43.725069Z 00O+\x1b[0Ksection_start:1778232523:step_script\r
2026-05-08T09:28:44.369212Z 00O+\x1b[0K\x1b[0K$ make
2026-05-08T09:28:45.624018Z 01O  10%\r
2026-05-08T09:28:45.761570Z 01E make: *** [all] Error 1
2026-05-08T09:28:46.000000Z 01O+100%\r
2026-05-08T09:28:46.100000Z 01O+
2026-05-08T09:28:47.104895Z 01O \n\
2026-05-08T09:28:58.424825Z 00O \x1b[31;1mERROR: Job failed: exit status 1
2026-05-08T09:28:58.424825Z 00O+\x1b[0;m
";

#[test]
fn a_log_with_times_is_taken_apart() {
    assert_eq!(
        told(LOG),
        [
            "09:28:43.725057 0out",
            "Running with gitlab-runner 18.11.1 (5265d41d)",
            "style [0, 0]",
            "/",
            "09:28:43.725060 0out",
            "start prepare_executor 1778232523",
            "09:28:43.725063 0out+",
            "style [36, 1]",
            "Preparing the \"shell\" executor",
            "style [0, 0]",
            "style [0, 0]",
            "/",
            "09:28:43.725066 0out",
            "end prepare_executor 1778232523",
            "09:28:43.725069 0out+",
            "start step_script 1778232523",
            "09:28:44.369212 0out+",
            "$ make",
            "/",
            "09:28:45.624018 1out",
            " 10%",
            "/",
            // Somebody else has written in between: the line starts anew, and says that it goes on.
            "09:28:45.761570 1err",
            "make: *** [all] Error 1",
            "/",
            "09:28:46.000000 1out+",
            "100%",
            "09:28:46.100000 1out+",
            "/",
            "09:28:47.104895 1out",
            "/",
            "09:28:58.424825 0out",
            "style [31, 1]",
            "ERROR: Job failed: exit status 1",
            "09:28:58.424825 0out+",
            "style [0, 0]",
            "/",
        ]
    );
}

#[test]
fn it_does_not_matter_where_pieces_of_a_log_with_times_are_cut() {
    let whole = parse(&[LOG.as_bytes()]);
    for cut in 0..=LOG.len() {
        let (first, second) = LOG.as_bytes().split_at(cut);
        assert_eq!(parse(&[first, second]), whole, "cut at {cut}");
    }
    let bytes: Vec<&[u8]> = LOG.as_bytes().chunks(1).collect();
    assert_eq!(parse(&bytes), whole);
}

#[test]
fn the_first_line_decides_whether_a_log_has_times() {
    let line = "2026-05-08T09:28:43.725057Z 00O+x";
    let without = format!("Running\n{line}\n");
    assert_eq!(told(&without), ["Running", "/", line, "/"]);
    let with = format!("{line}\nno stamp\n2026-05-08T09:28:43.725057Z 0\n{line}");
    assert_eq!(
        told(&with),
        [
            "09:28:43.725057 0out+",
            "x",
            "/",
            "no stamp",
            "/",
            "2026-05-08T09:28:43.725057Z 0",
            "/",
            "09:28:43.725057 0out+",
            "x"
        ]
    );
    for short in ["", "2026", "2026-05-08T09:28:43.725057Z 00O"] {
        let expected: Vec<&str> = Some(short)
            .filter(|short| !short.is_empty())
            .into_iter()
            .collect();
        assert_eq!(told(short), expected);
    }
}

/// Writes as a runner does: a line for each line feed, one for the last carriage return of what came without one, and
/// one whenever too much has gathered.
struct Writer {
    log: Vec<u8>,
    gathered: Vec<u8>,
    continues: bool,
    count: u32,
}

impl Writer {
    fn write(&mut self, mut bytes: &[u8]) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            self.gathered.extend_from_slice(&bytes[..end]);
            self.line(false);
            bytes = &bytes[end + 1..];
        }
        if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\r') {
            self.gathered.extend_from_slice(&bytes[..=end]);
            self.line(true);
            bytes = &bytes[end + 1..];
        }
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() > 8192 {
            self.line(true);
        }
    }

    fn line(&mut self, broken: bool) {
        let border = if self.continues { '+' } else { ' ' };
        let stamp = format!("2026-05-08T09:28:43.{:06}Z 01O{border}", self.count);
        self.count += 1;
        self.log.extend_from_slice(stamp.as_bytes());
        self.log.append(&mut self.gathered);
        self.log.push(b'\n');
        self.continues = broken;
    }
}

/// Joins neighbouring texts, because where a text is handed out is nobody's promise.
fn joined(events: Vec<LogEvent>) -> Vec<LogEvent> {
    let mut joined: Vec<LogEvent> = Vec::new();
    for event in events {
        match (joined.last_mut(), event) {
            (_, LogEvent::Stamp(_)) => {}
            (Some(LogEvent::Text(text)), LogEvent::Text(more)) => text.push_str(&more),
            (_, event) => joined.push(event),
        }
    }
    joined
}

#[test]
fn what_a_runner_breaks_into_lines_reads_as_if_it_had_not() {
    const PARTS: [&str; 12] = [
        "plain ",
        "grün €uro 𝄞 ",
        "\x1b[31;1mred\x1b[0m",
        "\n",
        "\n",
        "\r\n",
        "50%\r",
        "\x1b[0Ksection_start:17:a.b\r\x1b[0K",
        "\x1b[0Ksection_end:18:a.b\r\x1b[0K",
        "\x1b]0;a title\x07",
        "\n\n",
        "\t",
    ];
    for seed in 0..300 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut output = String::from("Running\n");
        for _ in 0..random.usize(1..40) {
            output.push_str(random.choice(PARTS).unwrap());
            if random.u8(..) < 8 {
                // Long enough to be broken, within characters and escape sequences too.
                output.push('\n');
                output.push_str(&"𝄞 \x1b[1mlong\x1b[22m €".repeat(random.usize(300..2000)));
                output.push('\n');
            }
        }
        output.push('\n');
        let mut writer = Writer {
            log: Vec::new(),
            gathered: Vec::new(),
            continues: false,
            count: 0,
        };
        let mut rest = output.as_bytes();
        while !rest.is_empty() {
            let (written, later) = rest.split_at(random.usize(1..=rest.len().min(5000)));
            writer.write(written);
            rest = later;
        }
        assert_eq!(
            joined(parse(&[&writer.log])),
            joined(parse(&[output.as_bytes()])),
            "seed {seed}"
        );
    }
}
