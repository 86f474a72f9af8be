status=0
allclear check "$ALLCLEAR_SITE" --format gitlab >gl-code-quality.json || status=$?
allclear check "$ALLCLEAR_SITE" || true # for the log; the status of the first counts
exit "$status"
