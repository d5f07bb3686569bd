//! Who may ask: a request from the page itself, and nobody else.

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, Uri};

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is meant for another host: a name that was made to point here.
    Host,
    /// A page of another origin sent it.
    Origin,
    /// It does not know the token.
    Token,
    /// Only GET and POST are known.
    Method,
    /// A body that is not JSON.
    Kind,
}

impl Refusal {
    /// The status that says so.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Host | Self::Origin | Self::Token => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }
}

/// What a request must know and must not come from.
#[derive(Clone, Debug)]
pub struct Guard {
    token: String,
    hosts: [String; 2],
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

impl Guard {
    /// For a port, with a token of 128 random bits.
    pub fn new(port: u16) -> Self {
        let token = rand::random::<[u8; 16]>().iter().map(|b| format!("{b:02x}")).collect();
        Self { token, hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")] }
    }

    /// The address of the page.
    pub fn address(&self) -> String {
        format!("http://{}/{}/", self.hosts[0], self.token)
    }

    /// What is asked for, past the token; or why not.
    pub fn admit<'u>(&self, method: &Method, uri: &'u Uri, headers: &HeaderMap) -> Result<&'u str, Refusal> {
        self.host(headers)?;
        self.origin(method, headers)?;
        let (token, rest) = uri.path().strip_prefix('/').unwrap_or("").split_once('/').ok_or(Refusal::Token)?;
        if !same(token.as_bytes(), self.token.as_bytes()) {
            return Err(Refusal::Token);
        }
        if *method == Method::POST {
            return json(headers).then_some(rest).ok_or(Refusal::Kind);
        }
        if *method == Method::GET { Ok(rest) } else { Err(Refusal::Method) }
    }

    fn host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let first = hosts.next().and_then(|h| h.to_str().ok());
        let known = first.is_some_and(|h| self.hosts.iter().any(|known| known.eq_ignore_ascii_case(h)));
        if known && hosts.next().is_none() { Ok(()) } else { Err(Refusal::Host) }
    }

    /// A page says its origin with every POST. To follow a link to the page from elsewhere is no harm: the link knows
    /// the token, and the page cannot be framed.
    fn origin(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let known = |o: &str| o.strip_prefix("http://").is_some_and(|h| self.hosts.iter().any(|known| known == h));
        if headers.get_all(ORIGIN).iter().any(|o| !o.to_str().is_ok_and(known)) {
            return Err(Refusal::Origin);
        }
        let site = headers.get(FETCH_SITE).and_then(|s| s.to_str().ok());
        let walks = *method == Method::GET && headers.get(FETCH_MODE).is_some_and(|m| m == "navigate");
        match site {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if walks => Ok(()),
            Some(_) => Err(Refusal::Origin),
        }
    }
}

/// Whether the body says that it is JSON. No form of another page can send that without asking first.
fn json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or("");
    kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("application/json"))
}

/// Compares in a time that says nothing about where two texts differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(guard: &Guard, method: Method, path: &str, headers: &[(&str, &str)]) -> Result<String, Refusal> {
        let uri: Uri = path.parse().unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        guard.admit(&method, &uri, &map).map(str::to_owned)
    }

    #[test]
    fn only_the_page_itself_is_let_in() {
        let guard = Guard::new(8080);
        let home = format!("/{}/run", guard.token);
        let host = ("host", "127.0.0.1:8080");
        let json = ("content-type", "application/json; charset=utf-8");
        let get = |path: &str, headers: &[(&str, &str)]| asked(&guard, Method::GET, path, headers);
        let post = |headers: &[(&str, &str)]| asked(&guard, Method::POST, &home, headers);
        assert_eq!(get(&home, &[host]), Ok("run".into()));
        assert_eq!(get(&home, &[("host", "localhost:8080")]), Ok("run".into()));
        assert_eq!(get("/", &[host]), Err(Refusal::Token));
        assert_eq!(get("/00000000000000000000000000000000/run", &[host]), Err(Refusal::Token));
        assert_eq!(get(&home, &[]), Err(Refusal::Host));
        assert_eq!(get(&home, &[host, host]), Err(Refusal::Host));
        for name in ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8080.evil.example"] {
            assert_eq!(get(&home, &[("host", name)]), Err(Refusal::Host), "{name}");
        }
        for origin in ["http://evil.example", "null", "https://127.0.0.1:8080", "http://127.0.0.1:80"] {
            assert_eq!(post(&[host, json, ("origin", origin)]), Err(Refusal::Origin), "{origin}");
        }
        assert_eq!(post(&[host, json, ("origin", "http://127.0.0.1:8080")]), Ok("run".into()));
        assert_eq!(post(&[host, json, ("sec-fetch-site", "cross-site")]), Err(Refusal::Origin));
        let navigates = ("sec-fetch-mode", "navigate");
        assert_eq!(post(&[host, json, ("sec-fetch-site", "cross-site"), navigates]), Err(Refusal::Origin));
        assert_eq!(get(&home, &[host, ("sec-fetch-site", "cross-site"), navigates]), Ok("run".into()));
        assert_eq!(get(&home, &[host, ("sec-fetch-site", "cross-site")]), Err(Refusal::Origin));
        assert_eq!(post(&[host, ("content-type", "text/plain")]), Err(Refusal::Kind));
        assert_eq!(asked(&guard, Method::PUT, &home, &[host]), Err(Refusal::Method));
    }

    #[test]
    fn tokens_differ() {
        assert_ne!(Guard::new(1).token, Guard::new(1).token);
        assert_eq!(Guard::new(1).token.len(), 32);
    }
}
