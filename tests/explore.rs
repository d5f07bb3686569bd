//! The server of `pkosim explore`, over real connections: who is let in, what is capped, and that nothing ends it.
#![cfg(feature = "explore")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use pkosim::draws::dispatch::SimdClass;
use pkosim::explore::{MOST_BODY, Options, Server};
use serde_json::{Value, json};

/// A running server; it ends with this value.
struct Page {
    host: String,
    token: String,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Page {
    fn open() -> Self {
        let toml = "extends = \"baseline.toml\"\n".to_owned();
        let options = Options { port: 0, seed: 1, threads: 1, simd: SimdClass::detect(), toml };
        let server = Server::bind(options).unwrap();
        let address = server.address();
        let (host, token) = address.strip_prefix("http://").unwrap().trim_end_matches('/').split_once('/').unwrap();
        let (host, token) = (host.to_owned(), token.to_owned());
        assert!(host.starts_with("127.0.0.1:"));
        let stop = Arc::new(AtomicBool::new(false));
        let flag = stop.clone();
        Self { host, token, stop, thread: Some(std::thread::spawn(move || server.serve(&flag))) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Status, head and body of the answer to a request as it stands.
    fn send(&self, request: &[u8]) -> (u16, String, String) {
        let mut stream = self.connect();
        // A refused request may be cut off while it is still being sent.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        (status, head.to_lowercase(), body.to_owned())
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
        let mut head = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        self.send(format!("{head}\r\n").as_bytes())
    }

    fn post_with(&self, what: &str, body: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
        let mut head = format!("POST /{}/{what} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.token, self.host);
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        self.send(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
    }

    fn post(&self, what: &str, body: &Value) -> (u16, Value) {
        let (status, _, body) = self.post_with(what, &body.to_string(), &[("Content-Type", "application/json")]);
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap().unwrap();
    }
}

const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];

fn question(page: &str, number: u64, toml: &str) -> Value {
    json!({"page": page, "number": number, "replicates": 32, "toml": toml})
}

const BASELINE: &str = "extends = \"baseline.toml\"\n";

#[test]
fn strangers_are_refused_and_told_nothing() {
    let page = Page::open();
    let home = format!("/{}/", page.token);
    let host = page.host.as_str();
    assert_eq!(page.get(&home, &[("Host", host)]).0, 200);
    let wrong = format!("/{}/", "0".repeat(32));
    for (path, headers) in [
        ("/", vec![("Host", host)]),
        ("/choices", vec![("Host", host)]),
        (&wrong, vec![("Host", host)]),
        (&home, vec![("Host", "evil.example")]),
        (&home, vec![]),
        (&home, vec![("Host", host), ("Origin", "http://evil.example")]),
        (&home, vec![("Host", host), ("Sec-Fetch-Site", "cross-site")]),
    ] {
        let (status, head, body) = page.get(path, &headers);
        assert!(status == 403 || status == 400, "{path} {headers:?}: {status}");
        assert!(!body.contains(&page.token) && !head.contains("access-control"), "{body}");
    }
    let body = question("a", 1, BASELINE).to_string();
    let json = ("Content-Type", "application/json");
    assert_eq!(page.post_with("run", &body, &[json, ("Origin", "http://evil.example")]).0, 403);
    assert_eq!(page.post_with("run", &body, &[json, ("Origin", "null")]).0, 403);
    assert_eq!(page.post_with("run", &body, &[("Content-Type", "text/plain")]).0, 415);
    assert_eq!(page.post_with("run", &body, &[("Content-Type", "application/x-www-form-urlencoded")]).0, 415);
}

#[test]
fn every_answer_forbids_framing_sniffing_storing_and_everything_from_elsewhere() {
    let page = Page::open();
    let host = page.host.as_str();
    for path in [
        format!("/{}/", page.token),
        format!("/{}/page.js", page.token),
        format!("/{}/charts.js", page.token),
        "/".to_owned(),
    ] {
        let (_, head, _) = page.get(&path, &[("Host", host)]);
        for line in [
            "content-security-policy: default-src 'none'; script-src 'self'",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
        ] {
            assert!(head.contains(line), "{path}: {line}");
        }
        assert!(!head.contains("access-control"));
    }
}

#[test]
fn a_question_is_answered_with_the_engines_numbers() {
    let page = Page::open();
    let (status, answer) = page.post("run", &question("a", 1, BASELINE));
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["replicates"], 32);
    assert!(answer["outcomes"].as_array().unwrap().iter().any(|o| o["id"] == "lives_saved"));
    assert_eq!(answer["levers"]["troops"], 10_000.0);
    let mut moved = question("a", 2, BASELINE);
    moved["levers"] = json!({"troops": 0.0, "police": 0.0});
    let (status, answer) = page.post("run", &moved);
    assert_eq!((status, &answer["levers"]["troops"]), (200, &json!(0.0)));
    moved["number"] = json!(3);
    let (status, _, table) = page.post_with("summary.csv", &moved.to_string(), JSON);
    assert!(status == 200 && table.contains("outcome,theatre,world"), "{status}");
}

#[test]
fn what_is_saved_belongs_to_the_levers_that_are_shown() {
    let page = Page::open();
    let mut moved = question("a", 2, BASELINE);
    moved["levers"] = json!({"consent": 0.1});
    for what in ["summary.csv", "series.csv", "overview.svg"] {
        assert_eq!(page.post(what, &question("a", 1, BASELINE)).0, 409, "nothing was asked yet");
    }
    page.post("run", &question("a", 1, BASELINE));
    assert_eq!(page.post_with("summary.csv", &question("a", 3, BASELINE).to_string(), JSON).0, 200);
    for (lang, word) in [("en", "no results yet"), ("ja", "まだない")] {
        moved["lang"] = json!(lang);
        let (status, told) = page.post("summary.csv", &moved);
        assert!(status == 409 && told["error"].as_str().unwrap().contains(word), "{status} {told}");
    }
    // A question that is refused leaves what was told before, and that is not what is shown.
    let mut refused = question("a", 4, BASELINE);
    refused["form"] = json!("no such form");
    assert_eq!(page.post("run", &refused).0, 400);
    assert_eq!(page.post("summary.csv", &refused).0, 409);
    page.post(
        "run",
        &json!({"page": "a", "number": 5, "replicates": 32, "toml": BASELINE, "levers": {"consent": 0.1}}),
    );
    assert_eq!(page.post_with("summary.csv", &moved.to_string(), JSON).0, 200, "in another language too");
    let mut other = moved.clone();
    other["stance"] = json!("sceptical");
    assert_eq!(page.post("summary.csv", &other).0, 409);
}

#[test]
fn several_saves_at_once_have_the_bytes_of_one() {
    let page = Page::open();
    let ask = |name: &str| {
        let mut ask = question(name, 1, "extends = \"portfolio.toml\"\n");
        ask["replicates"] = json!(1_000);
        page.post("run", &ask);
        ask.to_string()
    };
    let (one, six) = (ask("one"), ask("six"));
    let save = |ask: &str| {
        let (status, _, table) = page.post_with("series.csv", ask, JSON);
        assert_eq!(status, 200);
        table
    };
    let table = save(&one);
    std::thread::scope(|scope| {
        let saves: Vec<_> = (0..6).map(|_| scope.spawn(|| save(&six))).collect();
        saves.into_iter().for_each(|s| assert_eq!(s.join().unwrap(), table));
    });
}

#[test]
fn it_is_told_which_levers_differ_or_vary_and_which_models_there_are() {
    let page = Page::open();
    let has = |told: &Value, which: &str, id: &str| told[which].as_array().unwrap().contains(&json!(id));
    let (_, told) = page.post("scenario", &question("a", 1, "extends = \"portfolio.toml\"\n"));
    assert!(has(&told, "several", "consent") && !has(&told, "several", "unity"), "{told}");
    let mut moved = question("a", 2, "extends = \"portfolio.toml\"\n");
    moved["levers"] = json!({"consent": 0.1});
    let (_, told) = page.post("run", &moved);
    assert!(!has(&told, "several", "consent") && !has(&told, "varies", "consent"), "{told}");
    let (_, told) = page.post("scenario", &question("a", 3, "[host]\nconsent = { beta = { mean = 0.5, sd = 0.1 } }\n"));
    assert!(has(&told, "varies", "consent") && !has(&told, "several", "consent"), "{told}");
    let (_, told) = page.post("scenario", &question("a", 4, "extends = \"models/12-ddr.toml\"\n"));
    assert_eq!((&told["models"], &told["operations"]), (&json!([12]), &json!(1)));
    let (_, told) = page.post("scenario", &question("a", 5, "extends = \"reference-population.toml\"\n"));
    assert_eq!((&told["models"], &told["operations"]), (&json!([]), &json!(0)));
}

#[test]
fn whoever_is_refused_is_hung_up_on() {
    let page = Page::open();
    let one = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", page.host);
    let begun = Instant::now();
    let (status, head, rest) = page.send(one.repeat(3).as_bytes());
    assert!(status == 403 && head.contains("connection: close"), "{head}");
    assert!(!rest.contains("HTTP/1.1") && begun.elapsed() < Duration::from_secs(5), "{rest}");
}

#[test]
fn what_is_saved_of_a_quick_answer_has_the_bands_that_the_page_does_not_draw() {
    let page = Page::open();
    page.post("run", &question("a", 1, BASELINE));
    let save = || page.post_with("series.csv", &question("a", 2, BASELINE).to_string(), JSON).2;
    let table = save();
    let cash: Vec<&str> = table.lines().filter(|l| l.contains(",all,cash_usd,")).collect();
    assert!(cash.len() > 100 && cash.iter().all(|l| !l.contains(",,") && !l.ends_with(',')), "{:?}", cash.first());
    assert_eq!(table, save());
}

#[test]
fn a_mission_that_is_moved_meets_the_world_that_was_kept_to_the_digit() {
    let moved = |number| {
        let mut moved = question("a", number, BASELINE);
        moved["levers"] = json!({"troops": 4_000.0, "quality": 0.9, "funding": 0.6});
        moved
    };
    let told = |page: &Page, number| {
        let (status, mut answer) = page.post("run", &moved(number));
        assert_eq!(status, 200);
        ["ms", "number"].iter().for_each(|key| _ = answer.as_object_mut().unwrap().remove(*key));
        // Only the first page has seen where the levers began.
        answer["outcomes"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|o| _ = o.as_object_mut().unwrap().remove("since"));
        answer
    };
    let (first, second) = (Page::open(), Page::open());
    first.post("run", &question("a", 1, BASELINE));
    assert_eq!(told(&first, 2), told(&second, 1));
}

#[test]
fn what_has_moved_is_told_replicate_by_replicate_under_the_same_luck() {
    let page = Page::open();
    let ask = |number, levers: Value, toml: &str| {
        let mut question = question("a", number, toml);
        (question["replicates"], question["levers"]) = (json!(512), levers);
        let (status, answer) = page.post("run", &question);
        assert_eq!(status, 200, "{answer}");
        answer
    };
    let outcome = |answer: &Value, id: &str| {
        answer["outcomes"].as_array().unwrap().iter().find(|o| o["id"] == id).unwrap_or(&Value::Null).clone()
    };
    let start = ask(1, json!({}), BASELINE);
    assert!(start["outcomes"].as_array().unwrap().iter().all(|o| o["since"].is_null()), "nothing has moved yet");
    let moved = ask(2, json!({"funding": 0.7}), BASELINE);
    for id in ["lives_saved", "months_at_war", "cost_usd", "battle_deaths"] {
        let (before, after) = (outcome(&start, id), outcome(&moved, id));
        let at = |o: &Value, key: &str| o[key].as_f64().unwrap();
        let (difference, error) = (after["since"][0].as_f64().unwrap(), after["since"][1].as_f64().unwrap());
        let (apart, size) = (at(&before, "mcse").hypot(at(&after, "mcse")), at(&after, "mean").abs());
        // Numbers come to five digits.
        assert!((difference - (at(&after, "mean") - at(&before, "mean"))).abs() <= 2e-4 * size, "{id}: {difference}");
        assert!(error > 0.0 && error < 0.8 * apart, "{id}: {error} and {apart} of independent runs");
    }
    assert!(outcome(&moved, "cost_per_life_saved_usd")["since"].is_null(), "a ratio of whole ensembles");
    // Another scenario, or another stance, began elsewhere.
    let other = ask(3, json!({"funding": 0.7}), "extends = \"mission-small.toml\"\n");
    assert!(other["outcomes"].as_array().unwrap().iter().all(|o| o["since"].is_null()));
}

#[test]
fn bad_scenarios_and_bodies_are_told_and_the_server_stays_up() {
    let page = Page::open();
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "very secret\n").unwrap();
    let extends = format!("extends = \"{}\"\n", secret.path().display());
    for (n, (toml, word)) in [
        ("[mission]\ntrops = 5\n", "troops"),
        ("[host]\nconsent = 1.4\n", "host.consent"),
        ("[[[", "error"),
        (extends.as_str(), "shipped scenarios"),
        ("extends = \"../Cargo.toml\"\n", "shipped scenarios"),
        ("horizon_months = 600\n[mission]\ntroops = 10\n", "360"),
    ]
    .into_iter()
    .enumerate()
    {
        let (status, told) = page.post("run", &question("a", n as u64 + 1, toml));
        let told = told["error"].as_str().unwrap_or_default();
        assert!(status == 400 && told.contains(word) && !told.contains("very secret"), "{status} {told}");
    }
    let json = ("Content-Type", "application/json");
    assert_eq!(page.post_with("run", "{", &[json]).0, 400);
    assert_eq!(page.post_with("run", "{\"page\": 5}", &[json]).0, 400);
    assert_eq!(page.post_with("no-such-thing", &question("a", 99, BASELINE).to_string(), &[json]).0, 404);
    assert_eq!(page.post_with("run", &" ".repeat(MOST_BODY + 1), &[json]).0, 413);
    // A body that hides its length is cut off at the same size.
    let mut chunked = format!(
        "POST /{}/run HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n",
        page.token, page.host
    );
    (0..20).for_each(|_| chunked.push_str(&format!("4000\r\n{}\r\n", " ".repeat(0x4000))));
    assert_eq!(page.send(chunked.as_bytes()).0, 413);
    let mut greedy = question("b", 1, BASELINE);
    greedy["replicates"] = json!(u64::MAX);
    greedy["levers"] = json!({"troops": 1e300});
    let (status, _) = page.post("scenario", &greedy);
    assert_eq!(status, 200);
    assert_eq!(page.post("run", &question("a", 100, BASELINE)).0, 200);
}

#[test]
fn ten_thousand_stale_questions_are_survived() {
    let page = Page::open();
    let mut stream = page.connect();
    let mut reader = stream.try_clone().unwrap();
    let newest = page.post("run", &question("flood", 1_000_000, BASELINE));
    assert_eq!(newest.0, 200);
    let writer = std::thread::spawn({
        let (host, token) = (page.host.clone(), page.token.clone());
        move || {
            for number in 0..10_000u64 {
                let body = question("flood", number, "[mission]\ntroops = 10\n").to_string();
                let last = if number == 9_999 { "Connection: close\r\n" } else { "" };
                let head = format!(
                    "POST /{token}/run HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{last}Content-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(head.as_bytes()).unwrap();
            }
        }
    });
    let mut answers = Vec::new();
    reader.read_to_end(&mut answers).unwrap();
    writer.join().unwrap();
    let stale = String::from_utf8_lossy(&answers).matches("409 Conflict").count();
    assert_eq!(stale, 10_000);
    assert_eq!(page.post("run", &question("other", 1, BASELINE)).0, 200);
}

#[test]
fn a_scenario_that_the_page_refuses_does_not_open_one() {
    let many: String = (0..9).map(|k| format!("[theatre.t{k}.host]\nconsent = 0.5\n")).collect();
    let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    std::fs::write(file.path(), many).unwrap();
    let wide = file.path().to_str().unwrap();
    let long = ["--set", "horizon_months=600"];
    for (arguments, code, word) in
        [(&long[..], 2, "360 months"), (&[wide], 2, "8 theatres"), (&["/nonexistent"], 3, "/nonexistent")]
    {
        let mut command = assert_cmd::Command::cargo_bin("pkosim").unwrap();
        command.args(["explore", "--no-open"]).args(arguments).timeout(Duration::from_secs(60));
        let output = command.assert().code(code).get_output().clone();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(word) && output.stdout.is_empty(), "{told}");
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let page = Page::open();
    let port = page.host.rsplit(':').next().unwrap();
    let mut command = assert_cmd::Command::cargo_bin("pkosim").unwrap();
    let output = command.args(["explore", "--no-open", "--port", port]).assert().code(2).get_output().clone();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains(port) && told.contains("taken") && told.contains("hint"), "{told}");
}
