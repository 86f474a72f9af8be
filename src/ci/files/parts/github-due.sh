# A push and a request by hand always publish. The clock does so if the last successful run saw another commit, or if something has
# begun or ended since. Whatever cannot be found out means yes.
due=true
if [[ $EVENT == schedule ]]; then
  workflow=${GITHUB_WORKFLOW_REF%@*}
  runs=$(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --config - --silent --show-error --fail --max-time 30 --get --header "Accept: application/json" \
      --data-urlencode "branch=$BRANCH" --data "status=success" --data "per_page=50" \
      "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/workflows/${workflow##*/}/runs") || runs='{}'
  last=$(jq --raw-output '[.workflow_runs[]? | select(.event == "push" or .event == "schedule" or .event == "workflow_dispatch")]
    | max_by(.created_at) // empty | "\(.head_sha) \(.run_started_at)"' <<<"$runs") || last=
  read -r commit started <<<"$last" || true
  if [[ -n $started && $commit == "$(git rev-parse HEAD)" ]] && next=$(allclear next-change "$SITE" --now "$started"); then
    now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    if [[ -z $next || $now < $next ]]; then due=false; fi
  fi
fi
echo "due=$due" >>"$GITHUB_OUTPUT"
echo "something to publish: $due"
