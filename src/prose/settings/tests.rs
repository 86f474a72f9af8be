//! What a config says of which file.

use super::*;

fn read(text: &str) -> Result<Settings, Vec<Problem>> {
    let folder = tempfile::tempdir().unwrap();
    let words = folder.path().join("styles/config/vocabularies/Base");
    std::fs::create_dir_all(&words).unwrap();
    let path = folder.path().join(".vale.ini");
    for (file, text) in
        [(words.join("accept.txt"), "# a comment\n[Pp]od\nSearch Plus\n"), (words.join("reject.txt"), "foo\n"), (path.clone(), text)]
    {
        std::io::Write::write_all(&mut std::fs::File::create(file).unwrap(), text.as_bytes()).unwrap();
    }
    Settings::read(folder.path())
}

#[test]
fn sections_add_up_file_by_file() {
    let settings = read(
        "StylesPath = styles\nMinAlertLevel = suggestion\nVocab = Base\nIgnoredScopes = code, tt\n\n[*.md]\nBasedOnStyles = B\nA.Two = error\n\
         TokenIgnores = (a+), (b)\n[docs/*]\nB.Three = NO\n[*]\nBasedOnStyles = Vale, A\nA.One = NO\n[formats]\nmdx = md\n",
    )
    .unwrap();
    assert_eq!(settings.floor, Level::Suggestion);
    assert_eq!(settings.layout.masked, ["code", "tt"]);
    assert_eq!(settings.levels["A.Two"], Level::Error);
    let text = settings.choice("a.txt");
    assert_eq!((text.styles.as_slice(), text.rules.len()), (["Vale".to_owned(), "A".to_owned()].as_slice(), 1));
    let page = settings.choice("docs/a.md");
    assert_eq!(page.styles, ["B"], "a section for fewer files replaces the styles");
    assert_eq!(
        page.rules.into_iter().collect::<Vec<_>>(),
        [("A.One".to_owned(), false), ("A.Two".to_owned(), true), ("B.Three".to_owned(), false)]
    );
    assert_eq!(page.tokens.len(), 2);
    assert_eq!(settings.words.accepted, ["[Pp]od", "Search Plus"]);
    assert_eq!(settings.words.rejected, ["foo"]);
}

#[test]
fn every_problem_is_told_with_its_line() {
    let problems = read(
        "StylesPath = gone\nMinAlertLevel = loud\nVocab = Gone\nMood = bad\nWordTemplate = x\n[*.md]\nA.B = MAYBE\nTokenIgnores = (a\nMood = bad\n[{]\n",
    )
    .unwrap_err();
    let lines: Vec<Option<usize>> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 7, 8, 9, 10].map(Some), "{problems:?}");
    assert!(problems.iter().all(|problem| !problem.help.is_empty() && !problem.message.contains('\n')), "{problems:?}");
    assert!(Settings::read(Path::new("src")).unwrap_err()[0].message.contains("cannot be read"), "a folder without a config");
    assert!(Settings::read(Path::new("gone/.vale.ini")).unwrap_err()[0].message.contains("cannot be read"));
}

#[test]
fn a_later_vocabulary_wins() {
    let folder = tempfile::tempdir().unwrap();
    for (name, list, text) in [("One", "accept.txt", "foo\nbar\n"), ("Two", "reject.txt", "foo\n")] {
        let words = folder.path().join("config/vocabularies").join(name);
        std::fs::create_dir_all(&words).unwrap();
        std::io::Write::write_all(&mut std::fs::File::create(words.join(list)).unwrap(), text.as_bytes()).unwrap();
    }
    let mut words = Words::default();
    words.load(Some(folder.path()), "One").unwrap();
    words.load(Some(folder.path()), "Two").unwrap();
    assert_eq!((words.accepted, words.rejected), (vec!["bar".to_owned()], vec!["foo".to_owned()]));
}
