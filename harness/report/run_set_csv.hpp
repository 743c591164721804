#pragma once

#include <string>
#include <string_view>

#include "analysis/history/run_set.hpp"

namespace wvagate::report {

/// The header line of run-sets as CSV.
std::string_view run_set_csv_header();

/// Appends the run-set, a figure a row. Texts that begin with an apostrophe get another one, which tells them
/// from those that get one because a spreadsheet would take them for a formula.
void append_run_set_csv(std::string& out, const history::RunSet& run_set);

}  // namespace wvagate::report
