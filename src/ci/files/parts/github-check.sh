status=0
allclear check "$SITE" --format github --summary "$GITHUB_STEP_SUMMARY" || status=$?
allclear check "$SITE" --format sarif >allclear.sarif || true # the status of the first counts
exit "$status"
