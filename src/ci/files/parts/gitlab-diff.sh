git fetch --quiet origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
if ! shared=$(git merge-base FETCH_HEAD HEAD); then
  echo "the target branch and this change share no commit here; set GIT_DEPTH to 0" >&2
  exit 2
fi
status=0
allclear diff "$shared" --site "$ALLCLEAR_SITE" --format markdown >allclear-diff.md || status=$?
cat allclear-diff.md
# api METHOD PATH [FILE]: the token stays off the command line
api() {
  printf 'header = "PRIVATE-TOKEN: %s"\n' "$ALLCLEAR_NOTE_TOKEN" |
    curl --config - --silent --show-error --fail --max-time 30 --request "$1" --header "Content-Type: application/json" \
      ${3:+--data-binary "@$3"} "$CI_API_V4_URL/$2"
}
notes="projects/$CI_MERGE_REQUEST_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
# The note of ours that begins with the mark, else nothing. Anyone can write the mark; only the token's own note is touched.
find_note() {
  local me page list found
  me=$(api GET user | jq .id) || return 1
  for ((page = 1; ; page++)); do
    list=$(api GET "$notes?sort=asc&order_by=created_at&per_page=100&page=$page") || return 1
    found=$(jq --raw-output --argjson me "$me" \
      'map(select(.author.id == $me and ((.body // "") | startswith("<!-- allclear:diff -->"))))[0].id // empty' <<<"$list") || return 1
    [[ -z $found ]] || { echo "$found"; return; }
    (($(jq length <<<"$list") == 100)) || return 0
  done
}
write_note() {
  local id
  id=$(find_note) || return 1
  # A note holds a million characters.
  jq --raw-input --slurp '{body: (if length > 900000 then .[:900000] + "\n\nCut here; the artifact has all of it.\n" else . end)}' \
    allclear-diff.md >allclear-note.json || return 1
  if [[ -n $id ]]; then api PUT "$notes/$id" allclear-note.json; else api POST "$notes" allclear-note.json; fi >/dev/null
}
# A merge request from a fork runs in the fork, without the token: its report is in the log and the artifact alone.
if [[ -z ${ALLCLEAR_NOTE_TOKEN:-} ]]; then
  echo "no note is written: ALLCLEAR_NOTE_TOKEN is not set"
elif [[ -s allclear-diff.md ]]; then
  write_note || echo "the note could not be written; the report is above and in the artifact" >&2
fi
exit "$status"
