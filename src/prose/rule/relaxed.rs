//! A pattern with look-around → one without, that matches wherever the first does, and perhaps elsewhere; in linear time.
//! Most texts hold neither, and the slow one is then never asked.

use fancy_regex::{Assertion, Expr};

/// The pattern without its look-around; `None` if it says more that only backtracking can follow.
pub fn relaxed(pattern: &str) -> Option<regex::Regex> {
    let tree = Expr::parse_tree(pattern).ok()?;
    let mut text = String::new();
    write(&tree.expr, &mut text)?;
    regex::Regex::new(&text).ok()
}

fn write(expr: &Expr, text: &mut String) -> Option<()> {
    match expr {
        Expr::Empty | Expr::Any { .. } | Expr::Literal { .. } | Expr::Delegate { .. } => expr.to_str(text, 3),
        Expr::LookAround(..) => {}
        Expr::Assertion(Assertion::WordBoundary) => text.push_str(r"\b"),
        Expr::Assertion(Assertion::StartText | Assertion::EndText | Assertion::StartLine { .. } | Assertion::EndLine { .. }) => {
            expr.to_str(text, 3);
        }
        Expr::Concat(parts) => parts.iter().try_for_each(|part| write(part, text))?,
        Expr::Alt(branches) => {
            text.push_str("(?:");
            for (place, branch) in branches.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { "|" });
                write(branch, text)?;
            }
            text.push(')');
        }
        Expr::Group(inner) | Expr::AtomicGroup(inner) => grouped(inner, "", text)?,
        Expr::Repeat { child, lo, hi, .. } if *hi == usize::MAX => grouped(child, &format!("{{{lo},}}"), text)?,
        Expr::Repeat { child, lo, hi, .. } => grouped(child, &format!("{{{lo},{hi}}}"), text)?,
        _ => return None,
    }
    Some(())
}

fn grouped(inner: &Expr, behind: &str, text: &mut String) -> Option<()> {
    text.push_str("(?:");
    write(inner, text)?;
    text.push(')');
    text.push_str(behind);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_matches_wherever_the_strict_one_does() {
        let strict = r"(?i)(?m)\b(?:(?<!power )outages?|down(?!load)|(?>a+)b{2,3}|[a-c]{2}(?=x)|^so)\b";
        let relaxed = relaxed(strict).expect("nothing but look-around");
        let strict = fancy_regex::Regex::new(strict).unwrap();
        for text in ["An Outage.", "a power outage", "down", "download", "aabb", "abbb", "bcx", "So", "x so", "ünder Outages", "nothing"] {
            assert!(relaxed.is_match(text) || !strict.is_match(text).unwrap(), "{text}");
        }
        assert!(relaxed.is_match("a power outage") && !relaxed.is_match("nothing"));
    }

    #[test]
    fn what_only_backtracking_can_follow_is_left_to_it() {
        assert!(relaxed(r"(a|b)\1").is_none());
        assert!(relaxed("(").is_none());
    }
}
