//! Text in lines of a readable length, and aligned tables.

/// Characters of a line.
pub const WIDTH: usize = 100;

/// Breaks a text into lines; those after the first are indented.
pub fn wrap(text: &str, indent: usize) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    // A number stays with its per cent sign.
    let text = text.replace(" %", "\u{a0}%");
    let words = text.trim_start();
    line.push_str(&text[..text.len() - words.len()]);
    for word in words.split(' ') {
        if !line.trim().is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = " ".repeat(indent);
        } else if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (lines + line.trim_end() + "\n").replace('\u{a0}', " ")
}

/// Rows in aligned columns: the first `left` of them at the left, numbers after them at the right.
pub fn table(rows: &[Vec<String>], left: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, c: usize| row.get(c).map_or(0, |t| t.chars().count());
    let widths: Vec<usize> = (0..columns).map(|c| rows.iter().map(|r| cell(r, c)).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let padded = cells.map(|(c, (t, w))| if c < left { format!("{t:w$}") } else { format!("{t:>w$}") });
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
