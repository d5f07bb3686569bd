//! The glyphs a chart shows, as a WOFF file that an SVG carries along.

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Tables that browsers need, in the order of the file; glyph numbers stay, so all but `glyf` and `loca` are kept.
const TABLES: [&[u8; 4]; 11] =
    [b"GDEF", b"GPOS", b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name"];
/// `post` follows, without names.
const POST: &[u8; 4] = b"post";

/// Flags of the parts of a composite glyph.
const WORDS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE: u16 = 0x0020;
const TWO_SCALES: u16 = 0x0040;
const MATRIX: u16 = 0x0080;

/// A TrueType file.
struct Face<'a>(&'a [u8]);

impl<'a> Face<'a> {
    fn table(&self, tag: &[u8; 4]) -> Option<&'a [u8]> {
        let count = usize::from(u16_at(self.0, 4)?);
        let record = (0..count).map(|i| 12 + 16 * i).find(|&at| self.0.get(at..at + 4) == Some(tag))?;
        let (offset, length) = (u32_at(self.0, record + 8)? as usize, u32_at(self.0, record + 12)? as usize);
        self.0.get(offset..offset + length)
    }

    /// Where the glyphs stand in `glyf`, one more than there are.
    fn offsets(&self) -> Option<Vec<usize>> {
        let (loca, long) = (self.table(b"loca")?, u16_at(self.table(b"head")?, 50)? == 1);
        Some(match long {
            true => (0..loca.len() / 4).filter_map(|i| u32_at(loca, 4 * i)).map(|o| o as usize).collect(),
            false => (0..loca.len() / 2).filter_map(|i| u16_at(loca, 2 * i)).map(|o| 2 * usize::from(o)).collect(),
        })
    }
}

/// A WOFF file of these glyphs and the parts they are made of.
pub fn woff(file: &[u8], glyphs: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let face = Face(file);
    let (glyf, offsets) = (face.table(b"glyf")?, face.offsets()?);
    let kept = with_parts(glyf, &offsets, glyphs);
    let (glyf, loca) = keep(glyf, &offsets, &kept)?;
    let mut head = face.table(b"head")?.to_vec();
    head.get_mut(50..52)?.copy_from_slice(&1u16.to_be_bytes());
    let tables = TABLES.into_iter().chain([POST]).filter_map(|tag| {
        let data = match tag {
            b"glyf" => glyf.clone(),
            b"loca" => loca.clone(),
            b"head" => head.clone(),
            _ => face.table(tag)?.to_vec(),
        };
        Some((*tag, data))
    });
    Some(pack(&tables.collect::<Vec<_>>()))
}

/// The glyphs, glyph 0, and what composite ones among them are made of.
fn with_parts(glyf: &[u8], offsets: &[usize], glyphs: &BTreeSet<u16>) -> BTreeSet<u16> {
    let mut kept: BTreeSet<u16> = BTreeSet::new();
    let mut open: Vec<u16> = glyphs.iter().copied().chain([0]).collect();
    while let Some(glyph) = open.pop() {
        if kept.insert(glyph) {
            open.extend(outline(glyf, offsets, glyph).map(parts).unwrap_or_default());
        }
    }
    kept
}

fn outline<'a>(glyf: &'a [u8], offsets: &[usize], glyph: u16) -> Option<&'a [u8]> {
    let at = usize::from(glyph);
    glyf.get(*offsets.get(at)?..*offsets.get(at + 1)?)
}

fn parts(outline: &[u8]) -> Vec<u16> {
    let mut found = Vec::new();
    // A negative number of contours marks a composite glyph.
    let mut at = if u16_at(outline, 0).is_some_and(|n| n >= 0x8000) { Some(10) } else { None };
    while let Some((flags, glyph)) = at.and_then(|p| Some((u16_at(outline, p)?, u16_at(outline, p + 2)?))) {
        found.push(glyph);
        at = at.filter(|_| flags & MORE != 0).map(|p| p + part_length(flags));
    }
    found
}

fn part_length(flags: u16) -> usize {
    let arguments = if flags & WORDS != 0 { 4 } else { 2 };
    let transform = match flags {
        f if f & SCALE != 0 => 2,
        f if f & TWO_SCALES != 0 => 4,
        f if f & MATRIX != 0 => 8,
        _ => 0,
    };
    4 + arguments + transform
}

/// `glyf` with only these outlines, and its `loca` in the long form.
fn keep(glyf: &[u8], offsets: &[usize], kept: &BTreeSet<u16>) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut outlines, mut loca) = (Vec::new(), Vec::new());
    let count = u16::try_from(offsets.len().checked_sub(1)?).ok()?;
    for glyph in 0..count {
        loca.extend((outlines.len() as u32).to_be_bytes());
        if kept.contains(&glyph) {
            outlines.extend(outline(glyf, offsets, glyph)?);
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
    }
    loca.extend((outlines.len() as u32).to_be_bytes());
    Some((outlines, loca))
}

fn pack(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let (mut directory, mut body) = (Vec::new(), Vec::new());
    let start = 44 + 20 * tables.len();
    for (tag, data) in tables {
        let packed = deflate(data);
        let stored = if packed.len() < data.len() { &packed } else { data };
        let (offset, length) = ((start + body.len()) as u32, stored.len() as u32);
        directory.extend(tag);
        directory.extend([offset, length, data.len() as u32, checksum(data)].iter().flat_map(|n| n.to_be_bytes()));
        body.extend(stored);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let unpacked = 12 + 16 * tables.len() + tables.iter().map(|t| t.1.len().next_multiple_of(4)).sum::<usize>();
    let mut file = b"wOFF\x00\x01\x00\x00".to_vec();
    file.extend(((start + body.len()) as u32).to_be_bytes());
    file.extend((tables.len() as u16).to_be_bytes());
    file.extend([0, 0]);
    file.extend((unpacked as u32).to_be_bytes());
    // Version of the face, then no metadata and no private data.
    file.extend([0, 2, 0, 15]);
    file.resize(44, 0);
    [file, directory, body].concat()
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; if it did, the table would be stored as it is.
    encoder.write_all(data).and_then(|()| encoder.finish()).unwrap_or_else(|_| data.to_vec())
}

fn checksum(data: &[u8]) -> u32 {
    let word = |c: &[u8]| c.iter().enumerate().fold(0u32, |sum, (i, b)| sum | u32::from(*b) << (24 - 8 * i));
    data.chunks(4).map(word).fold(0, u32::wrapping_add)
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 with padding.
pub fn base64(data: &[u8]) -> String {
    let mut text = String::with_capacity(data.len().div_ceil(3) * 4);
    for chunk in data.chunks(3) {
        let word = chunk.iter().enumerate().fold(0u32, |w, (i, b)| w | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            let known = i <= chunk.len();
            text.push(if known { ALPHABET[(word >> (18 - 6 * i) & 63) as usize] as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::charts::font::{Face as Bundled, glyphs};

    #[test]
    fn base64_as_in_the_standard() {
        for (plain, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn a_subset_is_small_and_keeps_the_parts_of_accented_letters() {
        let characters = "Côte d’Ivoire 0123".chars().collect();
        let regular = Bundled::ALL[0];
        let file = regular.file();
        let few = woff(file, &glyphs(&characters, regular)).unwrap();
        assert!(few.len() < 16_000, "{}", few.len());
        let face = Face(file);
        let wanted = glyphs(&characters, regular);
        assert!(with_parts(face.table(b"glyf").unwrap(), &face.offsets().unwrap(), &wanted).len() >= wanted.len());
    }

    #[test]
    fn a_subset_of_the_japanese_face_is_small_too() {
        let characters = "安保理の結束と受入国の同意".chars().collect();
        let face = Bundled::ALL[2];
        let few = woff(face.file(), &glyphs(&characters, face)).unwrap();
        assert!(few.len() < 20_000, "{}", few.len());
    }
}
