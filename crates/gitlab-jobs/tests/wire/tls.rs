//! Encryption: which servers are trusted, what a server learns of the client, and that nothing falls back to plain http.

use std::sync::{Arc, Mutex};

use gitlab_jobs::{
    ByteStream, Client, ClientBuilder, Error, ErrorKind, PlayOptions, ProjectId, Response,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::redirect::{CREDENTIALS, assert_anonymous};
use crate::script::{Script, redirect};
use crate::server::answer;

/// A certificate authority made for one test.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Named apart from what it issues and from others, because authorities are looked up by name.
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a name or address, and its key.
    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.0).unwrap(), key)
    }
}

/// Whether a server asks for the client's certificate.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Asks {
    Nothing,
    IfThereIsOne,
    Always,
}

/// An encrypted server that goes through its answers.
struct Server {
    origin: String,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    /// How many connections came, whatever became of them.
    connections: usize,
    /// Request line and headers of each request, in lower case.
    heads: Vec<String>,
    /// For each request, the certificate that the client has shown.
    shown: Vec<Option<CertificateDer<'static>>>,
}

impl Server {
    async fn start(authority: &Authority, name: &str, asks: Asks, answers: Vec<Vec<u8>>) -> Self {
        let (certificate, key) = authority.issue(name);
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority.0.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots));
        let config = ServerConfig::builder();
        let config = match asks {
            Asks::Nothing => config.with_no_client_auth(),
            Asks::IfThereIsOne => {
                config.with_client_cert_verifier(verifier.allow_unauthenticated().build().unwrap())
            }
            Asks::Always => config.with_client_cert_verifier(verifier.build().unwrap()),
        };
        let config = config.with_single_cert(vec![certificate.der().clone()], key);
        let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("https://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Seen>> = Arc::default();
        tokio::spawn(serve(listener, acceptor, answers, Arc::clone(&seen)));
        Self { origin, seen }
    }

    fn heads(&self) -> Vec<String> {
        self.seen.lock().unwrap().heads.clone()
    }
}

async fn serve(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    answers: Vec<Vec<u8>>,
    seen: Arc<Mutex<Seen>>,
) {
    let mut answers = answers.into_iter();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        seen.lock().unwrap().connections += 1;
        let Ok(mut stream) = acceptor.accept(stream).await else {
            continue;
        };
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => break,
            }
        }
        if head.is_empty() {
            continue;
        }
        let shown = stream.get_ref().1.peer_certificates();
        let shown = shown.map(|chain| chain[0].clone().into_owned());
        {
            let mut seen = seen.lock().unwrap();
            seen.heads
                .push(String::from_utf8(head).unwrap().to_lowercase());
            seen.shown.push(shown);
        }
        let Some(answer) = answers.next() else { return };
        stream.write_all(&answer).await.unwrap();
        stream.shutdown().await.unwrap();
    }
}

fn elsewhere(location: &str) -> Vec<u8> {
    answer("302 Found", &format!("Location: {location}\r\n"), "")
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder(&*server.origin).access_token("s3cret")
}

async fn download(client: &Client) -> Result<Response<ByteStream>, Error> {
    client.download_job_artifacts(&ProjectId::from(1), 7).await
}

async fn downloaded(client: &Client) -> Vec<u8> {
    let archive = download(client).await.unwrap();
    archive.into_inner().bytes(100).await.unwrap().to_vec()
}

#[tokio::test]
async fn an_extra_authority_is_trusted_at_the_server_and_where_it_leads() {
    let authority = Authority::new("an authority");
    let storage = vec![answer("200 OK", "", "zip")];
    let storage = Server::start(&authority, "127.0.0.1", Asks::Nothing, storage).await;
    let answers = vec![elsewhere(&format!("{}/a.zip", storage.origin))];
    let gitlab = Server::start(&authority, "127.0.0.1", Asks::Nothing, answers).await;
    let other = Authority::new("another");
    let both = format!("{}{}", other.pem(), authority.pem());
    let client = builder(&gitlab).extra_authorities_pem(both);
    assert_eq!(downloaded(&client.build().unwrap()).await, b"zip");
    assert!(gitlab.heads()[0].contains("private-token: s3cret"));
    assert!(!storage.heads()[0].contains("s3cret"));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_cannot_be_trusted_is_told_nothing_and_not_asked_again() {
    let authority = Authority::new("an authority");
    for (name, trusted) in [("127.0.0.1", false), ("gitlab.example.com", true)] {
        let server = Server::start(&authority, name, Asks::Nothing, vec![]).await;
        let mut client = builder(&server);
        if trusted {
            client = client.extra_authorities_pem(authority.pem());
        }
        let client = client.build().unwrap();
        let play = PlayOptions::default();
        for error in [
            download(&client).await.map(drop).unwrap_err(),
            client
                .play_job(&ProjectId::from(1), 7, &play)
                .await
                .map(drop)
                .unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Connection);
            assert_eq!(error.attempts(), 1, "{error}");
            let text = error.to_string();
            assert!(text.contains("certificate"), "{text}");
            assert!(trusted || text.contains("extra_authorities_pem"), "{text}");
        }
        assert!(server.heads().is_empty());
        assert_eq!(server.seen.lock().unwrap().connections, 2);
    }
}

#[tokio::test]
async fn no_credential_reaches_another_scheme() {
    for (header, with_credential) in CREDENTIALS {
        let authority = Authority::new("an authority");
        let storage = vec![answer("200 OK", "", "zip")];
        let storage = Server::start(&authority, "127.0.0.1", Asks::Nothing, storage).await;
        let target = format!("{}/a.zip?signature=1", storage.origin);
        let gitlab = Script::start([redirect(302, &target)]).await;
        let client = Client::builder(gitlab.origin()).extra_authorities_pem(authority.pem());
        let client = with_credential(client).build().unwrap();
        assert_eq!(downloaded(&client.sudo("alice").unwrap()).await, b"zip");
        assert!(gitlab.heads()[0].contains(header));
        assert!(gitlab.heads()[0].contains("sudo: alice"));
        assert!(storage.heads()[0].starts_with("get /a.zip?signature=1 "));
        assert_anonymous(&storage.heads());
    }
}

#[tokio::test]
async fn https_is_never_left_for_http() {
    let plain = Script::start([]).await;
    let authority = Authority::new("an authority");
    for target in [plain.origin(), "http://127.0.0.1".to_owned()] {
        let answers = vec![elsewhere(&format!("{target}/a.zip?signature=s3cret"))];
        let gitlab = Server::start(&authority, "127.0.0.1", Asks::Nothing, answers).await;
        let client = builder(&gitlab).extra_authorities_pem(authority.pem());
        let error = download(&client.build().unwrap()).await.map(drop);
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        let text = error.to_string();
        assert!(text.contains("https is never left for http"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
    assert!(plain.lines().is_empty());
}

#[tokio::test]
async fn the_identity_is_shown_to_the_server_and_to_nobody_else() {
    let authority = Authority::new("an authority");
    let (certificate, key) = authority.issue("robot");
    let storage = vec![answer("200 OK", "", "zip")];
    let storage = Server::start(&authority, "127.0.0.1", Asks::IfThereIsOne, storage).await;
    let answers = vec![elsewhere(&format!("{}/a.zip", storage.origin))];
    let gitlab = Server::start(&authority, "127.0.0.1", Asks::Always, answers).await;
    let client = builder(&gitlab)
        .extra_authorities_pem(authority.pem())
        .identity_pem(certificate.pem(), key.serialize_pem());
    assert_eq!(downloaded(&client.build().unwrap()).await, b"zip");
    let shown = gitlab.seen.lock().unwrap().shown.clone();
    assert_eq!(shown, [Some(certificate.der().clone())]);
    assert_eq!(storage.seen.lock().unwrap().shown, [None]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_wants_an_identity_is_not_asked_again_without_one() {
    let authority = Authority::new("an authority");
    let server = Server::start(&authority, "127.0.0.1", Asks::Always, vec![]).await;
    let client = builder(&server).extra_authorities_pem(authority.pem());
    let error = download(&client.build().unwrap()).await.map(drop);
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.to_string().contains("identity_pem"), "{error}");
    assert_eq!(error.attempts(), 1, "{error}");
    assert!(server.heads().is_empty());
}
