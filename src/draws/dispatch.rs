//! One source, compiled once for each class of vector unit, chosen at run time.
//!
//! `cargo install` builds for the oldest x86-64, whose vectors hold two numbers. Code that matters
//! is therefore compiled again for AVX2 (four) and AVX-512 (eight), and `simd_dispatch!` picks a
//! copy by a [`SimdClass`]. All copies give the same bits: no feature set here includes a licence
//! to fuse (Rust never contracts `a * b + c` by itself), and FMA is left out of the lists to keep
//! it so.
//!
//! ```
//! use pkosim::draws::{Col, dispatch::SimdClass, math};
//!
//! /// What every copy runs. `#[inline(always)]` here and in all it calls: a function that is not
//! /// inlined keeps the features it was compiled with, and the loop falls back to narrow vectors.
//! #[inline(always)]
//! fn exp_columns(x: &[Col], out: &mut [Col]) -> usize {
//!     for (x, out) in x.iter().zip(out.iter_mut()) {
//!         for lane in 0..x.len() {
//!             out[lane] = math::exp(x[lane]);
//!         }
//!     }
//!     x.len()
//! }
//!
//! pkosim::simd_dispatch! {
//!     /// Exponentials of whole columns.
//!     pub fn exp_all(x: &[Col], out: &mut [Col]) -> usize = exp_columns;
//! }
//!
//! let class = SimdClass::from_env().unwrap();
//! let mut out = [Col::default(); 2];
//! assert_eq!(exp_all(class, &[Col::splat(0.0); 2], &mut out), 2);
//! assert_eq!(out[1], Col::splat(1.0));
//! ```

use std::fmt;

/// The environment variable that forces a class.
pub const ENV: &str = "PKOSIM_SIMD";

/// A class of vector unit. Which one runs changes the time, never the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SimdClass {
    /// What the build was made for: SSE2 on x86-64, NEON on aarch64.
    Baseline,
    /// 256-bit vectors.
    Avx2,
    /// 512-bit vectors (F, DQ, BW and VL).
    Avx512,
}

impl SimdClass {
    /// Every class, narrowest first.
    pub const ALL: [SimdClass; 3] = [SimdClass::Baseline, SimdClass::Avx2, SimdClass::Avx512];

    /// The widest class this machine runs.
    pub fn detect() -> SimdClass {
        let widest = SimdClass::ALL.into_iter().rev().find(|class| class.is_supported());
        widest.unwrap_or(SimdClass::Baseline)
    }

    /// The class that `PKOSIM_SIMD` asks for, or the widest if it is not set.
    pub fn from_env() -> Result<SimdClass, SimdError> {
        match std::env::var_os(ENV) {
            None => Ok(SimdClass::detect()),
            Some(asked) => SimdClass::from_name(&asked.to_string_lossy()),
        }
    }

    /// The class of that name, if there is one and this machine runs it.
    pub fn from_name(name: &str) -> Result<SimdClass, SimdError> {
        let class = SimdClass::ALL.into_iter().find(|class| class.name() == name);
        let class = class.ok_or_else(|| SimdError::Unknown { asked: name.to_owned() })?;
        if class.is_supported() { Ok(class) } else { Err(SimdError::Unsupported { asked: class }) }
    }

    /// The name used in `PKOSIM_SIMD` and in `run.json`.
    pub const fn name(self) -> &'static str {
        match self {
            SimdClass::Baseline => "baseline",
            SimdClass::Avx2 => "avx2",
            SimdClass::Avx512 => "avx512",
        }
    }

    /// Whether this machine runs the class. Cheap: the processor is asked once per process.
    #[inline]
    pub fn is_supported(self) -> bool {
        match self {
            SimdClass::Baseline => true,
            SimdClass::Avx2 => has_avx2(),
            SimdClass::Avx512 => has_avx512(),
        }
    }
}

impl fmt::Display for SimdClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a class cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimdError {
    /// No class has this name.
    Unknown {
        /// What was asked for.
        asked: String,
    },
    /// The class exists, but not on this machine.
    Unsupported {
        /// What was asked for.
        asked: SimdClass,
    },
}

impl fmt::Display for SimdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SimdError::Unknown { asked } => {
                write!(f, "{ENV} is \"{asked}\"; expected \"baseline\", \"avx2\" or \"avx512\"")
            }
            SimdError::Unsupported { asked } => {
                let widest = SimdClass::detect();
                write!(f, "{ENV} asks for \"{asked}\"; the widest this machine runs is \"{widest}\"")
            }
        }
    }
}

impl std::error::Error for SimdError {}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2")
}

#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx2() -> bool {
    false
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx512() -> bool {
    false
}

/// Compiles `body`, an `#[inline(always)]` function, once per [`SimdClass`] and defines a function
/// that takes the class first and calls the right copy. See [`dispatch`](crate::draws::dispatch)
/// for an example. Generics go in square brackets: `pub fn run[R: Room, const N: usize](..)`.
///
/// A class this machine does not run falls back to the baseline copy, so the generated function is
/// safe whatever class it is handed.
#[macro_export]
macro_rules! simd_dispatch {
    ($(#[$meta:meta])* $vis:vis fn $name:ident $([$($gen:tt)*])?
     ($($arg:ident : $ty:ty),* $(,)?) $(-> $ret:ty)? = $body:path;) => {
        $(#[$meta])*
        $vis fn $name $(<$($gen)*>)? (
            class: $crate::draws::dispatch::SimdClass, $($arg: $ty),*
        ) $(-> $ret)? {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2 $(<$($gen)*>)? ($($arg: $ty),*) $(-> $ret)? {
                $body($($arg),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl")]
            fn avx512 $(<$($gen)*>)? ($($arg: $ty),*) $(-> $ret)? {
                $body($($arg),*)
            }
            match class {
                // SAFETY: the guard has just asked the processor for these very features.
                #[cfg(target_arch = "x86_64")]
                $crate::draws::dispatch::SimdClass::Avx512 if class.is_supported() => unsafe {
                    avx512($($arg),*)
                },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::draws::dispatch::SimdClass::Avx2 if class.is_supported() => unsafe {
                    avx2($($arg),*)
                },
                _ => $body($($arg),*),
            }
        }
    };
}
