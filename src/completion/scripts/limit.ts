/**
 * Two commands that a script puts a pipe between: the first runs a program and gives its process id on the first
 * line, the second passes on what that prints within a second, up to a size, and then ends it. Processes that the program
 * started may hold the pipe open, so waiting for its end is not enough.
 */
export const START = `sh -c 'echo "$$"; exec "$@"' -`;
export const LIMIT = `sh -c 'read -r p; exec 3<&0; head -c 2000000 <&3 & c=$!; { sleep 1; kill -9 "$p" "$c"; } >/dev/null 2>&1 &
    wait "$c"; kill -9 "$p" "$!"'`;
