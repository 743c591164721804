#pragma once

#include <string>
#include <string_view>

#include "analysis/sample/logged_sample.hpp"

namespace wvagate::store {

/// Appends one sample as a line of NDJSON, the CSV's columns as keys, numbers in the log's own digits; what
/// was not logged, and what JSON cannot spell (NaN, +Inf) or few readers take (beyond a double), is null.
void append_extract_json(std::string& out, const LoggedSample& logged, std::string_view log);

/// The same of a claim.
void append_claim_json(std::string& out, const LoggedClaim& logged);

/// The same of a mismatch line of the throughput analyzer.
void append_mismatch_json(std::string& out, const LoggedMismatch& logged);

}  // namespace wvagate::store
