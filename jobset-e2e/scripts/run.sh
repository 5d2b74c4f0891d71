# Sourced by the scripts in the root folder: finds a JDK and builds what is missing.
# Expects $root, the folder of the checkout.

e2e=$root/jobset-e2e/target
distribution=$root/jobset-operator/target/jobset-operator

fail() {
  echo "$(basename "$0"): $1" >&2
  exit "${2:-1}"
}

# Whether a folder holds a JDK that is new enough, by its release file.
is_suitable() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge 25 ]
}

find_jdk() {
  local home on_path=
  if command -v javac >/dev/null; then
    on_path=$(cd "$(dirname "$(realpath "$(command -v javac)")")/.." && pwd)
  fi
  for home in \
    "${JOBSET_JAVA_HOME:-}" \
    "${JAVA_HOME:-}" \
    "$on_path" \
    /usr/lib/jvm/* \
    /usr/java/* \
    /opt/java/* \
    /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/*; do
    if [ -n "$home" ] && is_suitable "$home"; then
      printf '%s\n' "$home"
      return
    fi
  done
  fail "a JDK 25 or newer is needed and was not found; install one (for example from https://adoptium.net), or set JAVA_HOME to its folder."
}

# Whether something was changed since the last build that ended well.
is_stale() {
  local stamp=$e2e/scripts.built
  [ -f "$stamp" ] && [ -x "$distribution/bin/jobset-operator" ] || return 0
  [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main "$root/jobset-e2e/cluster" \
    "$root/examples/java/pom.xml" "$root/examples/java/src/main" -newer "$stamp" -print -quit)" ]
}

build() {
  command -v mvn >/dev/null ||
    fail "Maven 3.8.7 or newer is needed as 'mvn' on the PATH; install it (package maven, or https://maven.apache.org/download.html)."
  echo "Building JobSet for Java; the first time, Maven also downloads what it needs: one to three minutes"
  local started
  started=$(mktemp)
  # Formatting is the committer's business, not that of who only wants to see it run.
  mvn -B -q -ntp -f "$root/pom.xml" -DskipTests -Dspotless.check.skip=true package ||
    fail "the build failed, see above."
  mv "$started" "$e2e/scripts.built"
}

# Runs a main class of jobset-e2e instead of this shell, after building what is missing.
run() {
  JOBSET_JAVA_HOME=$(find_jdk)
  export JOBSET_JAVA_HOME # for the operator's launcher
  if is_stale; then
    build
  fi
  exec "$JOBSET_JAVA_HOME/bin/java" \
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Djobset.operator.distribution="$distribution" \
    -cp "$e2e/classes:$(cat "$e2e/quickstart.classpath")" \
    "$@"
}
