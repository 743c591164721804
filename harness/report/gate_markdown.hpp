#pragma once

#include <cstddef>
#include <string>

#include "analysis/verdict/verdict.hpp"

namespace wvagate::report {

/// GitHub refuses a step summary beyond 1 MiB.
inline constexpr std::size_t kLargestMarkdown = (std::size_t{1} << 20) - 4096;

/// The verdict as GitHub's Markdown: what does not pass first, the rest folded. Never more than `most` bytes:
/// rows that do not fit are counted instead.
std::string gate_markdown(const verdict::Verdict& verdict, std::size_t most = kLargestMarkdown);

}  // namespace wvagate::report
