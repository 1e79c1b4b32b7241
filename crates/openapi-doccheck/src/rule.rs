//! The rules: stable ids, usual levels, and a page of documentation each.

use std::fmt;

#[cfg(feature = "cli")]
use crate::suggest::closest;

macro_rules! rules {
    ($($(#[doc = $text:literal])+ $rule:ident $level:ident $id:literal,)+) => {
        /// What can be wrong. The ids never change their meaning, because comments, baselines and configurations name them.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[doc = $text])+ $rule,)+
        }

        impl Rule {
            /// Every rule, in the order in which they are listed.
            pub const ALL: &[Self] = &[$(Self::$rule,)+];

            /// The id, in small letters with hyphens.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$rule => $id,)+
                }
            }

            /// How much a finding of it matters unless the configuration says otherwise.
            pub fn level(self) -> Level {
                match self {
                    $(Self::$rule => Level::$level,)+
                }
            }

            /// What it is about, in one sentence.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$rule => concat!($($text),+).trim_ascii(),)+
                }
            }

            /// Its page, in Markdown: what it is for, and an example of each a bad and a good page.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$rule => include_str!(concat!("../rules/", $id, ".md")),)+
                }
            }
        }
    };
}

rules! {
    /// A JSON example does not parse.
    JsonSyntax Error "json-syntax",
    /// An object of a JSON example has a key twice.
    JsonDuplicateKey Error "json-duplicate-key",
    /// It is not certain what an example or a row is about.
    BindingUnsure Note "binding-unsure",
    /// A comment speaks to the checker, but is not understood.
    DirectiveUnknown Warning "directive-unknown",
    /// The document has no operation for an endpoint of the page.
    EndpointUnknown Error "endpoint-unknown",
    /// No page of the run shows an operation of the document.
    EndpointUndocumented Note "endpoint-undocumented",
    /// The page shows an operation that the document marks as deprecated.
    EndpointDeprecated Note "endpoint-deprecated",
    /// A payload as a whole is not what the operation sends or takes.
    PayloadShape Error "payload-shape",
    /// A payload has a property that the document does not declare.
    PayloadPropertyUnknown Error "payload-property-unknown",
    /// A payload lacks a property that the document requires.
    PayloadPropertyMissing Error "payload-property-missing",
    /// A value of a payload has another type.
    PayloadType Error "payload-type",
    /// A text or number of a payload is not of the declared format.
    PayloadFormat Error "payload-format",
    /// A value of a payload is none of the allowed ones, or beyond a limit.
    PayloadValue Error "payload-value",
    /// A value of a payload is none of those known today, of a set that may grow.
    PayloadOpenValue Warning "payload-open-value",
    /// A command is not written as a shell or curl reads it.
    CurlSyntax Error "curl-syntax",
    /// A command uses another method than the operation has.
    CurlMethod Error "curl-method",
    /// A command calls a path that no operation has, or another operation than its section is about.
    CurlPath Error "curl-path",
    /// A command sends a query parameter that the operation does not have.
    CurlQueryUnknown Error "curl-query-unknown",
    /// A command sends a value that a query or path parameter does not take.
    CurlQueryValue Error "curl-query-value",
    /// A command lacks a query parameter that the operation requires.
    CurlQueryMissing Error "curl-query-missing",
    /// A command sends a header that the operation does not have.
    CurlHeaderUnknown Warning "curl-header-unknown",
    /// A command sends a body where none is taken, none where one is required, or one that cannot be understood.
    CurlBody Error "curl-body",
    /// A URL holds brackets or braces that curl takes for a pattern.
    CurlGlobbing Error "curl-globbing",
    /// A command does not follow the redirect that the operation answers with.
    CurlLocation Warning "curl-location",
    /// A command sends no credentials that the operation accepts.
    CurlCredentials Warning "curl-credentials",
    /// The page describes an attribute that the operation does not have.
    AttributeUnknown Error "attribute-unknown",
    /// The page describes attributes of an operation, but not this one.
    AttributeMissing Warning "attribute-missing",
    /// The page gives an attribute another type.
    AttributeType Error "attribute-type",
    /// The page says that an attribute is required or optional, and the document says the opposite.
    AttributeRequired Error "attribute-required",
    /// The page lists other values of an attribute.
    AttributeValue Error "attribute-value",
    /// The page gives an attribute another default.
    AttributeDefault Error "attribute-default",
    /// The page names a status that the operation does not answer with.
    StatusUnknown Error "status-unknown",
    /// The page lists the statuses of an operation, but not its success.
    StatusUndocumented Warning "status-undocumented",
}

impl Rule {
    /// The rule with an id.
    ///
    /// ```
    /// use openapi_doccheck::rule::Rule;
    ///
    /// assert_eq!(Rule::find("curl-method"), Some(Rule::CurlMethod));
    /// assert_eq!(Rule::find("curl-methods"), None);
    /// ```
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// What to tell whoever names a rule that there is not.
    #[cfg(feature = "cli")]
    pub fn unknown(id: &str) -> String {
        let ids = Self::ALL.iter().map(|rule| rule.id());
        match closest(id, ids) {
            Some(meant) => format!("there is no rule `{id}`; did you mean `{meant}`?"),
            None => format!("there is no rule `{id}`; `doccheck rules` lists them"),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// The page says what is wrong.
    Error,
    /// The page is probably wrong or misleading.
    Warning,
    /// Something worth knowing; it never fails a run.
    Note,
}

impl Level {
    /// The word that reports and the configuration use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
