//! The same bits in every class of vector unit, and in scalar form.

mod draws_support;

use draws_support::hash;
use pkosim::draws::dispatch::{SimdClass, SimdError};
use pkosim::draws::stream::Stream;
use pkosim::draws::{Col, LANES, math, sample};

/// Rates of all kinds, whole blocks of one and mixed blocks.
const RATES: [f64; 16] = [0.0, 1e-6, 0.05, 0.5, 3.0, 11.0, 15.9, 16.0, 17.5, 40.0, 200.0, 599.0, 601.0, 2e4, 1e6, 1e9];

type Results = [Col; 16];

/// One of everything.
#[inline(always)]
fn everything(u: &[Col; 5], block: usize, out: &mut Results) {
    let mut rate = Col::splat(RATES[block % RATES.len()]);
    sample::normal(&u[0], &mut out[0]);
    sample::exponential(&u[1], &mut out[1]);
    sample::poisson(&rate, &u[2], &mut out[2]);
    for lane in 0..LANES {
        let x = out[0].0[lane];
        rate.0[lane] = math::exp(2.5 + 2.0 * x);
        out[3].0[lane] = math::exp(200.0 * x);
        out[4].0[lane] = math::ln(out[3].0[lane]);
        out[5].0[lane] = math::logistic(x);
        out[6].0[lane] = math::logit(u[3].0[lane]);
        out[7].0[lane] = math::normal_quantile(u[3].0[lane] * u[3].0[lane] * 1e-9);
        out[8].0[lane] = math::pow(rate.0[lane], x);
        out[9].0[lane] = math::floor(10.0 * x) + math::round_half(7.0 * x);
    }
    let [_, _, _, _, _, chance, .., mixed, events, noise] = out;
    sample::poisson(&rate, &u[4], mixed);
    sample::bernoulli(chance, &u[4], events);
    sample::log_normal(&Col::splat(0.1), chance, &u[3], noise);
}

#[inline(always)]
fn run(stream: &Stream, block: usize, u: &mut [Col; 5], out: &mut Results) {
    stream.uniforms(block as u64 * LANES as u64, 3, u);
    everything(u, block, out);
}

pkosim::simd_dispatch! {
    fn run_class(stream: &Stream, block: usize, u: &mut [Col; 5], out: &mut Results) = run;
}

fn hash_of(class: SimdClass) -> u64 {
    let stream = Stream::new(7, "golden");
    let (mut u, mut out) = ([Col::default(); 5], [Col::default(); 16]);
    let blocks = (0..2000).map(|block| {
        run_class(class, &stream, block, &mut u, &mut out);
        f64::from_bits(hash(u.iter().chain(&out).flat_map(|column| column.0)))
    });
    hash(blocks.collect::<Vec<_>>())
}

/// A change here is a change of every published number: it needs a "Numbers changed" entry.
const GOLDEN: u64 = 0x225E_1A22_AA96_0ADA;

#[test]
fn every_class_gives_the_golden_bits() {
    for class in SimdClass::ALL.into_iter().filter(|class| class.is_supported()) {
        println!("{class}: {:#018x}", hash_of(class));
        assert_eq!(hash_of(class), GOLDEN, "class {class}");
    }
}

#[test]
fn columns_give_the_bits_of_scalars() {
    let stream = Stream::new(8, "scalar");
    let (mut u, mut out) = ([Col::default(); 5], [Col::default(); 16]);
    for block in 0..500 {
        run_class(SimdClass::detect(), &stream, block, &mut u, &mut out);
        for lane in 0..LANES {
            let normal = math::normal_quantile(u[0][lane]);
            assert_eq!(out[0][lane].to_bits(), normal.to_bits());
            let rate = RATES[block % RATES.len()];
            assert_eq!(out[2][lane], sample::poisson_scalar(rate, u[2][lane]), "rate {rate}");
            let rate = math::exp(2.5 + 2.0 * normal);
            assert_eq!(out[13][lane], sample::poisson_scalar(rate, u[4][lane]), "rate {rate}");
        }
    }
}

#[test]
fn names_lead_to_classes_and_back() {
    for class in SimdClass::ALL.into_iter().filter(|class| class.is_supported()) {
        assert_eq!(SimdClass::from_name(class.name()), Ok(class));
    }
    assert!(SimdClass::detect().is_supported());
}

#[test]
fn an_unknown_class_is_refused_with_the_choices() {
    let error = SimdClass::from_name("sse9").unwrap_err();
    assert_eq!(error, SimdError::Unknown { asked: "sse9".into() });
    let message = error.to_string();
    assert!(message.contains("sse9") && message.contains("\"avx2\""), "{message}");
}

#[cfg(not(target_arch = "x86_64"))]
#[test]
fn wide_classes_are_refused_elsewhere() {
    let error = SimdClass::from_name("avx2").unwrap_err();
    assert_eq!(error, SimdError::Unsupported { asked: SimdClass::Avx2 });
}
