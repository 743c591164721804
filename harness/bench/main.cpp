// wvagate_bench: the throughput of all that wvagate does often, beside reference scans of the same run.
// `wvagate bench` runs it and makes the ratios.
#include <csignal>
#include <cstdio>

#include <benchmark/benchmark.h>

#include "harness/bench/suite.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);                  // a reader that gives up on a pipe says so itself
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // whoever watches sees each result as it comes
  wvagate::bench::register_references();
  wvagate::bench::register_extraction();
  wvagate::bench::register_records();
  wvagate::bench::register_model();
  wvagate::bench::register_verdicts();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
