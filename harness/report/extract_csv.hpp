#pragma once

#include <string>
#include <string_view>

#include "analysis/sample/logged_sample.hpp"

namespace wvagate::report {

/// The header of extracted samples: the reference notebook's 15 columns, then ours; with its line end.
std::string_view extract_csv_header();

/// Appends one sample in the log's own digits, with its line end. `log` is the log's name.
void append_extract_csv(std::string& out, const LoggedSample& logged, std::string_view log);

/// The same of claims, a row an analyzer, variant and cycle.
std::string_view claims_csv_header();
void append_claim_csv(std::string& out, const LoggedClaim& logged);

/// The same of the throughput analyzer's mismatch lines.
std::string_view mismatches_csv_header();
void append_mismatch_csv(std::string& out, const LoggedMismatch& logged);

}  // namespace wvagate::report
