//! How far a run has come.

crate::messages! {
    /// A bar, in the words of the progress library's placeholders.
    BAR_REPLICATES: "{bar:32} {percent:>3} %  {human_pos} of {human_len} replicates  {per_sec}  {eta} left",
        "{bar:32} {percent:>3} %  試行{human_len}回のうち{human_pos}回  {per_sec}  残り{eta}";
    /// A bar.
    BAR_POINTS: "{bar:32} {percent:>3} %  {human_pos} of {human_len} points  {per_sec}  {eta} left",
        "{bar:32} {percent:>3} %  {human_len}点のうち{human_pos}点  {per_sec}  残り{eta}";
    /// A line.
    REPLICATES: "{percent} %: {done} of {all} replicates, {left} left", "{percent} %：試行{all}回のうち{done}回、残り{left}";
    /// A line.
    POINTS: "{percent} %: {done} of {all} points, {left} left", "{percent} %：{all}点のうち{done}点、残り{left}";
}
