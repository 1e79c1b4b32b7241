//! Older contracts: a document with every kind of history, and what the tests of its projections share.

mod changes;
mod laws;
mod mistakes;

use openapi_document::history::{Version, as_of};
use openapi_document::operation::Operation;
use openapi_document::{Document, Node};
use serde_json::Value;

const KEY: &str = "x-history";

const API: &str = r#"
openapi: 3.0.3
info: {title: Jobs, version: 1.0.0}
security: [{token: []}]
paths:
  /jobs:
    parameters:
      - {$ref: '#/components/parameters/Filter'}
      - name: order
        in: query
        deprecated: true
        x-history: [{version: "15.0", change: deprecated, source: the changelog}]
        schema: {type: string}
    get:
      operationId: list_jobs
      security: [{token: []}, {job: []}, {token: [], job: []}]
      x-history: [{version: "13.0", change: introduced, value: job, source: the changelog}]
      responses:
        '200':
          description: The jobs.
          headers:
            X-Next:
              x-history: [{version: "14.2", change: introduced, source: the changelog}]
              schema: {type: integer}
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Job'}}}
            text/csv:
              x-history: [{version: "14.0", change: introduced, source: a}, {version: "16.0", change: removed, source: b}]
              schema: {type: string}
        '429':
          x-history: [{version: "14.1", change: introduced, source: the changelog}]
          description: Too many.
    post:
      operationId: create_job
      deprecated: true
      x-history: [{version: "13.0", change: introduced, source: a}, {version: "14.0", change: deprecated, source: a}, {version: "15.0", change: removed, source: a}]
      responses: {'201': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/Draft'}}}}}
  /tree:
    get:
      operationId: list_tree
      x-history: [{version: "9.10", change: introduced, source: a}]
      responses: {'200': {description: The tree., content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    job: {type: http, scheme: basic}
  parameters:
    Filter:
      name: filter
      in: query
      x-history: [{version: "14.8", change: introduced, source: the changelog}, {version: "15.2", change: changed, schema: {type: string}, source: a}]
      schema: {type: array, items: {type: string}}
  schemas:
    Job:
      type: object
      required: [id, legacy]
      properties:
        id: {type: integer}
        legacy:
          type: string
          x-history: [{version: "15.0", change: removed, source: a}]
        example:
          type: string
          x-history: [{version: "14.3", change: introduced, source: a property may be called like a keyword}]
        x-history: {type: string, description: A property that is called like the key.}
        status: {$ref: '#/components/schemas/Status'}
        runner:
          description: Who ran it.
          x-history: [{version: "14.4", change: changed, schema: {$ref: '#/components/schemas/OldRunner'}, source: a}]
          allOf: [{$ref: '#/components/schemas/Runner'}]
        size:
          type: integer
          x-history: [{version: "12.0", change: changed, schema: {type: string}, source: a}, {version: "13.0", change: changed, schema: {type: number}, source: a}]
    Status:
      type: string
      x-extensible-enum: [created, waiting, gone]
      x-history: [{version: "14.10", change: introduced, value: waiting, source: a}, {version: "14.0", change: removed, value: gone, source: a}, {version: "13.1", change: moved, source: a}]
    Runner: {type: object, properties: {id: {type: integer}}}
    OldRunner: {type: string}
    Draft: {type: object}
    Tree: {type: object, properties: {leaf: {$ref: '#/components/schemas/Leaf'}}}
    Leaf: {type: string}
    Lonely: {type: object, properties: {friend: {$ref: '#/components/schemas/Friend'}}}
    Friend: {type: string}
"#;

fn parse(text: &str) -> Document {
    Document::parse("api.yaml", text).unwrap_or_else(|error| panic!("{error}"))
}

fn version(text: &str) -> Version {
    text.parse().expect("the test's version is valid")
}

fn at(text: &str) -> Document {
    as_of(&parse(API), &version(text), KEY).unwrap_or_else(|error| panic!("{error}"))
}

fn find(document: &Document, address: &str) -> Option<Value> {
    document.find(address).map(Node::to_json)
}

fn ids(document: &Document) -> Vec<&str> {
    let operations = document.operations();
    operations.iter().map(Operation::id).collect()
}

/// The sorted names below an address.
fn names(document: &Document, address: &str) -> Vec<String> {
    let members = document.find(address).map_or(&[][..], Node::members);
    let mut names: Vec<_> = members.iter().map(|member| member.key.clone()).collect();
    names.sort();
    names
}
