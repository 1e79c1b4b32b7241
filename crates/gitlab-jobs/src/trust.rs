//! Failures of encryption: which they are, and what to do about them. Trying again would only bring them again.

use std::error::Error as StdError;
use std::io;

/// Whether two sides found each other and could not agree on who they are or on how to encrypt.
///
/// Rustls reports that as an I/O error of invalid data, OpenSSL as an error that is no I/O error and names SSL. The bytes
/// of an answer that is not encrypted never come as either. What other libraries of other platforms report is not
/// recognised: it counts as a connection that did not come about, and is tried again.
pub(crate) fn is_refused(error: &(dyn StdError + 'static)) -> bool {
    any(error, |error| match error.downcast_ref::<io::Error>() {
        Some(error) => error.kind() == io::ErrorKind::InvalidData,
        None => error.to_string().contains("SSL routines"),
    })
}

/// What to do about it, where that is known.
pub(crate) fn advice(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let says = |text: &str| any(error, |error| error.to_string().contains(text));
    if !is_refused(error) {
        None
    } else if says("UnknownIssuer") || says("certificate verify failed") {
        Some(
            "if an authority of your own has issued the server's certificate, name it with \
             ClientBuilder::extra_authorities_pem",
        )
    } else if says("CertificateRequired") || says("certificate required") {
        Some(
            "the server wants to see a certificate of the client; give it with \
             ClientBuilder::identity_pem",
        )
    } else {
        None
    }
}

/// Whether something holds for an error or for one of its causes, those inside of I/O errors included, which do not
/// count themselves what they wrap.
fn any(
    error: &(dyn StdError + 'static),
    holds: impl Fn(&(dyn StdError + 'static)) -> bool,
) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if holds(error) {
            return true;
        }
        let wrapped = error.downcast_ref::<io::Error>();
        cause = match wrapped.and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    false
}
