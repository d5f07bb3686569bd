//! One operation takes over from another, in a set month or when its theatre is ready.

use pkosim::draws::LANES;
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::{Scenario, load_str};
use pkosim::world::conflict::phase;
use pkosim::world::council::Council;
use pkosim::world::month::{Side, World};
use pkosim::world::series::Watch;
use pkosim::world::setting::Setting;

const SMALL: &str = "[operation.a-focused]\nmodels = [4]\ntroops = 2000\nplanned_exit_months = 100\n";

fn scenario(text: &str) -> Scenario {
    load_str(text, "test", None, &[]).unwrap_or_else(|p| panic!("{p}")).scenario
}

/// What is there each month in each history: deployed troops of the two operations, the phase, and the share of what is
/// authorised that contributors give the second.
#[derive(Default)]
struct Log(Vec<[[f64; 6]; LANES]>);

impl Watch for Log {
    fn month(&mut self, _: usize, _: &Council, side: &Side, _: &Setting) {
        if side.world == World::Mission {
            let [a, b] = [&side.operations[0], &side.operations[1]];
            let theatre = &side.theatres[0];
            self.0.push(std::array::from_fn(|i| {
                [a.active[i], a.deployed[0][i], b.active[i], b.deployed[0][i], theatre.conflict.phase[i], b.fill[i]]
            }));
        }
    }
}

fn live(text: &str) -> Log {
    let setting = Setting::new(&scenario(text), Posterior::embedded(Stance::Study), 3);
    let mut log = Log::default();
    block::live(SimdClass::detect(), &setting, 0, false, &mut log);
    log
}

#[test]
fn in_a_set_month_one_takes_over_the_others_troops_and_no_month_has_both() {
    let log = live(&format!(
        "{SMALL}[operation.b-broad]\nfollows = \"a-focused\"\nstart_month = 36\nmodels = [3, 7]\ntroops = 9000\n"
    ));
    let mut taken = 0;
    for i in 0..LANES {
        let (before, after) = (&log.0[12 + 35][i], &log.0[12 + 36][i]);
        if before[0] == 1.0 && after[2] == 1.0 {
            taken += 1;
            assert_eq!(after[0], 0.0, "lane {i}");
            // Some contributors do not go on: the new mission's fill holds for them too.
            assert!(after[3] >= 0.99 * after[5] * before[1], "troops change hats at once: {before:?} {after:?}");
        }
        assert!(log.0.iter().all(|month| month[i][0] + month[i][2] <= 1.0), "lane {i} has both");
    }
    assert!(taken > LANES / 2, "{taken} of {LANES}");
}

#[test]
fn what_waits_for_a_ceasefire_begins_in_the_month_after_one_and_never_without() {
    let log = live(&format!(
        "{SMALL}[operation.b-broad]\nfollows = \"a-focused\"\nstart_month = 6\nstart_when = \"ceasefire\"\nmodels = [7, 12]\ntroops = 5000\n"
    ));
    let mut begun = 0;
    for i in 0..LANES {
        let first = log.0.iter().position(|month| month[i][2] == 1.0);
        if let Some(month) = first {
            begun += 1;
            assert!(month >= 12 + 6, "lane {i}: {month}");
            assert_eq!(log.0[month - 1][i][4], phase::CEASEFIRE, "lane {i}");
            assert_eq!(log.0[month - 1][i][0], 1.0, "takes over from what is there");
        }
        let due = (12 + 6..log.0.len())
            .find(|m| log.0[m - 1][i][4] == phase::CEASEFIRE && log.0[m - 1][i][0] == 1.0 && log.0[*m][i][2] == 0.0);
        assert!(
            first.is_some() || due.is_none_or(|m| log.0[m][i][0] == 0.0),
            "lane {i} had its ceasefire in month {due:?}"
        );
    }
    assert!(begun > 0 && begun < LANES, "{begun}: some histories have a ceasefire, some have none");
}

#[test]
fn a_mission_that_waits_for_nothing_is_the_mission_it_was() {
    let plain = "[mission]\ntroops = 5000\npolice = 500\n";
    let bits = |text: &str| {
        let setting = Setting::new(&scenario(text), Posterior::embedded(Stance::Study), 3);
        block::live(SimdClass::detect(), &setting, 0, false, &mut pkosim::world::series::Unwatched)
            .mission
            .into_iter()
            .flatten()
            .flat_map(|col| col.0.map(f64::to_bits))
            .collect::<Vec<_>>()
    };
    assert!(bits(plain) == bits(&format!("{plain}start_when = \"at-once\"\n")), "not the same to the bit");
    assert!(bits(plain) != bits("[mission]\ntroops = 4000\npolice = 500\n"), "the comparison sees a difference");
}

#[test]
fn what_cannot_be_taken_over_is_refused_and_says_why() {
    let refused = |text: &str| load_str(text, "mine.toml", None, &[]).unwrap_err().to_string();
    let circle = "[operation.a]\nfollows = \"c\"\n[operation.b]\nfollows = \"a\"\n[operation.c]\nfollows = \"b\"\n";
    assert!(refused(circle).contains("operation.a.follows: `follows` goes in a circle: a -> c -> b -> a"));
    let alone = refused("[operation.a]\nfollows = \"b\"\n");
    assert!(alone.contains("no operation `b`; expected another operation, and this scenario has none"), "{alone}");
    let apart = "[theatre.east.host]\n[theatre.west.host]\n[operation.a]\ntheatres = [\"east\"]\n[operation.b]\n\
                 theatres = [\"west\"]\nfollows = \"a\"\nstart_month = 12\n";
    let apart = refused(apart);
    assert!(apart.contains("`a` works in \"east\" and `b` in \"west\"") && apart.contains("hint: "), "{apart}");
}

#[test]
fn a_transition_out_of_order_is_refused_with_its_line() {
    let after = |keys: &str| {
        let text = format!("{SMALL}[operation.b-broad]\ntroops = 5000\n{keys}\n");
        load_str(&text, "test", None, &[]).expect_err(keys).to_string()
    };
    for (keys, said) in [
        ("follows = \"a-focussed\"\nstart_month = 9", "a-focused"),
        ("follows = \"b-broad\"\nstart_month = 9", "goes in a circle: b-broad -> b-broad"),
        ("follows = \"a-focused\"", "nothing can take over from it in month 0"),
        ("follows = \"a-focused\"\nstart_month = 101", "from month 0 to month 100"),
        ("follows = \"a-focused\"\nstart_month = 180", "ends at month 180"),
        ("start_when = \"cease-fire\"", "nearest: ceasefire"),
    ] {
        let message = after(keys);
        assert!(message.contains(said), "{keys}: {message}");
        assert!(
            message.contains(":6") || message.contains("line") || message.contains("7 |") || message.contains("8 |"),
            "{message}"
        );
    }
}
