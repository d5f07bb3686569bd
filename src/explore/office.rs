//! One engine, many pages: the newest question of each page counts, pages take turns, quick questions go first.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use tokio::sync::oneshot::{Receiver, Sender, channel};

/// Pages remembered; the one that was silent longest is forgotten.
pub const MOST_PAGES: usize = 64;

/// What becomes of a question.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply<R> {
    /// The answer.
    Done(R),
    /// A newer question of the same page has taken its place.
    Stale,
}

/// A question on its way.
struct Job<Q, R> {
    question: Q,
    quick: bool,
    stop: Arc<AtomicBool>,
    answer: Sender<Reply<R>>,
}

/// What is known of a page.
struct Page<Q, R> {
    newest: u64,
    seen: u64,
    waiting: Option<Job<Q, R>>,
}

/// The question that the engine is at.
struct Running {
    page: String,
    stop: Arc<AtomicBool>,
    quick: bool,
    /// Stopped for somebody else's quick question, to be taken up again.
    put_off: bool,
}

struct State<Q, R> {
    pages: BTreeMap<String, Page<Q, R>>,
    turn: VecDeque<String>,
    running: Option<Running>,
    clock: u64,
    closed: bool,
}

/// Where questions wait.
pub struct Office<Q, R> {
    state: Mutex<State<Q, R>>,
    bell: Condvar,
}

impl<Q, R> Default for Office<Q, R> {
    fn default() -> Self {
        let state = State { pages: BTreeMap::new(), turn: VecDeque::new(), running: None, clock: 0, closed: false };
        Self { state: Mutex::new(state), bell: Condvar::new() }
    }
}

impl<Q: Clone, R> Office<Q, R> {
    /// Hands in question number `number` of a page. Older ones of the page are answered [`Reply::Stale`], this one too
    /// where it is not the newest.
    pub fn ask(&self, page: &str, number: u64, quick: bool, question: Q) -> Receiver<Reply<R>> {
        let (answer, reply) = channel();
        let mut guard = self.lock();
        let state = &mut *guard;
        state.clock += 1;
        let clock = state.clock;
        state.make_room(page);
        let entry = state.pages.entry(page.to_owned()).or_insert(Page { newest: 0, seen: 0, waiting: None });
        entry.seen = clock;
        if number <= entry.newest || state.closed {
            let _ = answer.send(Reply::Stale);
            return reply;
        }
        entry.newest = number;
        let job = Job { question, quick, stop: Arc::new(AtomicBool::new(false)), answer };
        if let Some(old) = entry.waiting.replace(job) {
            let _ = old.answer.send(Reply::Stale);
        }
        state.interrupt(page, quick);
        if !state.turn.iter().any(|p| p == page) {
            state.turn.push_back(page.to_owned());
        }
        drop(guard);
        self.bell.notify_one();
        reply
    }

    /// Whether a page has asked a newer question already, so that this one need not even be read.
    pub fn is_stale(&self, page: &str, number: u64) -> bool {
        self.lock().pages.get(page).is_some_and(|p| number <= p.newest)
    }

    /// Answers questions until the office closes. `run` looks at the flag and gives up with `None` once it is raised.
    pub fn work(&self, run: impl Fn(&Q, &AtomicBool) -> Option<R>) {
        while let Some((page, job)) = self.next() {
            // Nobody waits for the answer any more where the page has gone away.
            let answer = if job.answer.is_closed() { None } else { run(&job.question, &job.stop) };
            let mut state = self.lock();
            let put_off = state.running.take().is_some_and(|r| r.put_off);
            match answer {
                Some(answer) => drop(job.answer.send(Reply::Done(answer))),
                None if put_off && !job.answer.is_closed() => state.take_back(&page, job),
                None => drop(job.answer.send(Reply::Stale)),
            }
        }
    }

    /// Ends the work: what runs is stopped, what waits is dropped.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        if let Some(running) = &state.running {
            running.stop.store(true, Ordering::Relaxed);
        }
        state.pages.clear();
        drop(state);
        self.bell.notify_all();
    }

    fn next(&self) -> Option<(String, Job<Q, R>)> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if let Some((page, job)) = state.pick() {
                let (stop, quick) = (job.stop.clone(), job.quick);
                state.running = Some(Running { page: page.clone(), stop, quick, put_off: false });
                return Some((page, job));
            }
            state = self.bell.wait(state).unwrap_or_else(|broken| broken.into_inner());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<Q, R>> {
        self.state.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

impl<Q, R> State<Q, R> {
    /// The next question: of the first page in turn with a quick one, else of the first in turn.
    fn pick(&mut self) -> Option<(String, Job<Q, R>)> {
        self.turn.retain(|p| self.pages.get(p).is_some_and(|p| p.waiting.is_some()));
        let quick = |p: &String| self.pages[p].waiting.as_ref().is_some_and(|j| j.quick);
        let at = self.turn.iter().position(quick).unwrap_or(0);
        let page = self.turn.remove(at)?;
        let job = self.pages.get_mut(&page)?.waiting.take()?;
        Some((page, job))
    }

    /// Stops what runs where it is out of date, or where a quick question should not wait for it.
    fn interrupt(&mut self, page: &str, quick: bool) {
        let Some(running) = &mut self.running else { return };
        let stale = running.page == page;
        if stale || quick && !running.quick {
            running.put_off = !stale && (running.put_off || !running.stop.load(Ordering::Relaxed));
            running.stop.store(true, Ordering::Relaxed);
        }
    }

    /// A question that was put off waits again, unless its page has asked another since.
    fn take_back(&mut self, page: &str, mut job: Job<Q, R>) {
        match self.pages.get_mut(page) {
            Some(entry) if entry.waiting.is_none() => {
                job.stop = Arc::new(AtomicBool::new(false));
                entry.waiting = Some(job);
                self.turn.push_back(page.to_owned());
            }
            _ => drop(job.answer.send(Reply::Stale)),
        }
    }

    fn make_room(&mut self, page: &str) {
        if self.pages.len() < MOST_PAGES || self.pages.contains_key(page) {
            return;
        }
        let oldest = self.pages.iter().min_by_key(|(_, p)| p.seen).map(|(name, _)| name.clone());
        if let Some(old) = oldest.and_then(|name| self.pages.remove(&name)).and_then(|p| p.waiting) {
            let _ = old.answer.send(Reply::Stale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::time::Duration;

    type Small = Office<u64, u64>;

    /// Answers with the question; questions from 100 on take until they are stopped.
    fn open() -> (Arc<Small>, thread::JoinHandle<()>) {
        let office = Arc::new(Small::default());
        let here = office.clone();
        let run = |q: &u64, stop: &AtomicBool| {
            while *q >= 100 && !stop.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
            (*q < 100 || !stop.load(Ordering::Relaxed)).then_some(*q)
        };
        (office, thread::spawn(move || here.work(run)))
    }

    #[test]
    fn ten_thousand_questions_of_one_page_leave_only_the_newest() {
        let office = Small::default();
        let replies: Vec<_> = (1..=10_000).map(|n| office.ask("a", n, true, n % 100)).collect();
        let office = Arc::new(office);
        let here = office.clone();
        let worker = thread::spawn(move || here.work(|q, _| Some(*q)));
        let told: Vec<_> = replies.into_iter().map(|r| r.blocking_recv().unwrap()).collect();
        assert!(told[..9_999].iter().all(|t| *t == Reply::Stale));
        assert_eq!(told[9_999], Reply::Done(0));
        office.close();
        worker.join().unwrap();
    }

    #[test]
    fn a_newer_question_stops_the_running_one_and_an_older_one_is_stale() {
        let (office, worker) = open();
        let long = office.ask("a", 1, false, 100);
        thread::sleep(Duration::from_millis(20));
        let newer = office.ask("a", 3, true, 7);
        assert_eq!(long.blocking_recv().unwrap(), Reply::Stale);
        assert_eq!(newer.blocking_recv().unwrap(), Reply::Done(7));
        assert_eq!(office.ask("a", 2, true, 8).blocking_recv().unwrap(), Reply::Stale);
        office.close();
        worker.join().unwrap();
    }

    #[test]
    fn a_quick_question_of_another_page_goes_first_and_the_long_one_is_taken_up_again() {
        let (office, worker) = open();
        let mut long = office.ask("a", 1, false, 100);
        thread::sleep(Duration::from_millis(20));
        assert_eq!(office.ask("b", 1, true, 5).blocking_recv().unwrap(), Reply::Done(5));
        assert!(long.try_recv().is_err(), "still at work");
        office.ask("a", 2, true, 6).blocking_recv().unwrap();
        assert_eq!(long.blocking_recv().unwrap(), Reply::Stale);
        office.close();
        worker.join().unwrap();
    }

    #[test]
    fn pages_are_forgotten_when_there_are_too_many() {
        let office = Small::default();
        let first = office.ask("first", 1, true, 1);
        for n in 0..MOST_PAGES {
            drop(office.ask(&format!("page {n}"), 1, true, 1));
        }
        assert_eq!(first.blocking_recv().unwrap(), Reply::Stale);
        assert!(office.lock().pages.len() <= MOST_PAGES);
    }
}
