#pragma once

#include <optional>
#include <string>

#include "analysis/verdict/verdict.hpp"

/// What the reports of a gate have in common. All texts may hold names out of logs: whoever puts them
/// somewhere escapes them for that place.
namespace wvagate::report {

/// "94.8", or "-".
std::string number_words(const std::optional<double>& value);

/// "5.1 … 9.9", with confidences where they are not both 95 %; empty where there are no bounds.
std::string bounds_words(const verdict::Finding& finding);

/// "min 90, max 100"; empty where there is no limit.
std::string limit_words(const verdict::Limit& limit);

/// One sentence: what was found, in numbers.
std::string finding_words(const verdict::Finding& finding);

/// What is to be said besides: what would be enough evidence, the waiver, the note; empty where nothing is.
std::string remark_words(const verdict::Finding& finding);

/// "itl gap at minute 9.0–11.0, lines 278–304 of run.log".
std::string place_words(const verdict::Place& place);

/// "fail: 2 failed, 1 warned, 0 undecided; 15 of 17 metrics in 1 scenario gated".
std::string summary_words(const verdict::Verdict& verdict);

}  // namespace wvagate::report
