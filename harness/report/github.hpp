#pragma once

#include <string>
#include <string_view>

#include "analysis/verdict/verdict.hpp"

/// What GitHub Actions reads on a step's output.
namespace wvagate::report {

/// An error annotation for each failure, nine at most: GitHub shows ten of a step. Each points
/// at the metric in its baseline's file.
std::string github_annotations(const verdict::Verdict& verdict);

/// `text` so that no line of it is taken for a command of the runner. `token` must not be guessable from it.
std::string github_shielded(std::string_view text, std::string_view token);

/// The step's outputs, as lines of name=value.
std::string github_outputs(const verdict::Verdict& verdict, int exit_code);

}  // namespace wvagate::report
