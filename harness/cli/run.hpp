#pragma once

namespace wvagate::cli {

/// Runs the program: reads the arguments, does what the verb says and gives the exit code (design, product
/// §4).
int run(int argc, char** argv);

}  // namespace wvagate::cli
