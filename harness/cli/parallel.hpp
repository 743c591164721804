#pragma once

#include <cstddef>
#include <functional>

#include "harness/cli/console.hpp"

namespace wvagate::cli {

/// Does `work` for each index below `count`, up to `jobs` at once, and waits for all. Where one throws, no
/// more are begun and the exception comes out of here.
void in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work);

/// The same for a log each. How many of several are done is shown where standard error is a terminal.
void in_parallel(std::size_t logs, std::size_t jobs, const Console& console,
                 const std::function<void(std::size_t)>& work);

/// As many as the machine has processors.
std::size_t default_jobs();

}  // namespace wvagate::cli
