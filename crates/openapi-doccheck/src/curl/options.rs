//! The options that `curl` has: data.

use std::sync::LazyLock;

use crate::suggest::within;

/// An option by its long name, and whether a value follows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) value: bool,
}

/// Options with a value. A short form stands before a colon.
const VALUED: &str = "abstract-unix-socket alt-svc aws-sigv4 cacert capath E:cert cert-type ciphers K:config \
    connect-timeout connect-to C:continue-at b:cookie c:cookie-jar create-file-mode crlfile curves d:data data-ascii \
    data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url \
    D:dump-header ech egd-file engine etag-compare etag-save expect100-timeout F:form form-string ftp-account \
    ftp-alternative-to-user ftp-method P:ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip \
    H:header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key \
    key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs \
    m:max-time netrc-file noproxy oauth2-bearer o:output output-dir parallel-max pass pinnedpubkey preproxy proto \
    proto-default proto-redir x:proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers \
    proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name \
    proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser U:proxy-user proxy1.0 pubkey Q:quote \
    random-file r:range rate e:referer X:request request-target resolve retry retry-delay retry-max-time \
    sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname Y:speed-limit \
    y:speed-time stderr t:telnet-option tftp-blksize z:time-cond tls-max tls13-ciphers tlsauthtype tlspassword \
    tlsuser trace trace-ascii trace-config unix-socket upload-flags T:upload-file url url-query u:user A:user-agent \
    variable vlan-priority w:write-out";

/// Options without one. Each may also stand with `no-` before it.
const FLAGS: &str = "alpn anyauth a:append basic buffer ca-native cert-status clobber compressed compressed-ssh \
    create-dirs crlf digest q:disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status \
    doh-insecure dump-ca-embed eprt epsv f:fail fail-early fail-with-body false-start follow form-escape \
    ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control G:get g:globoff haproxy-protocol \
    I:head h:help http0.9 0:http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length \
    i:include k:insecure 4:ipv4 6:ipv6 j:junk-session-cookies keepalive l:list-only L:location location-trusted \
    mail-rcpt-allowfails M:manual metalink mptcp negotiate n:netrc netrc-optional ::next N:no-buffer npn ntlm \
    ntlm-wb out-null Z:parallel parallel-immediate path-as-is post301 post302 post303 #:progress-bar progress-meter \
    proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm \
    proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 p:proxytunnel raw J:remote-header-name \
    O:remote-name remote-name-all R:remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir \
    sessionid S:show-error s:silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast \
    ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort 2:sslv2 3:sslv3 styled-output \
    suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata 1:tlsv1 tlsv1.0 tlsv1.1 \
    tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time B:use-ascii v:verbose V:version xattr";

/// Every option with its letter, in the order of their names.
static ALL: LazyLock<Vec<(Option<char>, Known)>> = LazyLock::new(|| {
    let each = |list: &'static str, value: bool| {
        list.split_whitespace().map(move |word| {
            let mut letters = word.chars();
            let short = letters.next().filter(|_| letters.next() == Some(':'));
            let name = short.map_or(word, |short| &word[short.len_utf8() + 1..]);
            (short, Known { name, value })
        })
    };
    let mut all: Vec<_> = each(VALUED, true).chain(each(FLAGS, false)).collect();
    all.sort_unstable_by_key(|(_, known)| known.name);
    all
});

/// What a long name stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Long {
    /// One option, by its name or by what can only be its beginning.
    One(Known),
    /// Several options, which all begin so. The first is the one with the shortest name.
    Several(Vec<Known>),
    /// None.
    Unknown,
}

/// The option of a letter.
pub(super) fn short(letter: char) -> Option<Known> {
    ALL.iter()
        .find(|(short, _)| *short == Some(letter))
        .map(|(_, known)| *known)
}

fn exact(name: &str) -> Option<Known> {
    let at = ALL.binary_search_by_key(&name, |(_, known)| known.name);
    at.ok().map(|at| ALL[at].1)
}

/// What a long name without its hyphens stands for.
pub(super) fn long(name: &str) -> Long {
    let negated = name.strip_prefix("no-").and_then(exact);
    let expanded = name.strip_prefix("expand-").and_then(exact);
    let known = exact(name)
        .or(negated.filter(|known| !known.value))
        .or(expanded.filter(|known| known.value));
    if let Some(known) = known {
        return Long::One(known);
    }
    let from = ALL.partition_point(|(_, known)| known.name < name);
    let begin = ALL[from..].iter().map(|(_, known)| *known);
    let mut begin: Vec<Known> = begin
        .take_while(|known| !name.is_empty() && known.name.starts_with(name))
        .collect();
    begin.sort_by_key(|known| known.name.len());
    match begin.as_slice() {
        [only] => return Long::One(*only),
        [] => {}
        _ => return Long::Several(begin),
    }
    Long::Unknown
}

/// The option whose name an unknown one is spelt nearly like.
pub(super) fn nearly(name: &str) -> Option<Known> {
    let names = ALL.iter().map(|(_, known)| known.name);
    let names = names.filter(|known| known.len().abs_diff(name.len()) <= 2);
    let slips = (name.len() / 3).min(2);
    within(slips, name, names).and_then(exact)
}

#[cfg(test)]
mod tests {
    use super::{ALL, Known, Long, long, nearly, short};

    #[test]
    fn every_letter_and_name_is_there_once() {
        let letters: Vec<_> = ALL.iter().filter_map(|(letter, _)| *letter).collect();
        let names: Vec<_> = ALL.iter().map(|(_, known)| known.name).collect();
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len());
        let unique: std::collections::BTreeSet<_> = letters.iter().collect();
        assert_eq!(unique.len(), letters.len());
        assert!(names.len() > 250);
    }

    fn one(name: &str) -> Option<Known> {
        match long(name) {
            Long::One(known) => Some(known),
            _ => None,
        }
    }

    #[test]
    fn options_are_found_by_letter_name_and_beginning() {
        assert_eq!(short('X').map(|known| known.name), Some("request"));
        assert_eq!(one("data-urlencode").map(|known| known.value), Some(true));
        for (name, meant) in [
            ("no-progress-meter", "progress-meter"),
            ("expand-url", "url"),
            ("globof", "globoff"),
            ("heade", "header"),
            ("head", "head"),
        ] {
            assert_eq!(one(name).map(|known| known.name), Some(meant), "{name}");
        }
    }

    #[test]
    fn what_is_no_name_is_told_apart_by_what_it_may_mean() {
        let Long::Several(names) = long("loc") else {
            panic!("{:?}", long("loc"));
        };
        let names: Vec<&str> = names.iter().map(|known| known.name).collect();
        assert_eq!(names, ["location", "local-port", "location-trusted"]);
        for (name, meant) in [("headers", "header"), ("reqest", "request")] {
            assert_eq!(long(name), Long::Unknown);
            assert_eq!(nearly(name).map(|known| known.name), Some(meant));
        }
        assert_eq!(long("no-header"), Long::Unknown);
        assert_eq!((long("loud"), nearly("loud")), (Long::Unknown, None));
        assert_eq!(long(""), Long::Unknown);
    }
}
