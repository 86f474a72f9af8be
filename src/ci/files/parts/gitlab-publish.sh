# The branch as it is now, not as it was when this pipeline began: whichever job runs last publishes the latest.
git fetch --quiet --depth 1 origin "$CI_COMMIT_BRANCH"
git checkout --quiet --detach FETCH_HEAD
commit=$(git rev-parse HEAD)
# The clock publishes if the last job saw another commit, or if something has begun or ended since. Without its note, it publishes.
if [[ $CI_PIPELINE_SOURCE == schedule && -s .allclear/published ]]; then
  read -r published next <.allclear/published
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if [[ $published == "$commit" ]] && [[ -z $next || $now < $next ]]; then
    echo "nothing to publish before ${next:-the next push}"
    exit 75
  fi
fi
# One clock for all that follows: no change can fall between two commands.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u +%s)}
export SOURCE_DATE_EPOCH
allclear build "$ALLCLEAR_SITE" --out public
if [[ -n ${ALLCLEAR_DEPLOY_TO:-} ]]; then allclear deploy public "$ALLCLEAR_DEPLOY_TO"; fi
mkdir -p .allclear
next=$(allclear next-change "$ALLCLEAR_SITE")
echo "$commit $next" >.allclear/published
