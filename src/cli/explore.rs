//! `pkosim explore`: a local page with levers.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;
use tempfile::NamedTempFile;

use pkosim::engine::block;
use pkosim::explore::{Options, Server, too_large};
use pkosim::output::messages::Lang;
use pkosim::scenario::load_shipped;

use super::args::{self, Sets, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::interrupt;

/// Open a page in the browser to move the levers of a mission and see what follows
///
/// Each change runs the engine: 2,000 histories at once, 20,000 when the hand is still. The page shows the mission beside
/// none, what we do not know and what is chance, and what changed; it saves tables, charts and the scenario. The server
/// listens on this machine only (127.0.0.1), and answers only pages that know the random token in the printed address.
/// Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Explore {
    /// Scenario file to begin with [default: the built-in baseline]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    sets: Sets,
    /// Port of 127.0.0.1 [default: a free one]
    #[arg(long, value_name = "P", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = args::SEED, value_parser = args::seed)]
    seed: u64,
    #[command(flatten)]
    threads: Threads,
    /// Print the address only; open no browser
    #[arg(long)]
    no_open: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim explore                                   the baseline, in the browser
  pkosim explore scenarios/portfolio.toml          another scenario
  pkosim explore --no-open --port 8123             print the address only

Exit codes: 0 ended with Ctrl-C; 2 an argument or the scenario is wrong, or the port is taken; 3 the scenario
cannot be read, or no threads";

impl Explore {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let toml = self.text()?;
        let threads = self.threads.threads.unwrap_or(0);
        let options = Options { port: self.port, seed: self.seed, threads, simd, toml };
        let server = Server::bind(options).map_err(|e| self.no_port(&e))?;
        let stop = interrupt::listen();
        say(&format!("{}\n", server.address()))?;
        note("the page is open to this machine only; Ctrl-C ends it");
        // Held until the end: the browser may read it late.
        let _way = if self.no_open { None } else { open(&server.address()).ok() };
        Ok(server.serve(stop)?)
    }

    /// The scenario as a text that needs no file of the disk.
    fn text(&self) -> Result<String, Failure> {
        if self.scenario.is_none() && self.sets.sets.is_empty() {
            return Ok("extends = \"baseline.toml\"\n".to_owned());
        }
        let scenario = args::load(self.scenario.as_deref(), &self.sets, false, LangArg::En)?.scenario;
        if !scenario.payers.value.is_empty() {
            let what = "a scenario that names a list of payers cannot be explored: the page opens no files";
            return Err(Failure::usage(what, "leave out funding.payers and set the three classes"));
        }
        if let Some(what) = too_large(&scenario, Lang::En) {
            return Err(Failure::usage(what, "`pkosim run` lives through longer and wider worlds"));
        }
        let text = scenario.to_toml();
        load_shipped(&text, "page.toml", &[])?;
        Ok(text)
    }

    fn no_port(&self, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::AddrInUse => {
                let what = format!("port {} of 127.0.0.1 is taken by another program", self.port);
                Failure::usage(what, "choose another with --port, or leave it out for a free one")
            }
            _ => Failure::usage(
                format!("cannot listen on port {} of 127.0.0.1: {error}", self.port),
                "ports below 1024 are for administrators; leave --port out for a free one",
            ),
        }
    }
}

/// Shows the page in the browser, by way of a file that only this user may read: an argument of a program could be read
/// by every user of the machine, and the address holds the token.
fn open(address: &str) -> io::Result<NamedTempFile> {
    let mut way = tempfile::Builder::new().prefix("pkosim-explore-").suffix(".html").tempfile()?;
    write!(
        way,
        "<!DOCTYPE html><meta http-equiv=\"refresh\" content=\"0;url={address}\"><a href=\"{address}\">pkosim</a>"
    )?;
    way.flush()?;
    let mut opener = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => Command::new("explorer"),
        _ => Command::new("xdg-open"),
    };
    opener.arg(way.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    Ok(way)
}
