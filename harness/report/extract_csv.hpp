#pragma once

#include <string>
#include <string_view>

#include "analysis/sample/logged_sample.hpp"

namespace wvagate::report {

/// The header of extracted samples: the reference notebook's 15 columns, then ours; with its line end.
std::string_view extract_csv_header();

/// Appends one sample in the log's own digits, with its line end. `log` is the log's name.
void append_extract_csv(std::string& out, const LoggedSample& logged, std::string_view log);

}  // namespace wvagate::report
