// Reloads the page when the preview has a newer site. The server adds it to pages; it is no part of the site.
(async () => {
  const seen = new URL(document.currentScript.src).searchParams.get("seen");
  for (;;) {
    try {
      const answer = await fetch("/__allclear/events?seen=" + encodeURIComponent(seen), { cache: "no-store" });
      if (answer.status === 200 && (await answer.text()) !== seen) {
        location.reload();
        return;
      }
    } catch {
      await new Promise((wake) => setTimeout(wake, 500));
    }
  }
})();
