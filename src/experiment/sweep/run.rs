//! The points of a sweep over threads, each kept as soon as it is done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use crate::experiment::stop;
use crate::output::OutputError;
use crate::scenario::Scenario;

use super::error::SweepError;
use super::folder::Open;
use super::head::{Head, Shard};
use super::journal::Writer;
use super::live::{Common, Kept, Lived, PointError, line, write_rows};
use super::plan::{Plan, Point};
use super::twins::Twins;

/// How often finished points are handed to the disk, at the least.
const BLOCK: Duration = Duration::from_secs(1);
/// How often an interruption is looked for.
const LOOK: Duration = Duration::from_millis(100);

/// How to run a sweep.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// Only the points of this shard.
    pub shard: Option<Shard>,
    /// Whether the first point that fails ends the sweep.
    pub fail_fast: bool,
}

/// How far a sweep has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Points to do in all, those done before included.
    pub points: u64,
    /// Points done before.
    pub before: u64,
    /// Points done now.
    pub now: u64,
    /// Of all done, how many failed.
    pub failed: u64,
    /// Replicates lived through now.
    pub replicates: u64,
}

/// What a worker says of a point.
struct Done {
    point: Point,
    /// Its line of `points.csv`.
    place: Vec<u8>,
    /// What it came to.
    rows: Rows,
}

/// Lives through every point of a plan that the folder does not have yet.
///
/// Points run side by side on the pool, and each is cut into chunks there, so that the last ones keep every thread
/// busy too. Nothing that is kept depends on how many threads there are or which point ends first.
///
/// # Errors
/// [`SweepError::Stopped`] where `stop` was raised; a full disk; the first failure where `how` says so. What was
/// finished is kept in each case.
pub fn run(
    plan: &Plan,
    head: &Head,
    common: &Common,
    open: &mut Open,
    how: How,
    pool: &rayon::ThreadPool,
    progress: &dyn Fn(&Tally),
    stop: &AtomicBool,
) -> Result<Tally, SweepError> {
    let mine = |k: &u64| how.shard.is_none_or(|s| s.has(*k));
    let before: Vec<bool> = open.contents.entries.iter().filter(|(k, _)| mine(k)).map(|(_, e)| e.failed).collect();
    let (points, _) = plan.extent(how.shard);
    let failed = before.iter().filter(|f| **f).count() as u64;
    let tally = Tally { points, before: before.len() as u64, failed, ..Tally::default() };
    let done = &open.contents.entries;
    let (first, step) = how.shard.map_or((0, 1), |s| (s.index - 1, s.of));
    let left = (first..plan.len()).step_by(step as usize).filter(|k| !done.contains_key(k));
    let (halt, twins, left) = (AtomicBool::new(false), Twins::default(), Mutex::new(left));
    // Points that stop at numbers of their own are lived one by one: together they would share nothing.
    let alone = common.until.is_some();
    let batch = if alone { 1 } else { batch(tally.points - tally.before, pool.current_num_threads() as u64) };
    let work = Work { plan, head, common, halt, twins, batch, left };
    let mut writer = Writer::new(&open.dir, &head.fingerprint());
    let threads = pool.current_num_threads() + 1;
    let tally = std::thread::scope(|scope| {
        let (send, receive) = sync_channel(2 * threads);
        for _ in 0..threads {
            let (send, work) = (send.clone(), &work);
            scope.spawn(move || work.steadily(pool, &send));
        }
        drop(send);
        let kept = keep(plan, &receive, &mut writer, tally, how, &work.halt, progress, stop);
        work.halt.store(true, Ordering::Relaxed);
        // Workers that wait to hand over a point must not wait for ever.
        receive.iter().for_each(drop);
        kept
    })?;
    open.contents = super::journal::Contents::read(&open.dir, &head.fingerprint())?;
    let all = tally.before + tally.now;
    if stop.load(Ordering::Relaxed) && all < tally.points {
        return Err(SweepError::Stopped { dir: open.dir.clone(), done: all, points: tally.points });
    }
    Ok(tally)
}

/// Most points that are lived side by side.
const BATCH: u64 = 8;

/// Histories from which on a batch takes no further point: a few seconds' work.
const HISTORIES: u64 = 1 << 15;

/// Points of a batch: fewer where there are few, so that every thread has some to the end.
fn batch(points: u64, threads: u64) -> usize {
    (points / (2 * threads)).clamp(1, BATCH) as usize
}

struct Work<'a, I> {
    plan: &'a Plan,
    head: &'a Head,
    common: &'a Common,
    halt: AtomicBool,
    /// Worlds without operations that points have in common.
    twins: Twins,
    /// Points taken at a time.
    batch: usize,
    left: Mutex<I>,
}

/// The lines of a point, and replicates lived through.
type Rows = Result<(Vec<u8>, u64), PointError>;

impl<I: Iterator<Item = u64>> Work<'_, I> {
    /// Takes points while there are any.
    fn steadily(&self, pool: &rayon::ThreadPool, send: &SyncSender<Done>)
    where
        I: Send,
    {
        while !self.halt.load(Ordering::Relaxed) {
            let points = self.take();
            if points.is_empty() {
                return;
            }
            let rows = pool.install(|| self.live_all(&points));
            for (mut point, rows) in points.into_iter().zip(rows) {
                if let Ok((_, replicates)) = rows {
                    point.replicates = replicates;
                }
                let place = line(&cells(self.plan, self.head, &point));
                if send.send(Done { point, place, rows }).is_err() {
                    return;
                }
            }
        }
    }

    /// The next points to be lived side by side. A batch that takes long would be much to lose.
    fn take(&self) -> Vec<Point> {
        let Ok(mut left) = self.left.lock() else { return Vec::new() };
        let mut points: Vec<Point> = Vec::new();
        let mut histories = 0;
        while points.len() < self.batch && histories < HISTORIES {
            let Some(point) = left.next().map(|k| self.plan.point(k)) else { break };
            histories += point.replicates;
            points.push(point);
        }
        points
    }

    /// The lines of points. One that goes wrong takes no other with it: where a batch does, each is lived by itself.
    fn live_all(&self, points: &[Point]) -> Vec<Rows> {
        let guarded = |points: &[Point]| catch_unwind(AssertUnwindSafe(|| self.together(points)));
        if let Ok(Ok(rows)) = guarded(points) {
            return rows;
        }
        let alone = |point: &Point| match guarded(std::slice::from_ref(point)) {
            Ok(rows) => rows.and_then(|mut rows| rows.pop().unwrap_or_else(|| Err(lost()))),
            Err(panic) => Err(PointError::Panic(reason(&*panic))),
        };
        points.iter().map(alone).collect()
    }

    /// The lines of points that are lived side by side where they have as many replicates.
    fn together(&self, points: &[Point]) -> Result<Vec<Rows>, PointError> {
        let mut all = Vec::new();
        for points in points.chunk_by(|a, b| a.replicates == b.replicates) {
            let scenarios: Vec<_> =
                points.iter().map(|point| self.plan.scenario(&self.plan.settings(point)).map(|s| s.scenario)).collect();
            let good: Vec<Scenario> = scenarios.iter().filter_map(|s| s.as_ref().ok().cloned()).collect();
            let mut lived = self.common.live_all(&good, points[0].replicates, &self.twins, &self.halt)?.into_iter();
            for (point, scenario) in points.iter().zip(scenarios) {
                let lived = scenario.map_err(PointError::from).and_then(|_| lived.next().ok_or_else(lost));
                all.push(lived.and_then(|lived| lines(point, &lived)));
            }
        }
        Ok(all)
    }
}

fn lines(point: &Point, lived: &Lived) -> Rows {
    let mut lines = Vec::new();
    write_rows(point.index, &lived.rows, &mut lines).map_err(|e| PointError::Panic(e.to_string()))?;
    Ok((lines, lived.replicates))
}

fn lost() -> PointError {
    PointError::Panic("a point of a batch has no rows".to_owned())
}

fn reason(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}

/// Cells of a point in `points.csv`.
pub fn cells(plan: &Plan, head: &Head, point: &Point) -> Vec<String> {
    let e = &plan.experiments[point.experiment];
    let mut cells = vec![point.index.to_string(), point.replicates.to_string()];
    if head.has_names() {
        cells.push(e.name.clone());
    }
    let on_axis = |key: &str| e.axes.iter().position(|a| a.key == key).map(|k| point.values[k].clone());
    let fixed = |key: &str| e.fixed.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    let base = |key: &String| plan.here.get(key).cloned();
    cells.extend(
        head.keys.iter().map(|key| on_axis(key).or_else(|| fixed(key)).or_else(|| base(key)).unwrap_or_default()),
    );
    cells
}

/// Keeps what workers hand over, until there is nothing left or a reason to stop.
fn keep(
    plan: &Plan,
    receive: &Receiver<Done>,
    writer: &mut Writer,
    mut tally: Tally,
    how: How,
    halt: &AtomicBool,
    progress: &dyn Fn(&Tally),
    stop: &AtomicBool,
) -> Result<Tally, SweepError> {
    let mut synced = Instant::now();
    loop {
        match receive.recv_timeout(LOOK) {
            Ok(done) => take_in(plan, done, writer, &mut tally, how)?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if stop.load(Ordering::Relaxed) {
            halt.store(true, Ordering::Relaxed);
        }
        if synced.elapsed() > BLOCK {
            writer.sync()?;
            synced = Instant::now();
        }
        progress(&tally);
    }
    writer.sync()?;
    Ok(tally)
}

fn take_in(plan: &Plan, done: Done, writer: &mut Writer, tally: &mut Tally, how: How) -> Result<(), SweepError> {
    let (failed, rest) = match done.rows {
        Ok((lines, _)) => (false, lines),
        Err(PointError::Interrupted(_)) => return Ok(()),
        Err(why) if how.fail_fast => {
            writer.sync()?;
            let settings = told(&plan.settings(&done.point));
            return Err(SweepError::Point { point: done.point.index, settings, why: why.line() });
        }
        Err(why) => (true, why.line().into_bytes()),
    };
    writer.append(done.point.index, failed, &Kept { point: done.place, rest }.to_bytes())?;
    tally.now += 1;
    tally.failed += u64::from(failed);
    tally.replicates += done.point.replicates;
    Ok(())
}

/// What a point sets, on one line.
pub fn told(settings: &[(String, String)]) -> String {
    let parts: Vec<String> = settings.iter().map(|(k, v)| format!("{k}={v}")).collect();
    parts.join(" ")
}

/// What a small trial says of a whole sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Seconds on the threads of the pool.
    pub seconds: f64,
    /// Bytes of `results.csv`.
    pub bytes: f64,
}

/// Replicates of a trial.
const TRIAL: u64 = 256;

/// Points that are looked at for one that can be lived through.
const TRIED: u64 = 10_000;

/// Lives through a little of the first point that can be lived through, to say how long some points with so many
/// replicates will take and how large their result will be; nothing where none of the first ones can.
///
/// # Errors
/// A mistake in this program.
pub fn estimate(
    plan: &Plan,
    common: &Common,
    pool: &rayon::ThreadPool,
    (points, replicates): (u64, u128),
) -> Result<Option<Estimate>, PointError> {
    let good = |k: u64| {
        let point = plan.point(k);
        check(plan, &plan.settings(&point)).ok().map(|scenario| (point, scenario))
    };
    let Some((point, scenario)) = (0..plan.len().min(TRIED)).find_map(good) else { return Ok(None) };
    let n = point.replicates.min(TRIAL);
    let trial = || {
        let started = Instant::now();
        let lived = common.live(&scenario, n, &AtomicBool::new(false));
        lived.map(|lived| (started.elapsed().as_secs_f64(), lived.rows))
    };
    // The first time warms caches and tables.
    pool.install(trial)?;
    let (seconds, rows) = pool.install(trial)?;
    let mut bytes = Vec::new();
    write_rows(plan.len() - 1, &rows, &mut bytes).map_err(|e| PointError::Panic(e.to_string()))?;
    let share = seconds / n as f64 / pool.current_num_threads() as f64;
    Ok(Some(Estimate { seconds: share * replicates as f64, bytes: bytes.len() as f64 * points as f64 }))
}

/// The scenario of a point.
///
/// # Errors
/// Why a run would list the point among its failures, as far as that can be told without living through it.
pub fn check(plan: &Plan, settings: &[(String, String)]) -> Result<Scenario, PointError> {
    let scenario = plan.scenario(settings)?.scenario;
    let operations = !scenario.operations.is_empty();
    plan.until.as_ref().map_or(Ok(()), |rule| stop::check(rule, operations, plan.counterfactual))?;
    Ok(scenario)
}

impl From<PointError> for SweepError {
    fn from(error: PointError) -> Self {
        match error {
            PointError::Scenario(problems) => Self::Scenario(problems),
            other => Self::Output(OutputError::io(
                "simulate",
                std::path::Path::new("a point"),
                std::io::Error::other(other.to_string()),
            )),
        }
    }
}
