//! The server: loopback only, one small HTTP/1 service over hyper.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::answer::{Found, SHOWN, answer, standing};
use super::ask::Ask;
use super::guard::Guard;
use super::memory::{Memory, Told};
use super::office::{Office, Reply};
use super::patience::Patient;
use super::since::Start;
use super::{assets, permalink};
use crate::draws::dispatch::SimdClass;
use crate::engine::ensemble::{self, Recording};
use crate::engine::results::Results;
use crate::engine::run::{simulate, simulate_beside};
use crate::engine::twin::Twin;
use crate::evidence::posterior::Posterior;
use crate::evidence::register::Stance;
use crate::output::messages::{Lang, explore as words};
use crate::output::tables::File;
use crate::output::{charts, theme::Look};
use crate::scenario::Scenario;

/// Most bytes of a request's body.
pub const MOST_BODY: usize = 256 << 10;
/// Connections served at a time; others wait.
const MOST_CONNECTIONS: usize = 128;
/// Time a request may take to arrive, and an answer to find somebody who reads on.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the server looks whether it should stop.
const PULSE: Duration = Duration::from_millis(100);

/// What the page must not do: anything but speak to this server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is asked of a server.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port; 0 for a free one.
    pub port: u16,
    /// Seed of all luck.
    pub seed: u64,
    /// Threads of the engine; 0 for as many as the machine has.
    pub threads: usize,
    /// SIMD class.
    pub simd: SimdClass,
    /// The scenario that the page begins with, as a text that may extend shipped ones.
    pub toml: String,
}

/// What is simulated for a page.
#[derive(Clone)]
struct Question {
    ask: Arc<Ask>,
    scenario: Arc<Scenario>,
}

impl Question {
    /// What is recorded for it: in a quick answer, of the months, only what the page draws.
    fn recording(&self) -> Recording {
        if self.ask.is_quick() { Recording::Bands(SHOWN) } else { Recording::Months }
    }
}

/// The answer, and the results behind it.
type Answered = (Value, Arc<Results>);

/// What every connection shares.
struct House {
    guard: Guard,
    office: Office<Question, Answered>,
    posteriors: [Arc<Posterior>; 2],
    memory: Memory<Question>,
    /// Held by who saves: saves live through histories once more, and must not crowd questions out.
    saving: Arc<Semaphore>,
    pool: rayon::ThreadPool,
    options: Options,
}

/// A server that has a port.
pub struct Server {
    listener: std::net::TcpListener,
    house: Arc<House>,
}

impl Server {
    /// Takes a port of the loopback interface.
    ///
    /// # Errors
    /// The port is taken; threads that cannot be started.
    pub fn bind(options: Options) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        listener.set_nonblocking(true)?;
        let guard = Guard::new(listener.local_addr()?.port());
        let posteriors = [Stance::Study, Stance::Sceptical].map(Posterior::embedded);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build().map_err(io::Error::other)?;
        let (office, memory) = (Office::default(), Memory::default());
        let saving = Arc::new(Semaphore::new(1));
        let house = House { guard, office, posteriors, memory, saving, pool, options };
        Ok(Self { listener, house: Arc::new(house) })
    }

    /// The address of the page, with its token.
    pub fn address(&self) -> String {
        self.house.guard.address()
    }

    /// Serves until `stop` is raised.
    ///
    /// # Errors
    /// Threads that cannot be started.
    pub fn serve(self, stop: &AtomicBool) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(4).build()?;
        let house = &self.house;
        std::thread::scope(|scope| {
            scope.spawn(|| house.office.work(|question, stop| house.pool.install(|| house.live(question, stop))));
            let done = runtime.block_on(listen(self.listener, house.clone(), stop));
            house.office.close();
            runtime.shutdown_background();
            done
        })
    }
}

async fn listen(listener: std::net::TcpListener, house: Arc<House>, stop: &AtomicBool) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    while !stop.load(Ordering::Relaxed) {
        let Ok(accepted) = timeout(PULSE, listener.accept()).await else { continue };
        // Too many open files pass; the page is still there afterwards.
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(PULSE).await;
            continue;
        };
        let (house, room) = (house.clone(), room.clone());
        tokio::spawn(async move {
            let _seat = room.acquire_owned().await;
            connection(stream, house).await;
        });
    }
    Ok(())
}

async fn connection(stream: TcpStream, house: Arc<House>) {
    let service = service_fn(move |request| {
        let house = house.clone();
        async move { Ok::<_, Infallible>(house.respond(request).await) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(64 << 10);
    // A connection that breaks off is nobody's error.
    let _ = server.serve_connection(TokioIo::new(Patient::new(stream, PATIENCE)), service).await;
}

impl House {
    async fn respond(self: Arc<Self>, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let what = match self.guard.admit(&parts.method, &parts.uri, &parts.headers) {
            Ok(what) => what.to_owned(),
            Err(refusal) => return refuse(refusal.status(), "refused"),
        };
        if parts.method == Method::GET {
            return self.get(&what);
        }
        let long = parts.headers.get(CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse::<usize>().ok());
        if long.is_some_and(|l| l > MOST_BODY) {
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, "too long");
        }
        match timeout(PATIENCE, Limited::new(body, MOST_BODY).collect()).await {
            Ok(Ok(body)) => self.post(&what, &body.to_bytes()).await,
            Ok(Err(_)) => refuse(StatusCode::PAYLOAD_TOO_LARGE, "too long"),
            Err(_) => refuse(StatusCode::REQUEST_TIMEOUT, "too slow"),
        }
    }

    fn get(&self, what: &str) -> Response<Full<Bytes>> {
        if what == "choices" {
            let mut choices = assets::choices();
            choices["toml"] = json!(self.options.toml);
            return as_json(StatusCode::OK, &choices);
        }
        match assets::file(what) {
            Some((kind, bytes)) => respond(StatusCode::OK, kind, Bytes::from_static(bytes)),
            None => text(StatusCode::NOT_FOUND, "not here"),
        }
    }

    async fn post(self: Arc<Self>, what: &str, body: &[u8]) -> Response<Full<Bytes>> {
        // The parser's own words would quote the body; where it stands is enough.
        let ask: Ask = match serde_json::from_slice(body) {
            Ok(ask) => ask,
            Err(e) => {
                let told = format!("the request does not parse, line {}, column {}", e.line(), e.column());
                return wrong(&told);
            }
        };
        if ask.page.len() > 64 {
            return wrong("the page's name is too long");
        }
        match what {
            "run" => self.run(ask).await,
            "scenario" => on_the_side(move || scenario(&ask)).await,
            "summary.csv" => self.save(ask, |results, _| table(results, File::Summary)).await,
            "series.csv" => self.save(ask, |results, _| table(results, File::Series)).await,
            "overview.svg" => self.save(ask, chart).await,
            _ => text(StatusCode::NOT_FOUND, "not here"),
        }
    }

    async fn run(self: Arc<Self>, ask: Ask) -> Response<Full<Bytes>> {
        if self.office.is_stale(&ask.page, ask.number) {
            return stale();
        }
        let ask = Arc::new(ask);
        let read = ask.clone();
        let scenario = match tokio::task::spawn_blocking(move || read.scenario()).await {
            Ok(Ok(scenario)) => Arc::new(scenario),
            Ok(Err(told)) => return wrong(&told),
            Err(_) => return text(StatusCode::INTERNAL_SERVER_ERROR, "failed"),
        };
        let question = Question { ask: ask.clone(), scenario };
        match self.office.ask(&ask.page, ask.number, ask.is_quick(), question.clone()).await {
            Ok(Reply::Done((answer, results))) => {
                let whole = !ask.is_quick();
                self.memory.remember(&ask.page, Told { question, number: ask.number, results, whole });
                as_json(StatusCode::OK, &answer)
            }
            Ok(Reply::Stale) | Err(_) => stale(),
        }
    }

    /// Lives through the histories of a question, on the current pool.
    fn live(&self, question: &Question, stop: &AtomicBool) -> Option<Answered> {
        let started = Instant::now();
        let Question { ask, scenario } = question;
        let (posterior, recording) = (self.posterior(ask.stance), question.recording());
        let options = self.options(question, true);
        let key = (Twin::key(scenario), ask.stance, options.replicates);
        let twin = self.memory.twin(&key);
        let run = simulate_beside(scenario, posterior, self.options.seed, &options, recording, twin.as_deref(), stop);
        let (results, left) = run.ok()?;
        if let Some(left) = left {
            self.memory.keep(key, left);
        }
        let ms = started.elapsed().as_secs_f64() * 1e3;
        let place = (hmac_sha256::Hash::hash(ask.toml.as_bytes()), ask.stance);
        let start = if ask.is_unmoved() { None } else { self.memory.start(&place) };
        let found = Found { scenario, results: &results, posterior, start: start.as_deref(), ms };
        let answer = answer(ask, &found);
        if let (true, Some(kept)) = (ask.is_unmoved(), &results.kept) {
            self.memory.begin(place, Start::of(kept));
        }
        Some((answer, Arc::new(Results { kept: None, ..results })))
    }

    fn posterior(&self, stance: Stance) -> &Arc<Posterior> {
        &self.posteriors[usize::from(stance == Stance::Sceptical)]
    }

    fn options(&self, question: &Question, keep: bool) -> ensemble::Options {
        ensemble::Options { replicates: question.ask.capped(), paired: true, keep, simd: self.options.simd }
    }

    /// What a page saves of its last results: those of the question it asks with, and of no other. Who waits finds the
    /// results of who went before.
    async fn save(self: Arc<Self>, ask: Ask, write: Write) -> Response<Full<Bytes>> {
        let turn = self.saving.clone().acquire_owned().await;
        on_the_side(move || {
            let _turn = turn;
            match self.recall(&ask) {
                Some(results) => write(&results, ask.language()),
                None => as_json(StatusCode::CONFLICT, &json!({"error": not_there(ask.language())})),
            }
        })
        .await
    }

    /// The results of a question as they are saved, where its page was told them last.
    fn recall(&self, ask: &Ask) -> Option<Arc<Results>> {
        let live = |question: &Question| {
            let (posterior, options) = (self.posterior(question.ask.stance), self.options(question, false));
            let never = AtomicBool::new(false);
            let live = || simulate(&question.scenario, posterior, self.options.seed, &options, &|_| (), &never);
            self.pool.install(live).ok()
        };
        self.memory.whole(&ask.page, |told| told.ask.is_of(ask), live)
    }
}

/// Writes results as they are saved.
type Write = fn(&Results, Lang) -> Response<Full<Bytes>>;

fn table(results: &Results, file: File) -> Response<Full<Bytes>> {
    let mut bytes = Vec::new();
    match file.write(results, &mut bytes) {
        Ok(()) => respond(StatusCode::OK, "text/csv; charset=utf-8", bytes.into()),
        Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "failed"),
    }
}

fn chart(results: &Results, lang: Lang) -> Response<Full<Bytes>> {
    match charts::draw(results, "01-overview", &Look { lang, ..Look::default() }) {
        Some(Ok((_, sheet))) => respond(StatusCode::OK, "image/svg+xml; charset=utf-8", sheet.svg().into()),
        _ => text(StatusCode::NOT_FOUND, "nothing to draw"),
    }
}

fn not_there(lang: Lang) -> String {
    words::REFUSED.fill(lang, &[("what", words::NOT_THERE.text(lang))])
}

/// The scenario of a question as a text, and where its levers stand.
fn scenario(ask: &Ask) -> Response<Full<Bytes>> {
    match ask.scenario() {
        Ok(scenario) => {
            let told = json!({
                "toml": permalink::text(ask, &scenario),
                // What is saved stands alone: the file that it extends is not where it will lie.
                "whole": scenario.said_toml(),
                "title": scenario.title,
                "description": scenario.description.trim(),
            });
            as_json(StatusCode::OK, &standing(told, &scenario))
        }
        Err(told) => wrong(&told),
    }
}

/// Does work that takes longer than a connection should hold up others.
async fn on_the_side(work: impl FnOnce() -> Response<Full<Bytes>> + Send + 'static) -> Response<Full<Bytes>> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "failed"))
}

/// A newer question of the page has taken this one's place.
fn stale() -> Response<Full<Bytes>> {
    as_json(StatusCode::CONFLICT, &json!({"stale": true}))
}

/// Says no and hangs up: whoever is refused must not keep a seat with what it sends next.
fn refuse(status: StatusCode, told: &'static str) -> Response<Full<Bytes>> {
    let mut response = text(status, told);
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn wrong(told: &str) -> Response<Full<Bytes>> {
    as_json(StatusCode::BAD_REQUEST, &json!({"error": told}))
}

fn text(status: StatusCode, told: &'static str) -> Response<Full<Bytes>> {
    respond(status, "text/plain; charset=utf-8", Bytes::from_static(told.as_bytes()))
}

fn as_json(status: StatusCode, value: &Value) -> Response<Full<Bytes>> {
    respond(status, "application/json; charset=utf-8", value.to_string().into())
}

/// A response that is never stored, never sniffed, never framed, and says to nobody where it came from.
fn respond(status: StatusCode, kind: &'static str, bytes: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
