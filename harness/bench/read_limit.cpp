// wvagate_read_limit [FILE]: reads a file or standard input and adds up its words, as fast as one thread can.
// The limit for whatever reads all of a log; ci/peers.sh times it as a process beside the others.
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "harness/bench/reference_scan.hpp"

int main(int argc, char** argv) {
  const char* const path = argc > 1 ? argv[1] : "/dev/stdin";
  const int descriptor = argc > 1 ? ::open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  if (descriptor < 0) {
    std::fprintf(stderr, "wvagate_read_limit: %s: cannot be opened: %s\n", path, std::strerror(errno));
    return 4;
  }
  const auto seen = wvagate::bench::read_and_sum(descriptor);
  if (seen.fault != 0) {
    std::fprintf(stderr, "wvagate_read_limit: %s: cannot be read: %s\n", path, std::strerror(seen.fault));
    return 4;
  }
  std::printf("%llu bytes, sum %llx\n", static_cast<unsigned long long>(seen.bytes),
              static_cast<unsigned long long>(seen.sum));
  return 0;
}
