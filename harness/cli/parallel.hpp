#pragma once

#include <cstddef>
#include <functional>

namespace wvagate::cli {

/// Does `work` for each index below `count`, up to `jobs` at once, and waits for all. Where one throws, no
/// more are begun and the exception comes out of here.
void in_parallel(std::size_t count, std::size_t jobs, const std::function<void(std::size_t)>& work);

/// As many as the machine has processors.
std::size_t default_jobs();

}  // namespace wvagate::cli
