//! Memory stays flat, however long a list is.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use gitlab_jobs::{Client, ProjectId, ProjectJobsOptions};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const PAGE: u64 = 100;

/// The job at a place in the list.
fn job(place: u64) -> String {
    format!(
        r#"{{"id":{},"status":"success","stage":"s","name":"n","ref":"main","tag":false,"allow_failure":false,
        "created_at":"2026-01-01T00:00:00Z","web_url":"http://h","artifacts":[],
        "pipeline":{{"id":1,"sha":"a","ref":"main","status":"success","web_url":"http://h",
        "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}}}"#,
        1_000_000 - place
    )
}

/// Serves so many jobs in pages, by cursor.
fn serve(stream: &mut TcpStream, jobs: u64) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let mut query = head.split([' ', '?', '&']);
    let start: u64 = query
        .find_map(|part| part.strip_prefix("cursor=")?.parse().ok())
        .unwrap_or(0);
    let end = jobs.min(start + PAGE);
    let page: Vec<String> = (start..end).map(job).collect();
    let body = format!("[{}]", page.join(","));
    let link = if end < jobs {
        format!("Link: <http://h/?cursor={end}>; rel=\"next\"\r\n")
    } else {
        String::new()
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nConnection: close\r\n{link}Content-Length: {length}\r\n\r\n{body}"
    )
}

/// The most memory that was in use while a list of so many jobs was read.
fn peak_for(jobs: u64) -> f64 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        for _ in 0..jobs.div_ceil(PAGE) {
            let (mut stream, _) = listener.accept().unwrap();
            serve(&mut stream, jobs).unwrap();
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = Client::new(&origin).unwrap();
    MEMORY.reset_peak_usage();
    runtime.block_on(async {
        let mut list = client
            .all_project_jobs(&ProjectId::from(1), &ProjectJobsOptions::default())
            .prefetch(true);
        let mut count = 0;
        while let Some(job) = list.next().await {
            assert_eq!(job.unwrap().id, 1_000_000 - count);
            count += 1;
        }
        assert_eq!(count.unsigned_abs(), jobs);
    });
    let peak = MEMORY.peak_usage_as_kb();
    server.join().unwrap();
    f64::from(peak)
}

#[test]
fn a_hundred_thousand_jobs_need_little_more_memory_than_a_thousand() {
    // What is set up once belongs to neither.
    peak_for(200);
    let few = peak_for(1_000);
    let many = peak_for(100_000);
    println!("{few:.0} kB for 1,000 jobs, {many:.0} kB for 100,000");
    assert!(many <= 1.5 * few, "{few:.0} kB became {many:.0} kB");
}
