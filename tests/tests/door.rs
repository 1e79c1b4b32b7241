//! Every operation of the document through the client's door: each method is called with every option set, and the
//! request that arrives is held against the document.
//!
//! What is sent, what must arrive and what is answered all follow from the document; a parameter, property or operation
//! that is added to it fails here until the client can say it.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::collections::BTreeSet;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::str::FromStr;
use std::thread;
use std::time::Duration;

use gitlab_jobs::reqwest::Url;
use gitlab_jobs::{
    ArtifactTreeOptions, CancelOptions, Client, Error, PipelineJobsOptions, PlayOptions,
    ProjectJobsOptions, RefArtifactsOptions, RetryOptions, TraceOptions, TriggerJobsOptions,
};
use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::operation::{Operation, Parameter};
use openapi_document::route::{Router, RouterOptions};
use serde_json::Value;
use tiny_http::{Header, Response, Server, StatusCode};

const BASE: &str = "/gitlab/api/v4";
const MULTI_SEGMENT: &str = "x-multi-segment";

/// How long a request may take to arrive before the test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(20);

/// What one operation is called with: a value for each of its parameters, and a body.
struct Given {
    parameters: Vec<(String, Vec<String>)>,
    body: Option<Value>,
}

/// One call of the client, whose answer has to be a success.
type Call = fn(Client, Given) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Makes a call of each method under the method's own name, so that a name is an operationId or nothing.
macro_rules! calls {
    ($($method:ident: |$given:ident| ($($argument:expr),*);)*) => {
        [$((
            stringify!($method),
            (|client, $given| {
                Box::pin(async move { client.$method($($argument),*).await.map(drop) })
            }) as Call,
        )),*]
    };
}

const CALLS: [(&str, Call); 20] = calls! {
    list_project_jobs: |given| (
        &given.one("id"),
        &ProjectJobsOptions::default()
            .scope(given.all("scope[]"))
            .ref_name(given.one("ref"))
            .order_by(given.one("order_by"))
            .sort(given.one("sort"))
            .pagination(given.one("pagination"))
            .cursor(given.one::<String>("cursor"))
            .page(given.one("page"))
            .per_page(given.one("per_page"))
    );
    list_pipeline_jobs: |given| (
        &given.one("id"),
        given.one("pipeline_id"),
        &PipelineJobsOptions::default()
            .scope(given.all("scope[]"))
            .include_retried(given.one("include_retried"))
            .page(given.one("page"))
            .per_page(given.one("per_page"))
    );
    list_pipeline_bridges: |given| (
        &given.one("id"),
        given.one("pipeline_id"),
        &trigger_jobs(&given)
    );
    list_pipeline_trigger_jobs: |given| (
        &given.one("id"),
        given.one("pipeline_id"),
        &trigger_jobs(&given)
    );
    get_current_job: |_given| ();
    get_allowed_agents: |_given| ();
    get_job: |given| (&given.one("id"), given.one("job_id"));
    get_job_trace: |given| (
        &given.one("id"),
        given.one("job_id"),
        &TraceOptions::default()
            .byte_offset(given.one("byte_offset"))
            .byte_limit(given.one("byte_limit"))
    );
    cancel_job: |given| (
        &given.one("id"),
        given.one("job_id"),
        &CancelOptions::default().force(given.one("force"))
    );
    retry_job: |given| (
        &given.one("id"),
        given.one("job_id"),
        &given.members("inputs").into_iter().fold(
            RetryOptions::default(),
            |options, (name, value)| options.input(name, value)
        )
    );
    erase_job: |given| (&given.one("id"), given.one("job_id"));
    play_job: |given| (&given.one("id"), given.one("job_id"), &play(&given));
    download_job_artifacts: |given| (&given.one("id"), given.one("job_id"));
    download_ref_artifacts: |given| (
        &given.one("id"),
        &given.one("ref_name"),
        &given.one("job"),
        &ref_artifacts(&given)
    );
    download_job_artifact_file: |given| (
        &given.one("id"),
        given.one("job_id"),
        &given.one("artifact_path")
    );
    download_ref_artifact_file: |given| (
        &given.one("id"),
        &given.one("ref_name"),
        &given.one("artifact_path"),
        &given.one("job"),
        &ref_artifacts(&given)
    );
    list_job_artifact_tree: |given| (
        &given.one("id"),
        given.one("job_id"),
        &ArtifactTreeOptions::default()
            .path(given.one::<String>("path"))
            .recursive(given.one("recursive"))
            .page(given.one("page"))
            .per_page(given.one("per_page"))
    );
    keep_job_artifacts: |given| (&given.one("id"), given.one("job_id"));
    delete_job_artifacts: |given| (&given.one("id"), given.one("job_id"));
    delete_project_artifacts: |given| (&given.one("id"));
};

fn trigger_jobs(given: &Given) -> TriggerJobsOptions {
    TriggerJobsOptions::default()
        .scope(given.all("scope[]"))
        .page(given.one("page"))
        .per_page(given.one("per_page"))
}

fn ref_artifacts(given: &Given) -> RefArtifactsOptions {
    RefArtifactsOptions::default()
        .search_recent_successful_pipelines(given.one("search_recent_successful_pipelines"))
}

fn play(given: &Given) -> PlayOptions {
    let mut options = PlayOptions::default();
    for variable in given
        .property("job_variables_attributes")
        .as_array()
        .unwrap()
    {
        let [key, value] = ["key", "value"].map(|name| variable[name].as_str().unwrap());
        options = options.variable(key, value);
    }
    for (name, value) in given.members("job_inputs") {
        options = options.input(name, value);
    }
    options
}

impl Given {
    /// Values for all that an operation of the document takes.
    fn of(document: &Document, operation: &Operation<'_>) -> Self {
        let parameters = operation.parameters();
        let parameters = parameters.iter().map(|parameter| {
            let values = values_of(document, parameter);
            (parameter.name().to_owned(), values)
        });
        let body = operation.request_body().map(|body| {
            let media_type = body.json().expect("requests have JSON bodies");
            let example = media_type
                .example()
                .expect("each JSON request has an example");
            let (schema, _) = media_type.schema().expect("each JSON request has a schema");
            for property in schema.get("properties").map_or(&[][..], Node::members) {
                assert!(
                    example.has(&property.key),
                    "the example of {}'s request lacks `{}`",
                    operation.id(),
                    property.key
                );
            }
            example.to_json()
        });
        Self {
            parameters: parameters.collect(),
            body,
        }
    }

    /// The only value of a parameter, as the client's type for it.
    fn one<T: FromStr>(&self, name: &str) -> T {
        let [value] = self.all(name).try_into().ok().expect("one value");
        value
    }

    /// The values of a parameter.
    fn all<T: FromStr>(&self, name: &str) -> Vec<T> {
        let values = self.parameters.iter().find(|(known, _)| known == name);
        let (_, values) =
            values.unwrap_or_else(|| panic!("the document has no parameter `{name}` here"));
        let values = values.iter().map(|value| {
            let parsed = value.parse::<T>().ok();
            parsed.unwrap_or_else(|| panic!("the client does not take {value:?} for `{name}`"))
        });
        values.collect()
    }

    /// A property of the body.
    fn property(&self, name: &str) -> &Value {
        &self.body.as_ref().expect("the document has a body here")[name]
    }

    /// The members of a property of the body.
    fn members(&self, name: &str) -> Vec<(String, Value)> {
        let members = self.property(name).as_object().unwrap();
        members.clone().into_iter().collect()
    }
}

/// Values that a parameter's schema allows and that its name alone has: all of a set for a list, the last of a set,
/// what is not the default, or text with everything that has a meaning in a URL.
fn values_of(document: &Document, parameter: &Parameter<'_>) -> Vec<String> {
    let name = parameter.name();
    let (schema, address) = parameter.schema().expect("each parameter has a schema");
    if let Some(items) = schema.get("items") {
        let (items, _) = document.resolve(items, &format!("{address}/items"));
        return texts(items.get("enum").expect("lists are of sets of values"));
    }
    if let Some(set) = schema.get("enum") {
        return texts(set).pop().into_iter().collect();
    }
    let number = |key, other| {
        let number = schema.get(key).and_then(Node::as_number);
        number.map_or(other, |number| number.as_i64().unwrap())
    };
    let value = match schema.get("type").and_then(Node::as_str) {
        Some("integer") => {
            let (least, most) = (number("minimum", 0), number("maximum", 1000));
            let sum: i64 = name.bytes().map(i64::from).sum();
            (least + sum % (most - least + 1)).to_string()
        }
        Some("boolean") => {
            let default = schema.get("default").and_then(Node::as_bool);
            (default != Some(true)).to_string()
        }
        Some("string") if parameter.location() == "header" => format!("{name}-value"),
        Some("string") => format!("{name}/tree/ü #?&=%2F+[x, 1]"),
        other => panic!("no value is known for `{name}` of type {other:?}"),
    };
    vec![value]
}

fn texts(set: &Node) -> Vec<String> {
    let texts = set
        .items()
        .iter()
        .map(|item| item.as_str().unwrap().to_owned());
    texts.collect()
}

#[test]
fn the_methods_of_the_client_are_the_operations_of_the_document() {
    let document = document();
    let operations = document.operations();
    let operations: BTreeSet<&str> = operations.iter().map(Operation::id).collect();
    let methods: BTreeSet<&str> = CALLS.iter().map(|(method, _)| *method).collect();
    assert_eq!(methods, operations);
}

#[test]
fn every_parameter_and_property_of_the_document_arrives_as_given() {
    let document = document();
    let router = Router::new(
        &document,
        RouterOptions {
            base_path: BASE.to_owned(),
            multi_segment_key: MULTI_SEGMENT.to_owned(),
        },
    );
    let mut arrived = 0;
    for (method, call) in CALLS {
        let operation = document.operation(method).unwrap();
        let seen = record(&operation, call, Given::of(&document, &operation));
        let given = Given::of(&document, &operation);
        let matched = router.route(&seen.method, seen.url.path()).unwrap();
        assert_eq!(matched.operation_id, method, "{}", seen.url);

        let mut query: Vec<(String, String)> = seen.url.query_pairs().into_owned().collect();
        for (parameter, (name, values)) in operation.parameters().iter().zip(&given.parameters) {
            let found: Vec<String> = match parameter.location() {
                "path" => matched
                    .parameter(name)
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
                "query" => {
                    let (found, rest) = query.into_iter().partition(|(known, _)| known == name);
                    query = rest;
                    let found: Vec<(String, String)> = found;
                    found.into_iter().map(|(_, value)| value).collect()
                }
                "header" => seen.header(name).into_iter().collect(),
                other => panic!("parameters in a {other} are not looked for"),
            };
            assert_eq!(&found, values, "`{name}` of {method}");
            arrived += 1;
        }
        assert_eq!(query, [], "{method} sends what the document does not have");
        let body = (!seen.body.is_empty()).then(|| serde_json::from_str(&seen.body).unwrap());
        assert_eq!(body, given.body, "the body of {method}");
    }
    let documented = document.operations();
    let documented = documented
        .iter()
        .map(|operation| operation.parameters().len());
    assert_eq!(arrived, documented.sum::<usize>());
}

#[test]
fn no_two_parameters_of_an_operation_could_be_taken_for_each_other() {
    let document = document();
    for operation in document.operations() {
        let given = Given::of(&document, &operation);
        let values: BTreeSet<&Vec<String>> =
            given.parameters.iter().map(|(_, values)| values).collect();
        assert_eq!(
            values.len(),
            given.parameters.len(),
            "two parameters of {} are given the same value, so that the client could swap them unseen",
            operation.id()
        );
    }
}

/// A request as the server saw it.
struct Seen {
    method: String,
    url: Url,
    headers: Vec<Header>,
    body: String,
}

impl Seen {
    fn header(&self, name: &str) -> Option<String> {
        let header = self.headers.iter().find(|header| {
            let known = header.field.as_str().as_str();
            known.eq_ignore_ascii_case(name)
        });
        header.map(|header| header.value.to_string())
    }
}

/// Makes a call to a server that answers as the document says, and returns what the server saw.
fn record(operation: &Operation<'_>, call: Call, given: Given) -> Seen {
    let server = Server::http("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", server.server_addr().to_ip().unwrap());
    let mut client = Client::new(&format!("{origin}{BASE}")).unwrap();
    if operation.parameter("Sudo", "header").is_some() {
        client = client.sudo(&given.one::<String>("Sudo")).unwrap();
    }
    let answer = answer(operation);
    let server = thread::spawn(move || {
        let request = server.recv_timeout(PATIENCE).unwrap();
        let mut request = request.expect("the client sends a request");
        let mut body = String::new();
        request.as_reader().read_to_string(&mut body).unwrap();
        let seen = Seen {
            method: request.method().to_string(),
            url: Url::parse(&format!("{origin}{}", request.url())).unwrap(),
            headers: request.headers().to_vec(),
            body,
        };
        request.respond(answer).unwrap();
        seen
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let result = runtime.block_on(call(client, given));
    let seen = server.join().unwrap();
    if let Err(error) = result {
        panic!("{}: {error}", operation.id());
    }
    seen
}

/// The success that the document describes, with its example.
fn answer(operation: &Operation<'_>) -> Response<std::io::Cursor<Vec<u8>>> {
    let success = operation.success().expect("each operation can succeed");
    let status: u16 = success.status().parse().unwrap();
    let body = match success.json() {
        Some(json) => json
            .example()
            .expect("each answer has an example")
            .to_json()
            .to_string(),
        None if success.content().is_empty() => String::new(),
        None => "bytes".to_owned(),
    };
    Response::from_string(body).with_status_code(StatusCode(status))
}

fn document() -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/gitlab-jobs.yaml");
    Document::open(path).unwrap()
}
