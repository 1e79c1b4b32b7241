//! The binary: exit codes, formats, names and standard input, in folders of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::annotations::steers;
use crate::rules_folder;

pub(crate) const CLEAN: &str = include_str!("kettles.md");
pub(crate) const BROKEN: &str = "# Show a kettle\n\n```plaintext\nGET /kettles/:id\n```\n\nExample response:\n\n```json\n{\n  \"id\": 7,\n  \"name\": \"Whistler\",\n}\n```\n";

/// A new folder with the document in it.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("doccheck")
        .join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    fs::copy(
        rules_folder().join("kettles.yaml"),
        folder.join("kettles.yaml"),
    )
    .unwrap();
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doccheck"));
    command
        .current_dir(folder)
        .args(args)
        .env_remove("NO_COLOR");
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn a_clean_page_exits_with_0_and_a_broken_one_with_1() {
    let folder = folder("exit");
    fs::write(folder.join("clean.md"), CLEAN).unwrap();
    fs::write(folder.join("broken.md"), BROKEN).unwrap();
    let clean = run(&folder, &["check", "clean.md", "--openapi", "kettles.yaml"]);
    assert_eq!(code(&clean), 0, "{}", stdout(&clean));
    assert!(stdout(&clean).contains("clean.md: read as markdown: the page has a heading at 1:1"));
    let broken = run(
        &folder,
        &["check", "broken.md", "--openapi", "kettles.yaml"],
    );
    assert_eq!(code(&broken), 1);
    assert!(
        stdout(&broken).contains("broken.md:12:21"),
        "{}",
        stdout(&broken)
    );
    let forgiven = run(
        &folder,
        &[
            "check",
            "broken.md",
            "--openapi",
            "kettles.yaml",
            "--exit-zero",
        ],
    );
    assert_eq!(code(&forgiven), 0);
}

#[test]
fn what_cannot_run_exits_with_2_and_says_why() {
    let folder = folder("usage");
    fs::write(folder.join("page.md"), CLEAN).unwrap();
    fs::write(folder.join("bad.toml"), "opanapi = 'x'\n").unwrap();
    fs::write(
        folder.join("locale.toml"),
        "[[pages]]\npaths = ['*.md']\nlocales = ['en', 'eng']\n",
    )
    .unwrap();
    fs::write(folder.join("latin.md"), b"caf\xe9").unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    for (args, why) in [
        (&["chek"][..], "there is no command `chek`"),
        (&[], "write what to do: `check`, `init` or `rules`"),
        (&["check"], "there is no page to check"),
        (
            &["check", "page.md"],
            "nothing says which OpenAPI document page.md is held against",
        ),
        (
            &["check", "page.md", "--openapi", "none.yaml"],
            "none.yaml could not be read",
        ),
        (
            &["check", "none.md", "--openapi", "kettles.yaml"],
            "none.md could not be read",
        ),
        (
            &["check", "latin.md", "--openapi", "kettles.yaml"],
            "latin.md could not be read",
        ),
        (
            &["check", "page.md", "--openapi", "page.md"],
            "page.md:7:1: this is not YAML",
        ),
        (
            &["check", "page.md", "--format", "xml"],
            "`xml` is no format",
        ),
        (
            &["check", "page.md", "--reader", "word"],
            "`word` is no reader",
        ),
        (&["check", "page.md", "--verbose"], "--verbose"),
        (
            &["check", "page.md", "--config", "bad.toml"],
            "unknown field `opanapi`",
        ),
        (
            &["check", "page.md", "--config", "locale.toml"],
            "there are no words of the locale `eng`: the locales are `en`, `ko`, `ja`",
        ),
        (
            &[
                "check",
                "page.md",
                "--openapi",
                "kettles.yaml",
                "--as-of",
                "1.0",
            ],
            "`[history]`",
        ),
        (
            &[
                "check",
                "page.md",
                "--openapi",
                "kettles.yaml",
                "--baseline",
                "none.json",
            ],
            "there is no baseline none.json: write it with `--update-baseline`",
        ),
        (
            &["rules", "json-sintax"],
            "there is no rule `json-sintax`; did you mean `json-syntax`?",
        ),
        (
            &["check", "page.md", "--format", "json", "--format", "sarif"],
            "`--format json` and `--format sarif` both go to standard output: send one to a file, as in `--format sarif=FILE`",
        ),
        (
            &[
                "check", "page.md", "--format", "json=a", "--format", "sarif=a",
            ],
            "`--format json` and `--format sarif` both go to a: name two files",
        ),
        (
            &["check", "page.md", "--format", "json="],
            "`json=` names no file",
        ),
        (&["check", "-", "-"], "`-` stands twice"),
        (
            &["check", "empty", "--openapi", "kettles.yaml"],
            "there is no page in the folder empty: pages are files that end with .md",
        ),
        (
            &["check", "page.md", "empty", "--openapi", "kettles.yaml"],
            "there is no page in the folder empty",
        ),
        (&["init", "--baseline", "a.json"], "--baseline"),
    ] {
        let output = run(&folder, args);
        assert_eq!(code(&output), 2, "{args:?}: {}", stdout(&output));
        assert!(stderr(&output).starts_with("doccheck: "), "{args:?}");
        assert!(
            stderr(&output).contains(why),
            "{args:?}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn formats_can_be_told_together() {
    let folder = folder("formats");
    fs::write(folder.join("broken.md"), BROKEN).unwrap();
    let args = [
        "check",
        "broken.md",
        "--openapi",
        "kettles.yaml",
        "--format",
        "text",
        "--format",
        "sarif=out.sarif",
        "--format",
        "json=out.json",
    ];
    let output = run(&folder, &args);
    assert!(stdout(&output).contains("error[json-syntax]"));
    let sarif: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("out.sarif")).unwrap()).unwrap();
    let json: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("out.json")).unwrap()).unwrap();
    let finding = &json["pages"][0]["findings"][0];
    assert_eq!(
        sarif["runs"][0]["results"][0]["partialFingerprints"]["doccheck/v1"],
        finding["fingerprint"]
    );
    assert_eq!(json["openapi"], "kettles.yaml");
}

#[test]
#[cfg(unix)]
fn a_file_name_that_steers_a_terminal_is_shown_without_doing_so() {
    let folder = folder("names");
    let name = "a\u{1b}[31m\nb\u{202e}\\c.md";
    fs::write(folder.join(name), BROKEN).unwrap();
    fs::write(folder.join("wrong.toml"), "opanapi = '\u{202e}'\n").unwrap();
    let output = run(&folder, &["check", ".", "--openapi", "kettles.yaml"]);
    assert_eq!(code(&output), 1);
    let told = stdout(&output);
    assert!(!steers(&told), "{told:?}");
    assert!(
        told.contains("a\u{fffd}[31m\u{fffd}b\u{fffd}\\c.md:12:21"),
        "{told}"
    );
    for args in [
        &["check", name][..],
        &["check", "none\u{1b}[31m.md", "--openapi", "kettles.yaml"],
        &["check", name, "--openapi", "no\u{9b}ne.yaml"],
        &["check", name, "--config", "wrong.toml"],
        &["chec\u{1b}k"],
        &["check", "--format", "x\u{1b}"],
    ] {
        let output = run(&folder, args);
        assert_eq!(code(&output), 2);
        assert!(!steers(&stderr(&output)), "{args:?}: {:?}", stderr(&output));
    }
}

#[test]
fn a_page_can_come_through_standard_input_under_a_name() {
    let folder = folder("stdin");
    let args = [
        "check",
        "-",
        "--stdin-filename",
        "docs/kettle.md",
        "--openapi",
        "kettles.yaml",
        "--format",
        "github",
    ];
    let mut child = command(&folder, &args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(BROKEN.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("::error file=docs/kettle.md,line=12,endLine=12,col=21,"));
}

#[test]
fn keywords_that_nothing_is_held_to_are_told_once_for_a_document() {
    let folder = folder("unjudged");
    fs::write(folder.join("one.md"), CLEAN).unwrap();
    fs::write(folder.join("two.md"), CLEAN).unwrap();
    let document = fs::read_to_string(folder.join("kettles.yaml")).unwrap();
    let wrong = document.replace("minimum: 1, maximum: 100", "minimum: one, maximum: 100");
    assert_ne!(wrong, document);
    fs::write(folder.join("wrong.yaml"), wrong).unwrap();
    let check = |openapi: &str| {
        stderr(&run(
            &folder,
            &["check", "one.md", "two.md", "--openapi", openapi],
        ))
    };
    let told = check("wrong.yaml");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(
        told.starts_with("doccheck: wrong.yaml:14:") && told.contains("`minimum` in #/paths/"),
        "{told}"
    );
    assert_eq!(check("kettles.yaml"), "");
    let jobs = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../openapi/gitlab-jobs.yaml"
    );
    assert_eq!(check(jobs), "");
}

#[test]
#[cfg(unix)]
fn links_that_lead_in_circles_and_what_is_no_file_are_told_apart_from_pages() {
    use std::os::unix::fs::symlink;
    let folder = folder("circles");
    fs::create_dir_all(folder.join("docs/deep")).unwrap();
    fs::write(folder.join("docs/deep/page.md"), BROKEN).unwrap();
    symlink("..", folder.join("docs/deep/up")).unwrap();
    symlink(".", folder.join("docs/self")).unwrap();
    symlink("docs", folder.join("named")).unwrap();
    for path in ["docs", "named", "docs/deep/up"] {
        let args = [
            "check",
            path,
            "--openapi",
            "kettles.yaml",
            "--format",
            "github",
        ];
        let output = run(&folder, &args);
        assert_eq!(code(&output), 1, "{}", stderr(&output));
        let errors = stdout(&output).matches("::error ").count();
        assert_eq!(errors, 1, "{path}: {}", stdout(&output));
    }
    let output = run(
        &folder,
        &["check", "/dev/null", "--openapi", "kettles.yaml"],
    );
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("/dev/null is neither a file nor a folder"));
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_away_is_no_mistake_and_a_full_disk_is_one() {
    let folder = folder("pipe");
    let text = BROKEN.repeat(200);
    fs::write(folder.join("broken.md"), text).unwrap();
    let args = ["check", "broken.md", "--openapi", "kettles.yaml"];
    let mut child = command(&folder, &args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Much more is told than a pipe holds, so that it must notice.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), stderr(&output).as_str()), (1, ""));
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = command(&folder, &args).stdout(full).output().unwrap();
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("standard output could not be written"));
    }
}

#[test]
fn a_page_that_is_named_in_several_spellings_is_checked_once() {
    let folder = folder("spellings");
    fs::create_dir(folder.join("docs")).unwrap();
    fs::write(folder.join("docs/page.md"), BROKEN).unwrap();
    let whole = folder.join("docs/page.md");
    let args = [
        "check",
        "docs/page.md",
        "./docs/page.md",
        "docs/../docs/page.md",
        "docs",
        whole.to_str().unwrap(),
        "--openapi",
        "kettles.yaml",
        "--format",
        "json",
    ];
    let output = run(&folder, &args);
    let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let pages = json["pages"].as_array().unwrap().iter();
    let paths: Vec<_> = pages.map(|page| page["path"].as_str().unwrap()).collect();
    assert_eq!(
        paths.iter().filter(|path| path.contains("page.md")).count(),
        1,
        "{paths:?}"
    );
}

#[test]
fn any_number_of_threads_tells_the_same() {
    let folder = folder("threads");
    for number in 0..24 {
        let text = if number % 3 == 0 {
            BROKEN.to_owned()
        } else {
            CLEAN.replace("\"hot\"", &format!("\"hot{number}\""))
        };
        fs::write(folder.join(format!("page{number}.md")), text).unwrap();
    }
    let told = |threads: &str| {
        let args = [
            "check",
            ".",
            "--openapi",
            "kettles.yaml",
            "--format",
            "json=out.json",
            "--format",
            "text",
            "--threads",
            threads,
        ];
        let text = stdout(&run(&folder, &args));
        text + &fs::read_to_string(folder.join("out.json")).unwrap()
    };
    let one = told("1");
    assert!(one.contains("payload-open-value") && one.contains("json-syntax"));
    for threads in ["0", "2", "7", "64"] {
        assert_eq!(told(threads), one);
    }
}

#[test]
fn explain_tells_what_each_claim_was_bound_to() {
    let folder = folder("explain");
    fs::write(folder.join("broken.md"), BROKEN).unwrap();
    let output = run(
        &folder,
        &[
            "check",
            "broken.md",
            "--openapi",
            "kettles.yaml",
            "--explain",
        ],
    );
    assert!(
        stdout(&output).contains("broken.md:10:1: response, about get_kettle: the last endpoint line before it is `GET /kettles/:id`"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn rules_are_listed_and_shown() {
    let folder = folder("rules");
    let list = stdout(&run(&folder, &["rules"]));
    assert_eq!(
        list.lines().count(),
        openapi_doccheck::rule::Rule::ALL.len()
    );
    let page = stdout(&run(&folder, &["rules", "curl-method"]));
    assert!(page.starts_with("# curl-method\n"));
    assert!(page.contains("\nLevel: error, unless `[rules]`"), "{page}");
    assert_eq!(code(&run(&folder, &["--help"])), 0);
    assert!(stdout(&run(&folder, &["--version"])).starts_with("doccheck "));
}
