//! A world of a million jobs is listed in the memory that a small one needs.

use std::io::{Read, Write};
use std::net::TcpStream;

use gitlab_jobs_mock::{Mock, WorldKind};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The status of an answer, which is read to its end but not kept.
fn get(mock: &Mock, path: &str) -> String {
    let address = mock.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let token = mock.token();
    let request = format!(
        "GET /api/v4{path} HTTP/1.1\r\nHost: {address}\r\nPRIVATE-TOKEN: {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut status = [0; 12];
    stream.read_exact(&mut status).expect("it answers");
    std::io::copy(&mut stream, &mut std::io::sink()).expect("it ends");
    String::from_utf8_lossy(&status).into_owned()
}

/// How much memory a world and the listing of pages all over it need at most, in kB.
fn peak_for(jobs: u64) -> f32 {
    let before = MEMORY.current_usage_as_kb();
    let world = WorldKind::Generated { jobs, seed: 7 };
    let mock = Mock::builder().world(world).start().expect("a free port");
    let pages = jobs / 100;
    let first = 4_400_000_001;
    let paths = [
        "/projects/1/jobs?per_page=100".to_owned(),
        format!("/projects/1/jobs?per_page=100&page={}", pages / 2),
        format!("/projects/1/jobs?per_page=100&page={pages}"),
        "/projects/1/jobs?per_page=100&pagination=keyset".to_owned(),
        format!(
            "/projects/1/jobs?per_page=100&pagination=keyset&cursor={}",
            first + jobs / 2
        ),
        "/projects/1/jobs?per_page=100&pagination=keyset&cursor=4400000101".to_owned(),
        "/projects/1/jobs?per_page=100&scope[]=preparing&page=3".to_owned(),
        "/projects/1/pipelines?per_page=100&page=9".to_owned(),
        "/projects/1/pipelines/2200000001/jobs".to_owned(),
    ];
    MEMORY.reset_peak_usage();
    for path in paths {
        assert_eq!(get(&mock, &path), "HTTP/1.1 200", "{path}");
    }
    MEMORY.peak_usage_as_kb() - before
}

#[test]
fn a_million_jobs_need_little_more_memory_than_a_thousand() {
    // What is set up once belongs to neither.
    peak_for(1_000);
    let few = peak_for(1_000);
    let many = peak_for(1_000_000);
    println!("{few:.0} kB for 1,000 jobs, {many:.0} kB for 1,000,000");
    assert!(many <= 1.5 * few, "{few:.0} kB became {many:.0} kB");
}
