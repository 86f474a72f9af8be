report=$RUNNER_TEMP/allclear-diff.md
rm -f "$report"
if ! shared=$(git merge-base "$BASE" HEAD); then
  echo "::error title=allclear diff::$BASE and this change share no commit here; check out with fetch-depth: 0"
  exit 2
fi
status=0
allclear diff "$shared" --site "$SITE" --format markdown >"$report" || status=$?
cat "$report" >>"$GITHUB_STEP_SUMMARY"
exit "$status"
