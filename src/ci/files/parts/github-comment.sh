report=$RUNNER_TEMP/allclear-diff.md
comment=$RUNNER_TEMP/allclear-comment.json
[[ -s $report ]] || { echo "there is no report to show"; exit 0; }
# api METHOD PATH [FILE]: the token stays off the command line
api() {
  printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --config - --silent --show-error --fail --max-time 30 --request "$1" --header "Accept: application/json" \
      --header "Content-Type: application/json" ${3:+--data-binary "@$3"} "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/$2"
}
# The comment of ours that begins with the mark, else nothing. Anyone can write the mark; only the bot's own comment is touched.
find_comment() {
  local page comments found
  for ((page = 1; ; page++)); do
    comments=$(api GET "$NUMBER/comments?per_page=100&page=$page") || return 1
    found=$(jq --raw-output --arg bot "$BOT" \
      'map(select(.user.login == $bot and ((.body // "") | startswith("<!-- allclear:diff -->"))))[0].id // empty' <<<"$comments") || return 1
    [[ -z $found ]] || { echo "$found"; return; }
    (($(jq length <<<"$comments") == 100)) || return 0
  done
}
write_comment() {
  local id
  id=$(find_comment) || return 1
  # A comment holds 65,536 characters.
  jq --raw-input --slurp '{body: (if length > 60000 then .[:60000] + "\n\nCut here; the summary of the job has all of it.\n" else . end)}' \
    "$report" >"$comment" || return 1
  if [[ -n $id ]]; then api PATCH "comments/$id" "$comment"; else api POST "$NUMBER/comments" "$comment"; fi >/dev/null
}
write_comment || echo "::warning title=allclear diff::the comment could not be written; the report is in the summary of this job"
