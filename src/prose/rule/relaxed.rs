//! A pattern with look-around → one without, that matches wherever the first does, and perhaps elsewhere; in linear time.
//! Most texts hold neither, and the slow one is then never asked.

use fancy_regex::{Assertion, Expr, LookAround};

/// The pattern without its look-around; `None` if it says more that only backtracking can follow.
pub fn relaxed(pattern: &str) -> Option<regex::Regex> {
    let tree = Expr::parse_tree(pattern).ok()?;
    let mut text = String::new();
    write(&tree.expr, &mut text)?;
    regex::Regex::new(&text).ok()
}

/// Whether all that a pattern looks back at is letters and their alternatives: no engine refuses that.
pub fn looks_back_at_letters(pattern: &str) -> bool {
    Expr::parse_tree(pattern).is_ok_and(|tree| {
        !any(
            &tree.expr,
            &|expr| matches!(expr, Expr::LookAround(inner, LookAround::LookBehind | LookAround::LookBehindNeg) if !is_letters(inner)),
        )
    })
}

fn is_letters(expr: &Expr) -> bool {
    match expr {
        Expr::Empty | Expr::Literal { .. } => true,
        Expr::Concat(parts) | Expr::Alt(parts) => parts.iter().all(is_letters),
        Expr::Group(inner) => is_letters(inner),
        _ => false,
    }
}

/// Whether that is so of an expression or of a part of it.
fn any(expr: &Expr, so: &impl Fn(&Expr) -> bool) -> bool {
    so(expr)
        || match expr {
            Expr::Concat(parts) | Expr::Alt(parts) => parts.iter().any(|part| any(part, so)),
            Expr::Group(inner) | Expr::AtomicGroup(inner) | Expr::LookAround(inner, _) | Expr::Repeat { child: inner, .. } => {
                any(inner, so)
            }
            _ => false,
        }
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
    fn what_is_looked_back_at_is_known() {
        assert!(looks_back_at_letters(r"(?i)(?<!by )(?<!too |as )(?:some|many)(?= x+)"));
        assert!(!looks_back_at_letters(r"(?:a(?<!b+)c)"));
    }

    #[test]
    fn what_only_backtracking_can_follow_is_left_to_it() {
        assert!(relaxed(r"(a|b)\1").is_none());
        assert!(relaxed("(").is_none());
    }
}
