//! Text in lines of a readable length, and aligned tables.

use pkosim::output::speech::{is_wide, width};

/// Columns of a line.
pub const WIDTH: usize = 100;

/// Breaks a text into lines; those after the first are indented. Between Chinese and Japanese characters a line may
/// break anywhere, but no line begins with a mark that belongs to what stands before it.
pub fn wrap(text: &str, indent: usize) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    // A number stays with its per cent sign.
    let text = text.replace(" %", "\u{a0}%");
    let words = text.trim_start();
    line.push_str(&text[..text.len() - words.len()]);
    for (gap, word) in pieces(words) {
        let begun = !line.trim().is_empty();
        if begun && width(&line) + usize::from(gap) + width(word) > WIDTH {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = " ".repeat(indent);
        } else if begun && gap {
            line.push(' ');
        }
        line.push_str(word);
    }
    (lines + line.trim_end() + "\n").replace('\u{a0}', " ")
}

/// The parts of a text that stay whole, and whether a space stands before each.
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut found = Vec::new();
    for word in text.split(' ') {
        let mut start = 0;
        for (at, c) in word.char_indices().skip(1) {
            let before = word[..at].chars().next_back().unwrap_or(' ');
            let breaks = is_wide(c) && !HANGING.contains(c) || is_wide(before) && !is_wide(c);
            if breaks && !OPENING.contains(before) {
                found.push((start == 0, &word[start..at]));
                start = at;
            }
        }
        found.push((start == 0, &word[start..]));
    }
    found
}

/// What no line begins with.
const HANGING: &str = "、。，．）」』】・：；！？％～ーっゃゅょァィゥェォッャュョ";
/// What no line ends with.
const OPENING: &str = "（「『【";

/// A text at the left of so many columns.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A text at the right of so many columns.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Rows in aligned columns: the first `lefts` of them at the left, numbers after them at the right.
pub fn table(rows: &[Vec<String>], lefts: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, c: usize| row.get(c).map_or(0, |t| width(t));
    let widths: Vec<usize> = (0..columns).map(|c| rows.iter().map(|r| cell(r, c)).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let padded = cells.map(|(c, (t, w))| if c < lefts { left(t, *w) } else { right(t, *w) });
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_but_not_before_a_per_cent_sign() {
        let text = format!("{} 60 % more", "x".repeat(96));
        assert_eq!(wrap(&text, 2), format!("{}\n  60 % more\n", "x".repeat(96)));
    }

    #[test]
    fn japanese_breaks_between_characters_but_not_before_a_full_stop() {
        let text = format!("{}。次", "平".repeat(50));
        let lines = wrap(&text, 0);
        assert_eq!(lines, format!("{}\n平。次\n", "平".repeat(49)));
        assert_eq!(pieces("平均12か月"), [(true, "平"), (false, "均"), (false, "12"), (false, "か"), (false, "月")]);
    }

    #[test]
    fn an_indent_stays() {
        assert_eq!(wrap(&format!("  a {}", "x".repeat(97)), 4), format!("  a\n    {}\n", "x".repeat(97)));
        assert_eq!(wrap("    b c", 4), "    b c\n");
    }

    #[test]
    fn columns_align() {
        let rows = [["a", "long", "1"], ["bcd", "x", "1,000"]].map(|r| r.map(str::to_owned).to_vec());
        assert_eq!(table(&rows, 2), "a    long      1\nbcd  x     1,000\n");
    }
}
