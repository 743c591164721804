#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/result.hpp"
#include "analysis/history/run_set.hpp"

namespace wvagate::store {

/// The columns of run-sets as CSV, a figure a row; the header line, without its end.
inline constexpr std::string_view kRunSetColumns =
    "scenario,release,commit,date,controller,tool,definitions,policy,dedup_window_s,slo_itl_ms,slo_ttft_ms,"
    "accelerator,model,run,log,sha256,metric,value";

/// Puts run-sets together from rows of CSV, which come in the order in which `track export` writes them.
class RunSetCsvReader {
 public:
  explicit RunSetCsvReader(std::string path) : path_(std::move(path)) {}

  /// Takes one line behind the header, without its end. Gives the run-set before where the line begins
  /// another.
  Result<std::optional<history::RunSet>> take_line(std::uint64_t line, std::string_view text);
  /// Gives the last run-set; absent where there was no line.
  Result<std::optional<history::RunSet>> finish();

 private:
  Error fault(std::string what) const;
  Status begin_run_set(const std::vector<std::string>& cells);
  Status add_figure(const std::vector<std::string>& cells);
  Result<std::optional<history::RunSet>> give();

  std::string path_;
  std::uint64_t line_ = 1;
  std::vector<std::string> label_;  ///< the cells that all rows of the open run-set share
  history::RunSet open_;
};

}  // namespace wvagate::store
