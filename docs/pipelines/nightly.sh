#!/bin/sh
# A night's run on a machine of your own, for cron: quiet when there is nothing new.
# SUPCHECK_EXPORTS holds the exports; SUPCHECK_HOME the baseline, the cache, the salt and a week's reports.
umask 077
: "${SUPCHECK_EXPORTS:=/srv/supcheck/exports}" "${SUPCHECK_HOME:=/srv/supcheck/home}"
reports="$SUPCHECK_HOME/reports"
name=$(date +%Y-%m-%d)
mkdir -p "$reports" && find "$reports" -type f -mtime +7 -delete
supcheck check "$SUPCHECK_EXPORTS" --quiet --output-format junit \
  --baseline "$SUPCHECK_HOME/known.json" --cache "$SUPCHECK_HOME/cache" --salt-file "$SUPCHECK_HOME/salt" \
  -o "sarif=$reports/$name.sarif" > "$reports/$name.xml"
code=$?
case $code in
  0) ;;
  1) echo "supcheck: something new in last night's records: $reports/$name.xml" ;;
  *) echo "supcheck: last night's run is not whole (exit code $code): $reports/$name.xml" ;;
esac
exit $code
