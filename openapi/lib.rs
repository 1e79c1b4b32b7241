//! The OpenAPI document of GitLab's Jobs API and its views, embedded as text.
//!
//! ```
//! assert!(gitlab_jobs_openapi::DOCUMENT.contains("\nopenapi: 3.0."));
//! assert!(gitlab_jobs_openapi::VIEWS.contains("rust:"));
//! ```

/// The document, `gitlab-jobs.yaml`, as it stands in the repository.
pub const DOCUMENT: &str = include_str!("gitlab-jobs.yaml");

/// The named views of the document, `views.yaml`: lists of transformations for generators.
pub const VIEWS: &str = include_str!("views.yaml");

/// The register of versions, `versions.yaml`: which releases the recorded pages describe.
pub const VERSIONS: &str = include_str!("versions.yaml");
