# Sourced by ./understudy, ./check and ./mvnw: sets JAVA_HOME to a JDK 25, or says what to do and ends with 2.
# Order: UNDERSTUDY_JAVA_HOME (an error where it is not 25), JAVA_HOME if it is 25, then the usual folders.

is_jdk25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2>/dev/null
}

find_jdk25() {
  if [ -n "${UNDERSTUDY_JAVA_HOME:-}" ]; then
    is_jdk25 "$UNDERSTUDY_JAVA_HOME" && { JAVA_HOME=$UNDERSTUDY_JAVA_HOME; return; }
    echo "understudy: UNDERSTUDY_JAVA_HOME=$UNDERSTUDY_JAVA_HOME is not a JDK 25; point it at one" >&2
    exit 2
  fi
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      JAVA_HOME=$candidate
      return
    fi
  done
  echo "understudy: no JDK 25 found; install one (for example Temurin 25) or set UNDERSTUDY_JAVA_HOME" >&2
  exit 2
}

find_jdk25
export JAVA_HOME
