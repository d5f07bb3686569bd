//! Quantiles of the F distribution and tails of the binomial, by the incomplete beta function.

use crate::draws::math::{exp, ln};

/// Distribution function of the F distribution with `d1` and `d2` degrees of freedom, for `x >= 0`.
pub fn f_cdf(x: f64, d1: f64, d2: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { incomplete_beta(d1 * x / (d1 * x + d2), d1 / 2.0, d2 / 2.0) }
}

/// The quantile at `p` in (0, 1), by bisection on x / (1 + x), to about 12 digits.
pub fn f_quantile(p: f64, d1: f64, d2: f64) -> f64 {
    let (mut low, mut high) = (0.0f64, 1.0f64);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if f_cdf(middle / (1.0 - middle), d1, d2) < p { low = middle } else { high = middle }
    }
    let u = (low + high) / 2.0;
    u / (1.0 - u)
}

/// Chance of `k` or more events in `n` trials of chance `p` each.
pub fn binomial_tail(k: u64, n: u64, p: f64) -> f64 {
    match (k, p) {
        (0, _) => 1.0,
        (_, p) if p <= 0.0 || k > n => 0.0,
        (_, p) if p >= 1.0 => 1.0,
        _ => incomplete_beta(p, k as f64, (n - k + 1) as f64),
    }
}

/// Regularised incomplete beta function, by Lentz's continued fraction (Numerical Recipes, 3rd edition, section 6.4).
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast below the mean; above it the complement is summed.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = exp(ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * ln(x) + b * ln(1.0 - x));
    front * fraction(x, a, b) / a
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const LEAST: f64 = 1e-300;
    let safe = |v: f64| if v.abs() < LEAST { LEAST } else { v };
    let (mut c, mut d) = (1.0, 1.0 / safe(1.0 - (a + b) * x / (a + 1.0)));
    let mut product = d;
    // Some multiple of the square root of the larger argument is enough; degrees of freedom reach 1e6 here.
    for m in 1..20_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        product *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    product
}

/// Logarithm of the gamma function by Lanczos' approximation (g = 7, n = 9), for positive arguments: 15 digits.
fn ln_gamma(x: f64) -> f64 {
    const C: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // One step up: the approximation is for arguments from one half.
        return ln_gamma(x + 1.0) - ln(x);
    }
    let x = x - 1.0;
    let sum = C[1..].iter().enumerate().fold(C[0], |s, (k, c)| s + c / (x + k as f64 + 1.0));
    let t = x + 7.5;
    0.918_938_533_204_672_8 + (x + 0.5) * ln(t) - t + ln(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms_hold() {
        // F(2, d): P(F <= x) = 1 - (1 + 2 x / d)^(-d / 2).
        for (x, d) in [(0.3f64, 4.0f64), (3.0, 10.0), (1.2, 200_000.0)] {
            let exact = 1.0 - (1.0 + 2.0 * x / d).powf(-d / 2.0);
            assert!((f_cdf(x, 2.0, d) - exact).abs() < 1e-10, "{x} {d}");
        }
        // F(1, 1): P(F <= x) = 2 / pi atan(sqrt x).
        assert!((f_cdf(3.0, 1.0, 1.0) - 2.0 / 3.0).abs() < 1e-13);
    }

    #[test]
    fn the_binomial_tail_adds_up() {
        // 2 or more of 3 at 0.25: 3 x 0.0625 x 0.75 + 0.015625.
        assert!((binomial_tail(2, 3, 0.25) - 0.15625).abs() < 1e-14);
        assert_eq!((binomial_tail(0, 3, 0.2), binomial_tail(1, 3, 0.0), binomial_tail(3, 3, 1.0)), (1.0, 0.0, 1.0));
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        // scipy.stats.f.ppf
        for (p, d1, d2, exact) in SCIPY {
            assert!((f_quantile(p, d1, d2) / exact - 1.0).abs() < 1e-9, "{p} {d1} {d2}: {}", f_quantile(p, d1, d2));
        }
    }

    const SCIPY: [(f64, f64, f64, f64); 5] = [
        (0.975, 199.0, 99_800.0, 1.206_086_989_000_103),
        (0.025, 199.0, 99_800.0, 0.813_053_683_791_074_6),
        (0.975, 9.0, 90.0, 2.258_765_556_368_339_8),
        (0.025, 9.0, 90.0, 0.293_158_766_270_853_7),
        (0.95, 1.0, 1e6, 3.841_468_119_843_163_1),
    ];
}
