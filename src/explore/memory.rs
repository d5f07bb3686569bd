//! What the server remembers: what each page was last told, where levers began, and worlds without operations.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use super::office::MOST_PAGES;
use super::since::Start;
use crate::engine::results::Results;
use crate::engine::twin::Twin;
use crate::evidence::register::Stance;

/// Bytes of worlds without operations that are kept at most, for whoever moves the mission only.
const ROOM: usize = 64 << 20;

/// Starts remembered, of up to 18 outcomes of 20,000 replicates each: 3 MB.
const MOST_STARTS: usize = 8;

/// What a start is known by: its scenario's text, and stance.
pub type StartKey = ([u8; 32], Stance);

/// What a world without operations is known by: its scenario, stance and replicates.
pub type TwinKey = ([u8; 32], Stance, u64);

/// What a page was last told, in answer to a question.
pub struct Told<Q> {
    /// The question.
    pub question: Q,
    /// Its number among the page's.
    pub number: u64,
    /// The results.
    pub results: Arc<Results>,
    /// Whether they have the bands of all series.
    pub whole: bool,
}

/// What is kept under a key; it becomes the last used.
fn recall<K: PartialEq, V>(kept: &Mutex<Vec<(K, Arc<V>)>>, key: &K) -> Option<Arc<V>> {
    let mut kept = kept.lock().ok()?;
    let at = kept.iter().position(|(k, _)| k == key)?;
    kept[..=at].rotate_right(1);
    kept.first().map(|(_, value)| value.clone())
}

/// The memory of a server.
pub struct Memory<Q> {
    /// By page, and when it was last written.
    told: Mutex<BTreeMap<String, (Told<Q>, Instant)>>,
    /// The last used first.
    twins: Mutex<Vec<(TwinKey, Arc<Twin>)>>,
    /// The last used first.
    starts: Mutex<Vec<(StartKey, Arc<Start>)>>,
}

impl<Q> Default for Memory<Q> {
    fn default() -> Self {
        Self { told: Mutex::default(), twins: Mutex::default(), starts: Mutex::default() }
    }
}

impl<Q: Clone> Memory<Q> {
    /// Remembers what a page was told; the page that was silent longest is forgotten where there are too many.
    pub fn remember(&self, page: &str, told: Told<Q>) {
        let Ok(mut all) = self.told.lock() else { return };
        all.insert(page.to_owned(), (told, Instant::now()));
        if all.len() > MOST_PAGES
            && let Some(oldest) = all.iter().min_by_key(|(_, (_, at))| *at).map(|(name, _)| name.clone())
        {
            all.remove(&oldest);
        }
    }

    /// The last results of a page with the bands of all series, where they are those of the right question. `live` is
    /// asked for them where what the page was told goes without.
    pub fn whole(
        &self,
        page: &str,
        is_right: impl FnOnce(&Q) -> bool,
        live: impl FnOnce(&Q) -> Option<Results>,
    ) -> Option<Arc<Results>> {
        let (question, number) = {
            let all = self.told.lock().ok()?;
            let (told, _) = all.get(page).filter(|(told, _)| is_right(&told.question))?;
            if told.whole {
                return Some(told.results.clone());
            }
            (told.question.clone(), told.number)
        };
        let results = Arc::new(live(&question)?);
        let mut all = self.told.lock().ok()?;
        if let Some((told, _)) = all.get_mut(page).filter(|(told, _)| told.number == number) {
            (told.results, told.whole) = (results.clone(), true);
        }
        Some(results)
    }

    /// Where the levers of a scenario began.
    pub fn start(&self, key: &StartKey) -> Option<Arc<Start>> {
        recall(&self.starts, key)
    }

    /// Remembers where the levers of a scenario began, unless more replicates of it are known: fewer are their first.
    pub fn begin(&self, key: StartKey, start: Start) {
        if self.start(&key).is_some_and(|known| known.replicates() >= start.replicates()) {
            return;
        }
        let Ok(mut starts) = self.starts.lock() else { return };
        starts.retain(|(k, _)| *k != key);
        starts.insert(0, (key, Arc::new(start)));
        starts.truncate(MOST_STARTS);
    }

    /// A world without operations that was kept.
    pub fn twin(&self, key: &TwinKey) -> Option<Arc<Twin>> {
        recall(&self.twins, key)
    }

    /// Keeps a world without operations, and of the others those last used, while there is room.
    pub fn keep(&self, key: TwinKey, twin: Twin) {
        let Ok(mut twins) = self.twins.lock() else { return };
        twins.insert(0, (key, Arc::new(twin)));
        let mut room = ROOM;
        twins.retain(|(_, twin)| {
            let fits = twin.bytes() <= room;
            room -= if fits { twin.bytes() } else { 0 };
            fits
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::draws::dispatch::SimdClass;
    use crate::engine::ensemble::Options;
    use crate::engine::run::simulate;
    use crate::evidence::posterior::Posterior;
    use crate::scenario::builtin_baseline;

    fn results() -> Results {
        let options = Options { replicates: 32, paired: false, keep: false, simd: SimdClass::detect() };
        let (scenario, posterior) = (builtin_baseline(&[]).unwrap().scenario, Posterior::embedded(Stance::Study));
        simulate(&scenario, &posterior, 1, &options, &|_| (), &AtomicBool::new(false)).unwrap()
    }

    #[test]
    fn what_a_page_saves_is_lived_through_once_and_for_its_own_question_only() {
        let memory = Memory::default();
        memory.remember("page", Told { question: 7, number: 1, results: Arc::new(results()), whole: false });
        let lived = std::cell::Cell::new(0);
        let live = |_: &i32| {
            lived.set(lived.get() + 1);
            Some(results())
        };
        let ask = |page: &str, question: i32| memory.whole(page, |q| *q == question, live).is_some();
        assert!(ask("page", 7) && ask("page", 7) && ask("page", 7));
        assert_eq!(lived.get(), 1);
        assert!(!ask("page", 8) && !ask("another", 7));
        assert_eq!(lived.get(), 1);
    }
}
