//! Completions, the manual page and the CLI reference: all made from the same definitions as the help.

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::console::say;
use super::failure::Failure;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// bash, elvish, fish, powershell or zsh
    shell: Shell,
}

impl Completions {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "pkosim", &mut script);
        say(&String::from_utf8_lossy(&script))
    }
}

/// Print a manual page
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pkosim man > pkosim.1\n  pkosim man run > pkosim-run.1")]
pub struct Man {
    /// Command that it is about [default: pkosim itself]
    command: Option<String>,
}

impl Man {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let mut all = Cli::command();
        all.build();
        let about = match &self.command {
            None => all,
            Some(name) => find(&all, name)?.clone(),
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(about).render(&mut page)?;
        say(&String::from_utf8_lossy(&page))
    }
}

fn find<'a>(all: &'a Command, name: &str) -> Result<&'a Command, Failure> {
    let names = || all.get_subcommands().map(Command::get_name).collect::<Vec<_>>().join(", ");
    let unknown = || Failure::usage(format!("no command `{name}`"), format!("one of {}", names()));
    all.find_subcommand(name).ok_or_else(unknown)
}

/// Print docs/cli.md: the help of every command
#[derive(Debug, Args)]
pub struct Reference {}

impl Reference {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let mut page = String::from("# Command line\n\nMade by `pkosim reference`; do not edit.\n");
        let mut command = Cli::command().term_width(100);
        page.push_str(&section("pkosim", &mut command));
        let names: Vec<String> =
            command.get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect();
        for name in names.iter().filter(|n| *n != "help") {
            if let Some(sub) = command.find_subcommand_mut(name) {
                let mut sub = sub.clone().bin_name(format!("pkosim {name}")).term_width(100);
                page.push_str(&section(&format!("pkosim {name}"), &mut sub));
            }
        }
        say(&page)
    }
}

fn section(title: &str, command: &mut Command) -> String {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!("\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim_end())
}
