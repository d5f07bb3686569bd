//! Many replicates over threads, folded in their order; one scenario, or several that meet the same luck side by side.
//!
//! Chunks of consecutive replicates run in parallel; their records are folded in order, so the
//! result has the same bits for any number of threads. Members of a batch live a block after one another, so that the
//! block's draws are made once and the next member still finds them near; each result has the bits of a run alone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::draws::LANES;
use crate::world::luck::Luck;
use crate::world::month::BlockOutcomes;
use crate::world::setting::Setting;

use super::bands::Bins;
use super::block;
use super::ensemble::{BANDS, Ensemble, Interrupted, Options, Recording, draws};
use super::recorder::{CHUNK, Chunk, Layout};
use super::twin::Twin;

/// Somebody who sees every chunk, in order, and may say before the end that it is enough.
pub trait Looker {
    /// Replicates at which to ask next: a multiple of [`CHUNK`], or the end of the run. So a run that stops
    /// there folds the same chunks as one of just so many replicates.
    fn next_look(&self) -> u64;
    /// Sees a chunk; `draws` are the posterior draws of its replicates.
    fn see(&mut self, chunk: &Chunk, draws: &[u32]);
    /// Whether it is enough.
    fn enough(&mut self) -> bool;
}

/// Runs to the end.
struct ToTheEnd;

impl Looker for ToTheEnd {
    fn next_look(&self) -> u64 {
        u64::MAX
    }
    fn see(&mut self, _: &Chunk, _: &[u32]) {}
    fn enough(&mut self) -> bool {
        false
    }
}

/// Runs the replicates on the current rayon pool. `progress` hears how many are done; a raised
/// `stop` ends the run with nothing to show.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run(
    setting: &Setting,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    run_until(setting, options, Recording::Months, &mut ToTheEnd, progress, stop)
}

/// [`run`], with a choice of what is recorded. Without months there are no series and no bands; the outcomes have the
/// same bits.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_recording(
    setting: &Setting,
    options: &Options,
    recording: Recording,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    run_until(setting, options, recording, &mut ToTheEnd, progress, stop)
}

/// [`run_recording`] beside a world without operations that was lived through before and [fits](Twin::fits). The same
/// bits.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_beside(
    setting: &Setting,
    options: &Options,
    recording: Recording,
    twin: &Twin,
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    let fits = options.paired && twin.fits(options.replicates, recording);
    let beside = if fits { Beside::Twin(twin) } else { Beside::Own };
    let alone = [Member { setting, options: options.clone(), beside }];
    together(&alone, recording, &mut ToTheEnd, &|_| (), stop)?.pop().ok_or(Interrupted)
}

/// As [`run_recording`], until `looker` says that it is enough: the same ensemble as a run of the replicates it stopped
/// at.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_until(
    setting: &Setting,
    options: &Options,
    recording: Recording,
    looker: &mut dyn Looker,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    let alone = [Member { setting, options: options.clone(), beside: Beside::Own }];
    let mut ensembles = together(&alone, recording, looker, progress, stop)?;
    ensembles.pop().ok_or(Interrupted)
}

/// A scenario in a batch.
#[derive(Debug)]
pub struct Member<'a> {
    /// The scenario, resolved.
    pub setting: &'a Setting,
    /// What is asked of it. Replicates and class are the same for all members.
    pub options: Options,
    /// Where its world without operations comes from, if its options want one.
    pub beside: Beside<'a>,
}

/// Where the world without operations of a member comes from.
#[derive(Clone, Copy, Debug)]
pub enum Beside<'a> {
    /// It is lived through.
    Own,
    /// It was lived through before, by a run of the same scenario but for its operations.
    Twin(&'a Twin),
    /// It is that of an earlier member of the batch, which has the same but for its operations.
    Member(usize),
}

/// Whether members may be lived side by side: they meet the same luck.
pub fn may_join(a: &Setting, b: &Setting) -> bool {
    Luck::key(a) == Luck::key(b)
}

/// Runs of outcomes, side by side. Each has the bits of [`run_recording`].
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_batch(members: &[Member<'_>], stop: &AtomicBool) -> Result<Vec<Ensemble>, Interrupted> {
    together(members, Recording::Outcomes, &mut ToTheEnd, &|_| (), stop)
}

/// Runs all members; `looker` sees the chunks of the first.
fn together(
    members: &[Member<'_>],
    recording: Recording,
    looker: &mut dyn Looker,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Vec<Ensemble>, Interrupted> {
    let started = Instant::now();
    let Some(Member { setting, options: Options { replicates, .. }, .. }) = members.first() else {
        return Ok(Vec::new());
    };
    let least = looker.next_look();
    let mut ensembles: Vec<Ensemble> = members.iter().map(|m| m.ensemble(recording, least)).collect();
    let mut spare = Vec::new();
    let mut first = 0;
    while first < *replicates {
        let end = (first + wave(ensembles[0].layout)).min(*replicates).min(looker.next_look());
        let starts = (first..end).step_by(CHUNK);
        let empty: Vec<(Vec<Chunk>, u64)> = starts
            .map(|start| (start, (end - start).min(CHUNK as u64)))
            .map(|span| (members.iter().map(|m| m.chunk(recording, span, &mut spare)).collect(), span.1))
            .collect();
        let pieces = empty.into_par_iter().with_max_len(1);
        let mut lived: Vec<Vec<Chunk>> = pieces.map(|(chunks, n)| simulate(members, chunks, n, stop)).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        for (k, (ensemble, member)) in ensembles.iter_mut().zip(members).enumerate() {
            ensemble.fold(&lived.iter().map(|chunks| &chunks[k]).collect::<Vec<_>>(), member.setting);
        }
        lived.iter().for_each(|chunks| looker.see(&chunks[0], &draws(&chunks[0], setting)));
        spare.extend(lived.iter_mut().flatten().filter_map(|chunk| chunk.bins.take()));
        progress(end);
        first = end;
        if end == looker.next_look() && looker.enough() {
            break;
        }
    }
    for (ensemble, member) in ensembles.iter_mut().zip(members) {
        if let Beside::Twin(twin) = member.beside {
            twin.lend_months(ensemble);
        }
        ensemble.seconds = started.elapsed().as_secs_f64();
    }
    Ok(ensembles)
}

/// Replicates that are lived through before they are folded: some chunks for every thread, so that none waits long for
/// the last, and fewer of them where places are many and a chunk holds much.
fn wave(layout: Layout) -> u64 {
    let each = (32 / layout.places).clamp(2, 8);
    (CHUNK * each * rayon::current_num_threads()) as u64
}

impl Member<'_> {
    fn layout(&self) -> Layout {
        Layout::new(self.setting, self.options.paired)
    }

    fn ensemble(&self, recording: Recording, least: u64) -> Ensemble {
        Ensemble::new(self.layout(), self.setting, &self.options, recording, least)
    }

    /// An empty chunk for `n` replicates from `first` on; room for bins comes from `spare` where there is some.
    fn chunk(&self, recording: Recording, (first, n): (u64, u64), spare: &mut Vec<Bins>) -> Chunk {
        let (layout, simd, n) = (self.layout(), self.options.simd, n as usize);
        let cells = layout.band_cells();
        let mut room = || spare.pop().and_then(|bins| bins.again(cells, n)).unwrap_or_else(|| Bins::new(cells, n));
        match recording {
            Recording::Months => Chunk::new(layout, simd, first, (first < BANDS).then(&mut room)),
            Recording::Bands(shown) => {
                Chunk::new(layout, simd, first, (first < BANDS).then(&mut room)).with_bands_of(shown)
            }
            Recording::Outcomes => Chunk::without_months(layout, simd, first),
        }
    }

    /// Lives through a block, whose world without operations may be among those of the members before it.
    fn live(&self, first: u64, lanes: usize, luck: Option<&Luck>, chunk: &mut Chunk, before: &mut Vec<BlockOutcomes>) {
        let paired = self.options.paired && matches!(self.beside, Beside::Own);
        chunk.begin_block(lanes);
        let outcomes = block::live_under(self.options.simd, self.setting, first, paired, luck, chunk);
        chunk.end_block(&outcomes, lanes);
        if let (true, Beside::Member(k)) = (self.options.paired, self.beside) {
            let none = before[k].none.as_ref().expect("a member that others stand beside lives both worlds");
            chunk.end_block_beside(none, lanes);
        }
        before.push(outcomes);
    }
}

/// Lives through the `n` replicates of a chunk of each member.
fn simulate(members: &[Member<'_>], mut chunks: Vec<Chunk>, n: u64, stop: &AtomicBool) -> Vec<Chunk> {
    let Member { setting, options, .. } = &members[0];
    let first = chunks[0].first;
    let mut luck = (members.len() > 1).then(|| Luck::new(setting));
    let mut outcomes = Vec::new();
    let mut done = 0;
    while done < n && !stop.load(Ordering::Relaxed) {
        let lanes = (n - done).min(LANES as u64) as usize;
        let at = first + done;
        if let Some(luck) = &mut luck {
            block::draw(options.simd, luck, setting, at);
        }
        outcomes.clear();
        for (member, chunk) in members.iter().zip(&mut chunks) {
            member.live(at, lanes, luck.as_ref(), chunk, &mut outcomes);
        }
        done += lanes as u64;
    }
    for (member, chunk) in members.iter().zip(&mut chunks) {
        if let Beside::Twin(twin) = member.beside {
            chunk.beside(&twin.columns);
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::draws::dispatch::SimdClass;
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;
    use crate::scenario::builtin_baseline;

    fn setting(set: &[(&str, &str)], seed: u64) -> Setting {
        let set: Vec<(String, String)> = set.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let scenario = builtin_baseline(&set).expect("built in").scenario;
        Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), seed)
    }

    #[test]
    fn members_of_a_batch_have_the_bits_of_runs_alone() {
        let stop = AtomicBool::new(false);
        let options = Options { replicates: 1100, paired: true, keep: true, simd: SimdClass::detect() };
        let settings = [
            setting(&[], 7),
            setting(&[("mission.troops", "4000")], 7),
            setting(&[("host.consent", "0.2"), ("council.unity", "0.3")], 7),
        ];
        let beside = [Beside::Own, Beside::Member(0), Beside::Own];
        let member = |(setting, beside)| Member { setting, options: options.clone(), beside };
        let members: Vec<Member<'_>> = settings.iter().zip(beside).map(member).collect();
        let batch = run_batch(&members, &stop).expect("not stopped");
        for (together, setting) in batch.iter().zip(&settings) {
            let alone = run_recording(setting, &options, Recording::Outcomes, &|_| (), &stop).expect("not stopped");
            let bits = |e: &Ensemble| -> Vec<u64> { e.kept.iter().flatten().flatten().map(|x| x.to_bits()).collect() };
            assert_eq!(bits(together), bits(&alone));
            // By their text: an undefined value is no equal of itself.
            let text = |e: &Ensemble| format!("{:?} {:?} {:?}", e.tallies, e.differences, e.lives);
            assert!(text(together) == text(&alone), "tallies differ");
        }
    }

    #[test]
    fn a_world_without_operations_that_was_kept_stands_beside_another_mission_to_the_bit() {
        let stop = AtomicBool::new(false);
        let options = Options { replicates: 300, paired: true, keep: true, simd: SimdClass::detect() };
        const SHOWN: &[usize] = &[crate::world::series::BATTLE, crate::world::series::CONSENT];
        for recording in [Recording::Months, Recording::Bands(SHOWN), Recording::Outcomes] {
            let live = |setting: &Setting| run_recording(setting, &options, recording, &|_| (), &stop).unwrap();
            let twin = Twin::of(&live(&setting(&[], 7))).expect("a pair that was kept");
            let other = setting(&[("mission.troops", "4000"), ("mission.quality", "0.9")], 7);
            let beside = run_beside(&other, &options, recording, &twin, &stop).unwrap();
            let alone = live(&other);
            let text =
                |e: &Ensemble| format!("{:?} {:?} {:?} {:?} {:?}", e.tallies, e.differences, e.lives, e.peaces, e.kept);
            assert!(text(&beside) == text(&alone), "outcomes differ");
            assert!(beside.sums == alone.sums && beside.bands == alone.bands && beside.banded == alone.banded);
            let others = [Recording::Months, Recording::Bands(&[0])];
            assert!(others.iter().all(|o| *o == recording || !twin.fits(300, *o)) && !twin.fits(301, recording));
        }
    }

    #[test]
    fn bands_of_some_series_are_those_of_all() {
        let stop = AtomicBool::new(false);
        let options = Options { replicates: 200, paired: true, keep: false, simd: SimdClass::detect() };
        const SHOWN: &[usize] = &[crate::world::series::UNITY];
        let (one, baseline) = (Recording::Bands(SHOWN), setting(&[], 7));
        let live = |recording| run_recording(&baseline, &options, recording, &|_| (), &stop).unwrap();
        let (some, all) = (live(one), live(Recording::Months));
        assert!(some.sums == all.sums);
        let cell = |world, k| some.layout.band_cell(world, 0, 100) + k;
        let at = |e: &Ensemble, world, k| e.bands.quantiles(cell(world, k), 200, true, [0.05, 0.5, 0.95]);
        for world in [0, 1] {
            assert_eq!(at(&some, world, SHOWN[0]), at(&all, world, SHOWN[0]));
            assert_eq!(at(&some, world, crate::world::series::CONSENT), [0.0; 3], "nothing is recorded of the others");
        }
    }

    #[test]
    fn only_those_who_meet_the_same_luck_may_join() {
        let one = setting(&[], 7);
        assert!(may_join(&one, &setting(&[("funding.level", "0.5")], 7)));
        assert!(!may_join(&one, &setting(&[], 8)));
        assert!(!may_join(&one, &setting(&[("horizon_months", "100")], 7)));
    }
}
