#include "harness/cli/run.hpp"

int main(int argc, char** argv) {
  return wvagate::cli::run(argc, argv);
}
