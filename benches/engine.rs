//! The engine beside a plain hand-written program of the same model month, and its rooms one by one, in one run.
//!
//! `cargo bench --bench engine`. Compare by ratios, never across runs. Engine and program live through the baseline's
//! mission world of 192 months, on one thread; a room lives through one month of one block.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use pkosim::draws::LANES;
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::load;
use pkosim::world::series::Unwatched;
use pkosim::world::setting::Setting;

mod plain;
mod rooms;

fn engine(c: &mut Criterion) {
    let scenario = load::builtin_baseline(&[]).expect("baseline").scenario;
    let setting = Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1);
    let mut group = c.benchmark_group("baseline_block");
    group.throughput(Throughput::Elements(LANES as u64));
    for class in SimdClass::ALL.into_iter().filter(|c| c.is_supported()) {
        group.bench_function(format!("engine_{class}"), |b| {
            let mut first = 0;
            b.iter(|| {
                first += LANES as u64;
                black_box(block::live(class, &setting, first, false, &mut Unwatched))
            });
        });
    }
    group.bench_function("engine_with_world_without_mission", |b| {
        b.iter(|| black_box(block::live(SimdClass::detect(), &setting, 64, true, &mut Unwatched)));
    });
    group.bench_function("plain_program", |b| {
        let mut seed = 0;
        b.iter(|| {
            seed += 1;
            black_box(plain::histories(LANES, seed))
        });
    });
    group.finish();
}

/// Months that a room lives through from one start: a few, since what fades for ever ends in numbers that are slow.
const MONTHS: usize = 24;

fn each_room(c: &mut Criterion) {
    let mut group = c.benchmark_group("months_of_a_block");
    group.throughput(Throughput::Elements((MONTHS * LANES) as u64));
    let start = rooms::Rooms::new();
    for (name, room) in rooms::ROOMS {
        let months = |at: &mut rooms::Rooms| (0..MONTHS).for_each(|_| room(SimdClass::detect(), black_box(at)));
        group.bench_function(name, |b| b.iter_batched_ref(|| start.clone(), months, BatchSize::SmallInput));
    }
    group.finish();
}

criterion_group!(benches, engine, each_room);
criterion_main!(benches);
