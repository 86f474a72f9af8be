//! Whoever reads the site while it is exchanged.

use super::*;

#[test]
fn readers_never_miss_the_site_and_never_go_back_in_time() {
    let place = Place::new();
    let files = |round: usize| {
        let text = round.to_string();
        [("index.html", text.clone()), ("a/index.html", text)]
            .map(|(path, text)| (path_of(path), text.into_bytes()))
            .into_iter()
            .collect::<Files>()
    };
    replace(Target::claim(&place.out(), &place.site).unwrap(), &files(0)).unwrap();
    let done = AtomicBool::new(false);
    let out = place.out();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0_usize;
            while !done.load(Ordering::Relaxed) {
                let number = |path: &str| fs::read_to_string(out.join(path)).unwrap().parse::<usize>().unwrap();
                let first = number("index.html");
                assert!(first <= number("a/index.html"), "an older page beside a newer one");
                reads += 1;
            }
            reads
        });
        for round in 1..=200 {
            replace(Target::claim(&place.out(), &place.site).unwrap(), &files(round)).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
    assert_eq!(place.read("index.html"), "200");
}
